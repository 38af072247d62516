package io.sluice.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "26h,PT26H",
    "2d,PT48H",
    "90m,PT1H30M",
    "30s,PT30S",
    "500ms,PT0.5S",
    "0s,PT0S",
    "PT36H,PT36H",
    "P1DT2H,PT26H"
  })
  void givenDuration_whenParsed_thenTaken(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1h", "PT-1H", "-PT1H"})
  void givenNegative_whenParsed_thenRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .hasMessage("\"" + text + "\" is negative; write 0s or more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"26", "h", "1.5h", "26 h", "1w", "soon"})
  void givenNoDuration_whenParsed_thenRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "\"" + text + "\" is not a duration; write a number and ms, s, m, h or d, such as 26h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "PT0.0009S"})
  void givenNoTimeToWait_whenParsed_thenRefused(String text) {
    assertThat(Durations.parseWait("1ms")).isEqualTo(Duration.ofMillis(1));
    assertThatThrownBy(() -> Durations.parseWait(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"" + text + "\" is shorter than 1ms; write that or more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "36501d",
        "99999999999h",
        "99999999999999999999999999ms",
        "PT876001H",
        "PT9223372036854775807S"
      })
  void givenEndless_whenParsed_thenRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"" + text + "\" is longer than 36500d; write that or less");
  }
}
