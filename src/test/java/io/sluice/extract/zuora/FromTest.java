package io.sluice.extract.zuora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.UsageException;
import io.sluice.extract.ExtractRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FromTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path folder;

  @Test
  void givenNothing_whenAsked_thenTheSessionGoesOn() {
    assertThat(from(Map.of()).instant()).isEmpty();
    assertThat(from(Map.of("from", "last")).instant()).isEmpty();
  }

  @Test
  void givenADate_whenAsked_thenItsMidnightInUtc() {
    assertThat(from(Map.of("from", "2026-11-01")).instant())
        .contains(Instant.parse("2026-11-01T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-31,against last",
    "yesterday,against last",
    "2026-11-22,is in the future",
    "beginning,runs into Zuora's time limit"
  })
  void givenAWrongWord_whenAsked_thenItIsRefusedWithTheReason(String word, String reason) {
    assertThatThrownBy(() -> from(Map.of("from", word)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("\"" + word + "\"")
        .hasMessageContaining(reason)
        .hasMessageContaining("Nothing was run");
  }

  @ParameterizedTest
  @CsvSource({"afterLastIncrement,", "2026-11-01,2026-11-01T00:00:00Z"})
  void givenAnEvent_whenAsked_thenItsDateCounts(String word, Instant expected) throws IOException {
    Path event =
        Files.writeString(folder.resolve("event.json"), "{\"exportFromDate\": \"" + word + "\"}");

    assertThat(from(Map.of("event", event.toString())).instant().orElse(null)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "no json", "{\"exportFromDate\": 3}"})
  void givenAnEventWithoutADate_whenAsked_thenItIsRefused(String content) throws IOException {
    Path event = Files.writeString(folder.resolve("event.json"), content);

    assertThatThrownBy(() -> from(Map.of("event", event.toString())))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("exportFromDate");
  }

  private static From from(Map<String, String> options) {
    return From.of(new ExtractRequest("run", options), NOW);
  }
}
