package io.sluice.run.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.Increment;
import io.sluice.spec.Increment.RawFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortionTest {
  @ParameterizedTest
  @CsvSource({
    "100, a.csv b.csv c.csv, true",
    "25, a.csv b.csv, false",
    "20, a.csv b.csv, false",
    "5, a.csv, false"
  })
  void givenMoreThanACommitTakes_whenPortioned_thenTheOldestAndAtLeastOne(
      long maxBytes, String taken, boolean last) {
    Portion portion = Portion.first(List.of(of("a.csv"), of("b.csv"), of("c.csv")), maxBytes);

    assertThat(String.join(" ", portion.ids())).isEqualTo(taken);
    assertThat(portion.last()).isEqualTo(last);
  }

  @ParameterizedTest
  @CsvSource({"120, a.csv.gz b.csv", "100, a.csv.gz"})
  void givenPackedFiles_whenPortioned_thenTheyCountForTenTimesTheirSize(
      long maxBytes, String taken) {
    Portion portion = Portion.first(List.of(of("a.csv.gz"), of("b.csv"), of("c.csv.gz")), maxBytes);

    assertThat(String.join(" ", portion.ids())).isEqualTo(taken);
  }

  /** An increment of one file of ten bytes. */
  private static Increment of(String name) {
    RawFile file = new RawFile(name, 10, 0, Optional.empty(), Optional.empty());
    return new Increment(name, Increment.Kind.BARE, Instant.EPOCH, List.of(file), false, List.of());
  }
}
