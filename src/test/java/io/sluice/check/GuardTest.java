package io.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.check.Guard.Change;
import io.sluice.spec.GuardSpec;
import io.sluice.spec.Partition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
  private static final Partition TABLE = Partition.WHOLE_TABLE;
  private static final Partition AUSTRIA = new Partition(Map.of("country", "at"));

  @ParameterizedTest
  @CsvSource({
    "1000, 1000, false, false",
    "1001, 200, false, false",
    "1001, 201, false, true",
    "10, 10, true, true",
    "10, 0, true, false"
  })
  void givenRowsThatGo_whenJudged_thenTheShareOfALargeTableOrALoadOfNothingHolds(
      long before, long lost, boolean emptied, boolean holds) {
    List<String> reasons =
        new Guard(new GuardSpec(0.2, 1000, List.of(), 0.2))
            .judge(List.of(new Change(TABLE, before, lost, emptied)));

    assertThat(reasons).hasSize(holds ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"10, 0, false", "11, 0, true", "11, 1, false"})
  void givenATableThatIsLeftEmpty_whenJudged_thenItIsHeldUnlessItIsTiny(
      long before, long after, boolean holds) {
    Guard guard = new Guard(new GuardSpec(0.2, 1000, List.of(), 0.2));

    assertThat(guard.judgeEmptied(before, after)).hasSize(holds ? 1 : 0);
    assertThat(new Guard(new GuardSpec(0.2, 1000, List.of(TABLE), 0.2)).judgeEmptied(before, after))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"100, 100, false", "101, 20, false", "101, 21, true", "1000, 200, false"})
  void givenRowsInQuarantine_whenJudged_thenTheirShareHoldsAnIncrementThatIsNotSmall(
      long rows, long quarantined, boolean holds) {
    Guard guard = new Guard(new GuardSpec(0.2, 1000, List.of(), 0.2));

    assertThat(guard.judgeQuarantine(rows, quarantined).isPresent()).isEqualTo(holds);
  }

  @Test
  void givenPartitions_whenJudged_thenEachForItselfAndThoseThatMayBeEmptyNot() {
    Guard guard = new Guard(new GuardSpec(0.2, 1000, List.of(AUSTRIA), 0.2));

    assertThat(
            guard.judge(
                List.of(
                    new Change(AUSTRIA, 5000, 5000, true),
                    new Change(new Partition(Map.of("country", "de")), 5000, 2000, false))))
        .containsExactly(
            "2,000 of 5,000 rows of partition {country=de} would be deleted or removed, 40.0 % against 20.0 % allowed");
  }
}
