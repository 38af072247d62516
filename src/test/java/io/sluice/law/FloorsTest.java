package io.sluice.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.Floor;
import io.sluice.spec.Partition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloorsTest {
  private static final Floors FLOORS =
      new Floors(
          List.of(
              floor(Partition.WHOLE_TABLE, 2, "b"),
              floor(new Partition(Map.of("part", "x")), 4, "d"),
              floor(new Partition(Map.of("part", "x")), 3, "c")));

  @ParameterizedTest
  @CsvSource({
    "y, 1, z, true",
    "y, 2, a, true",
    "y, 2, b, false",
    "y, 3, a, false",
    "x, 3, z, true",
    "x, 4, c, true",
    "x, 4, d, false"
  })
  void givenFloors_whenARowIsJudged_thenByDateAndIncrementOfItsPartitionAndOfTheTable(
      String part, int second, String increment, boolean below) {
    assertThat(
            FLOORS.areAbove(
                () -> new Partition(Map.of("part", part)),
                Instant.ofEpochSecond(second),
                increment))
        .isEqualTo(below);
  }

  private static Floor floor(Partition partition, int second, String increment) {
    return new Floor(partition, Instant.ofEpochSecond(second), increment);
  }
}
