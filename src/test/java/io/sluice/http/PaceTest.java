package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.settings.Settings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaceTest {
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
}
