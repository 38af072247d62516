package io.sluice.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void givenEveryKind_whenRead_thenEachHasItsValue() {
    Settings settings =
        new Settings(
            "extract",
            Map.of(
                "flag",
                true,
                "number",
                new BigDecimal("12"),
                "wait",
                "90s",
                "uri",
                "https://api.example/",
                "list",
                List.of("a", "b"),
                "secret",
                "env:NAME"),
            reference -> "revealed " + reference);

    assertThat(settings.flag("flag", false)).isTrue();
    assertThat(settings.number("number", 1, 3)).isEqualTo(12);
    assertThat(settings.duration("wait", Duration.ZERO)).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.uri("uri")).isEqualTo(URI.create("https://api.example"));
    assertThat(settings.texts("list")).containsExactly("a", "b");
    assertThat(settings.secret("secret").get()).isEqualTo("revealed env:NAME");
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void givenWrongValues_whenRead_thenAllProblemsAreSaidAtOnce() {
    Settings settings =
        new Settings(
            "connections.x",
            Map.of("flag", "yes", "number", "0", "wait", "soon", "uri", "host", "qurey", "x"),
            text -> text);

    settings.flag("flag", false);
    settings.number("number", 1, 3);
    settings.duration("wait", Duration.ZERO);
    settings.uri("uri");
    settings.required("partner");

    assertThat(settings.problems())
        .containsExactly(
            "connections.x.flag: \"yes\" is not true or false",
            "connections.x.number: \"0\" is not a whole number of at least 1",
            "connections.x.wait: \"soon\" is not a duration such as 500ms, 30s or 12h",
            "connections.x.uri: \"host\" is not an address such as https://api.example.com",
            "connections.x.partner: is missing",
            "connections.x.qurey: unknown key; they are flag, number, partner, uri, wait");
  }

  @Test
  void givenAddressWithPassword_whenRead_thenRefusedWithoutShowingIt() {
    Settings settings =
        new Settings(
            "connections.x",
            Map.of("a", "https://ann:hidden@host", "b", "https://host/?x=1", "c", "http://h:99999"),
            text -> text);

    List.of("a", "b", "c").forEach(settings::uri);

    assertThat(settings.problems())
        .containsExactly(
            "connections.x.a: holds a user or a password; give those by the keys that are for them",
            "connections.x.b: \"https://host/?x=1\" is not an address such as https://api.example.com",
            "connections.x.c: \"http://h:99999\" is not an address such as https://api.example.com");
  }
}
