package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.settings.Finding;
import io.sluice.settings.Section;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void givenNothing_whenRead_thenDefaultsHold() {
    Section connection = Section.of("connections.x", Map.of(), Map.of());

    Pace pace = Pace.of(connection);

    assertThat(pace.pollDelay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.longestPollDelay()).isEqualTo(Duration.ofSeconds(30));
    assertThat(pace.retryDelay()).isEqualTo(Duration.ofMillis(500));
    assertThat(pace.longestRetryDelay()).isEqualTo(Duration.ofSeconds(30));
    assertThat(pace.nextPoll(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(2));
    assertThat(pace.nextPoll(Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(30));
    assertThat(connection.problems().all()).isEmpty();
  }

  @Test
  void givenNumbersWithoutEnd_whenRead_thenProblemsAndNothingElse() {
    Section connection =
        Section.of(
            "connections.x",
            Map.of(
                "connect_timeout", "0s",
                "retry_delay", "36501d",
                "poll_delay", "PT9223372036854775807S",
                "stall_timeout", "99999999999999d",
                "requests_per_minute", "1e999999999",
                "tries", "1e-999999999"),
            Map.of());

    Pace unused = Pace.of(connection);

    assertThat(connection.problems().all())
        .extracting(Finding::text)
        .containsExactlyInAnyOrder(
            "connections.x.connect_timeout: \"0s\" is shorter than 1ms; write that or more",
            "connections.x.retry_delay: \"36501d\" is longer than 36500d; write that or less",
            "connections.x.poll_delay: \"PT9223372036854775807S\" is longer than 36500d; write that or less",
            "connections.x.stall_timeout: \"99999999999999d\" is longer than 36500d; write that or less",
            "connections.x.requests_per_minute: \"1e999999999\" is not a whole number of at least 1",
            "connections.x.tries: \"1e-999999999\" is not a whole number of at least 1");
  }
}
