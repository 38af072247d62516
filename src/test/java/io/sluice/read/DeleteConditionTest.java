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
          status = = 'x'            | is no SQL condition
          status =                  | is no SQL condition
          nosuch = 'x'              | "nosuch" is not in columns; they are id, status
          rand() > 0.5              | rand() changes from run to run
          id > current_date         | current_date changes from run to run
          id in (select 1)          | a subquery found
          """)
  void givenAConditionThatCannotJudgeARow_whenLookedAt_thenSaysWhy(String condition, String why) {
    assertThat(DeleteCondition.fault(job(condition)).orElseThrow()).contains(why);
  }

  private static JobSpec job(String condition) {
    return Jobs.of(Jobs.text("id"), Jobs.text("status")).deleteCondition(condition).job();
  }
}
