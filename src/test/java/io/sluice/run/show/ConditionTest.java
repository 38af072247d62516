package io.sluice.run.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.UsageException;
import io.sluice.spark.TestSession;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
  private static Dataset<Row> rows() {
    return TestSession.shared()
        .sql("SELECT 1 AS id, 'open' AS status, DATE'2026-11-01' AS day, 'x' AS _increment");
  }

  @Test
  void givenACondition_whenFiltered_thenItsRows() {
    assertThat(Condition.filtered(rows(), "status = 'open'").count()).isEqualTo(1);
    assertThat(Condition.filtered(rows(), "status = 'closed'").count()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "status = open|there is no column \"open\"; if it is a text, write it in single quotes: --where \"status = 'open'\". Nothing was read.",
        "status in (open, closed) and id=1|there is no column \"open\"; if it is a text, write it in single quotes: --where \"status in ('open', 'closed') and id=1\". Nothing was read.",
        "status LIKE a.b|there is no column \"a.b\"; if it is a text, write it in single quotes: --where \"status LIKE 'a.b'\". Nothing was read.",
        "status = not paid|there is no column \"not\"; texts are written in single quotes, such as name = 'open'. Nothing was read.",
        "status = a@b|the condition goes wrong at \"@\"; texts are written in single quotes, such as name = 'open'. Nothing was read.",
        "statsu = 'open'|there is no column \"statsu\"; did you mean \"status\"? Nothing was read.",
        "colour = 'open'|there is no column \"colour\"; they are id, status, day. Nothing was read.",
        "status = 'open|a single quote is not closed; a quote within a text is written \\'. Nothing was read.",
        "status =|the condition is not complete, something is missing at its end. Nothing was read.",
        "status|\"status\" is a value and no condition; compare it, such as name = 'open'. Nothing was read.",
        "day > 2026-11-01|(day > ((2026 - 11) - 1)) has DATE on one side and INT on the other; texts, dates and times are written in single quotes. Nothing was read.",
        "foo(status) = 1|there is no function \"foo\" in Spark's SQL. Nothing was read.",
      })
  void givenNoCondition_whenFiltered_thenWhatIsWrongInPlainWords(String text, String words) {
    assertThatThrownBy(() -> Condition.filtered(rows(), text))
        .isInstanceOf(UsageException.class)
        .hasMessage("--where: " + words);
  }

  @Test
  void givenAnotherFailure_whenFiltered_thenTheEnginesWordsWithoutCodes() {
    assertThatThrownBy(() -> Condition.filtered(rows(), "sum(id) > 1"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--where: ")
        .hasMessageEndingWith(". Nothing was read.")
        .hasMessageNotContainingAny("[", "SQLSTATE", "line 1");
  }
}
