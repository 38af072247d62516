package io.sluice.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pattern that is allowed is one by which names are read. */
class NamePatternTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "yyyy-MM-dd,2027-02-03,2027-02-03T00:00:00Z",
        "yyyyMM,202702,2027-02-01T00:00:00Z",
        "d MMM yyyy,3 Feb 2027,2027-02-03T00:00:00Z",
        "uuuu-DDD,2027-034,2027-02-03T00:00:00Z",
        "'sums-'yyyyMMddHHmm,sums-202702031405,2027-02-03T14:05:00Z",
        "yyyy-MM-dd'T'HHX,2027-02-03T14+02,2027-02-03T12:00:00Z"
      })
  void givenAPatternOfADate_whenAsked_thenItDeterminesOneAndANameHasIt(
      String pattern, String name, String instant) {
    assertThat(NamePattern.of(pattern).determinesADate()).isTrue();
    assertThat(NamePattern.of(pattern).instant(name).orElseThrow()).hasToString(instant);
  }

  @ParameterizedTest
  @CsvSource({"yyyy", "MM-dd", "HH:mm", "yyyy-MM HH", "YYYY-MM-DD", "YYYY-MM-dd", "hh dd.MM"})
  void givenAPatternOfNoDate_whenAsked_thenItDeterminesNone(String pattern) {
    assertThat(NamePattern.of(pattern).determinesADate()).isFalse();
  }
}
