package io.sluice.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SectionTest {
  private enum Colour {
    DARK_RED,
    BLUE
  }

  @Test
  void givenEveryKind_whenRead_thenEachHasItsValue() {
    Section section =
        Section.of(
            "extract",
            Map.of(
                "flag", true,
                "number", "1_200",
                "wait", "90s",
                "uri", "https://api.example/",
                "list", List.of("a", "b"),
                "map", Map.of("a", "b"),
                "choice", "dark-red",
                "size", "64MB",
                "month", "2014-05",
                "secret", "env:NAME"),
            Map.of("NAME", "revealed-for-a-section"));

    assertThat(section.flag("flag")).hasValue(true);
    assertThat(section.number("number", 1)).hasValue(1200L);
    assertThat(section.duration("wait")).hasValue(Duration.ofSeconds(90));
    assertThat(section.uri("uri")).isEqualTo(URI.create("https://api.example"));
    assertThat(section.texts("list")).containsExactly("a", "b");
    assertThat(section.texts("wait")).containsExactly("90s");
    assertThat(section.map("map")).containsExactly(Map.entry("a", "b"));
    assertThat(section.choice("choice", Colour.class)).hasValue(Colour.DARK_RED);
    assertThat(section.size("size", "1GB")).hasValue(64_000_000L);
    assertThat(section.parsed("month", "a month", YearMonth::parse))
        .hasValue(YearMonth.of(2014, 5));
    assertThat(section.secret("secret").get()).isEqualTo("revealed-for-a-section");
    section.allowRead();
    assertThat(section.problems().all()).isEmpty();
  }

  @Test
  void givenNothing_whenRead_thenNothingAndNoProblem() {
    Section section = Section.of("extract", Map.of(), Map.of());

    assertThat(section.flag("flag")).isEmpty();
    assertThat(section.wait("wait")).isEmpty();
    assertThat(section.texts("list")).isEmpty();
    assertThat(section.map("map")).isEmpty();
    assertThat(section.choice("choice", Colour.class)).isEmpty();
    section.allowRead();
    assertThat(section.problems().all()).isEmpty();
  }

  @Test
  void givenWrongValues_whenRead_thenAllProblemsAreSaidAtOnce() {
    Section section =
        Section.of(
            "connections.x",
            Map.of("flag", "yes", "number", "0", "wait", "soon", "uri", "host", "blank", " "),
            Map.of());

    section.flag("flag");
    section.number("number", 1);
    section.duration("wait");
    section.uri("uri");
    section.required("partner");
    section.required("blank");

    assertThat(section.problems().all())
        .extracting(Finding::text)
        .containsExactly(
            "connections.x.flag: \"yes\" is neither true nor false",
            "connections.x.number: \"0\" is not a whole number of at least 1",
            "connections.x.wait: \"soon\" is not a duration; write a number and ms, s, m, h or d, such as 26h",
            "connections.x.uri: \"host\" is not an address such as https://api.example.com",
            "connections.x.partner: is missing",
            "connections.x.blank: is empty");
  }

  @ParameterizedTest
  @CsvSource({
    "patrner, did you mean \"partner\"?",
    "part, did you mean \"partner\"?",
    "colour, 'they are flag, partner, uri'"
  })
  void givenKeyThatNobodyReads_whenRead_thenTheNearestIsNamed(String key, String hint) {
    Section section = Section.of("connections.x", Map.of(key, "x"), Map.of());

    section.text("uri");
    section.text("partner");
    section.flag("flag");
    section.allowRead();

    assertThat(section.problems().all())
        .extracting(Finding::text)
        .containsExactly("connections.x." + key + ": unknown key; " + hint);
  }

  @Test
  void givenTextAsAFileHasIt_whenRead_thenItIsAsItWasWritten() {
    Section section =
        Section.of(
            "extract", Map.of("huge", "1e999999999", "zeros", List.of("001", "1.50")), Map.of());

    assertThat(section.text("huge")).hasValue("1e999999999");
    assertThat(section.texts("zeros")).containsExactly("001", "1.50");
  }

  @Test
  void givenAddressWithPassword_whenRead_thenRefusedWithoutShowingIt() {
    Section section =
        Section.of(
            "connections.x",
            Map.of("a", "https://ann:hidden@host", "b", "https://host/?x=1", "c", "http://h:99999"),
            Map.of());

    List.of("a", "b", "c").forEach(section::uri);

    assertThat(section.problems().all())
        .extracting(Finding::text)
        .containsExactly(
            "connections.x.a: contains a user or a password; use the keys for credentials instead",
            "connections.x.b: \"https://host/?x=1\" is not an address such as https://api.example.com",
            "connections.x.c: \"http://h:99999\" is not an address such as https://api.example.com");
  }
}
