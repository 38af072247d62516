package io.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.check.Guard.Change;
import io.sluice.spec.GuardSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
  private static final Map<String, String> TABLE = Map.of();
  private static final Map<String, String> AUSTRIA = Map.of("country", "at");

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
        new Guard(new GuardSpec(0.2, 1000, List.of()))
            .judge(List.of(new Change(TABLE, before, lost, emptied)));

    assertThat(reasons).hasSize(holds ? 1 : 0);
  }

  @Test
  void givenPartitions_whenJudged_thenEachForItselfAndThoseThatMayBeEmptyNot() {
    Guard guard = new Guard(new GuardSpec(0.2, 1000, List.of(AUSTRIA)));

    assertThat(
            guard.judge(
                List.of(
                    new Change(AUSTRIA, 5000, 5000, true),
                    new Change(Map.of("country", "de"), 5000, 2000, false))))
        .containsExactly(
            "2,000 of 5,000 rows of partition {country=de} would be deleted or removed, 40.0 % against 20.0 % allowed");
  }
}
