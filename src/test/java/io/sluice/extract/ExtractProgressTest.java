package io.sluice.extract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExtractProgressTest {
  @Test
  void givenRows_whenShown_thenOneIsARow() {
    assertThat(ExtractProgress.shown("a.csv", 12_500_000, 1)).isEqualTo("a.csv: 12.5 MB, 1 row");
    assertThat(ExtractProgress.shown("a.csv", 0, 40_000)).isEqualTo("a.csv: 0.0 MB, 40,000 rows");
  }
}
