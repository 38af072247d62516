package io.sluice.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void givenNothing_whenRead_thenDefaultsHold() {
    Settings settings = new Settings("connections.x", Map.of(), text -> text);

    Pace pace = Pace.of(settings);

    assertThat(pace.pollDelay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.longestPollDelay()).isEqualTo(Duration.ofSeconds(30));
    assertThat(pace.retryDelay()).isEqualTo(Duration.ofMillis(500));
    assertThat(pace.longestRetryDelay()).isEqualTo(Duration.ofSeconds(30));
    assertThat(pace.nextPoll(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(2));
    assertThat(pace.nextPoll(Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.problems()).isEmpty();
  }

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
  void givenNumbersWithoutEnd_whenRead_thenProblemsAndNothingElse() {
    Settings settings =
        new Settings(
            "connections.x",
            Map.of(
                "connect_timeout", "0s",
                "retry_delay", "36501d",
                "poll_delay", "PT9223372036854775807S",
                "stall_timeout", "99999999999999d",
                "requests_per_minute", "1e999999999",
                "tries", "1e-999999999",
                "plain", new BigDecimal("1e999999999")),
            text -> text);

    Pace unused = Pace.of(settings);

    assertThat(settings.text("plain")).contains("1E+999999999");
    assertThat(settings.problems())
        .containsExactlyInAnyOrder(
            "connections.x.connect_timeout: is shorter than 1ms; write that or more",
            "connections.x.retry_delay: is longer than 36500d; write that or less",
            "connections.x.poll_delay: is longer than 36500d; write that or less",
            "connections.x.stall_timeout: is longer than 36500d; write that or less",
            "connections.x.requests_per_minute: \"1e999999999\" is not a whole number of at least 1",
            "connections.x.tries: \"1e-999999999\" is not a whole number of at least 1");
  }

  @Test
  void givenAsManyRequestsAsThereAreNumbers_whenLimited_thenNoneWaits() throws Exception {
    RateLimit limit = RateLimit.of(Long.MAX_VALUE, Duration.ofMinutes(1));

    limit.await();
    limit.await();
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
