package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeleteConditionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "status = 'deleted'",
        "STATUS in ('a', 'b') and id is not null",
        "coalesce(lower(status), '') like 'del%'",
        "id rlike '^x' or not (status <=> null)"
      })
  void givenAConditionOverTheRow_whenLookedAt_thenNothingIsWrong(String condition) {
    assertThat(DeleteCondition.fault(job(condition))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          status = = 'x'            | is not a SQL condition
          status =                  | is not a SQL condition
          nosuch = 'x'              | "nosuch" is not in columns; they are id, status
          status = Deleted          | "Deleted" is not in columns; they are id, status; a text is written 'Deleted'
          status = 'x' && id = 'y'  | is not a SQL condition, a syntax error at or near '&', character 15; write
          status = 'x' && id = 'y'  | ; write AND instead of &&
          {"status": "x"}           | ; write a condition such as status = 'deleted'
          "status" = 'x'            | "status" in quotes is a text and no column; write it without them
          status = null             | "=" is never true of null; write IS NULL or IS NOT NULL
          1 = 1                     | "1 = 1" names no column, so it says the same of every row
          rand() > 0.5              | rand() gives another result in each run
          id > current_date         | current_date gives another result in each run
          id in (select 1)          | found a subquery
          """)
  void givenAConditionThatCannotJudgeARow_whenLookedAt_thenSaysWhy(String condition, String why) {
    assertThat(DeleteCondition.fault(job(condition)).orElseThrow()).contains(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status = 'x' || id = 'y'", "'a' < status < 'z'"})
  void givenAComparisonOfAComparison_whenLookedAt_thenSaysHowTwoAreJoined(String condition) {
    assertThat(DeleteCondition.fault(job(condition)).orElseThrow())
        .contains("compares the outcome of another comparison; write AND or OR between two");
  }

  private static JobSpec job(String condition) {
    return Jobs.of(Jobs.text("id"), Jobs.text("status")).deleteCondition(condition).job();
  }
}
