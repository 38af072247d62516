package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawNamesTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "2026-11-20,yyyy-MM-dd,2026-11-20T00:00:00Z",
        "sums-2026-11-20T14,'sums-'yyyy-MM-dd'T'HH,2026-11-20T14:00:00Z",
        "sums-202611201405,'sums-'yyyyMMddHHmm,2026-11-20T14:05:00Z",
        "2026-11,yyyy-MM,2026-11-01T00:00:00Z",
        "days-202611,'days-'yyyyMM,2026-11-01T00:00:00Z",
        "Nov 2026,MMM yyyy,2026-11-01T00:00:00Z",
        "2026-13,yyyy-MM,",
        "2026-02-30,yyyy-MM-dd,",
        "2026-11-20x,yyyy-MM-dd,"
      })
  void givenAName_whenItIsReadByAPattern_thenItsInstant(
      String name, String pattern, Instant expected) {
    assertThat(RawNames.instant(name, pattern)).isEqualTo(Optional.ofNullable(expected));
  }
}
