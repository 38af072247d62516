package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gelöscht = 'ja'                     | gelöscht is boolean and is never = 'ja'; write delete_when: gelöscht
          umsatz = 'viel'                     | umsatz is decimal(18,2) and is never = 'viel'
          'viel' < umsatz                     | umsatz is decimal(18,2) and is never > 'viel'
          umsatz > 'viel'                     | umsatz is decimal(18,2) and is never > 'viel'
          status <> 'x' or umsatz != 'viel'   | umsatz is decimal(18,2) and is never = 'viel'
          gelöscht <=> 'ja'                   | gelöscht is boolean and is never <=> 'ja'
          status = 'x' and gelöscht = 'ja'    | gelöscht is boolean and is never = 'ja'; write gelöscht or NOT gelöscht
          anzahl in ('1', 'eins')             | anzahl is int and is never = 'eins'
          umsatz in ('1')                     | umsatz is decimal(18,2) and is never = '1'; write '1.00'
          tag = 'gestern'                     | tag is date and is never = 'gestern'
          tag in ('2026-1-1')                 | tag is date and is never = '2026-1-1'; write '2026-01-01'
          zeit < 'früher'                     | zeit is timestamp and is never < 'früher'
          tag = 1                             | "tag = 1" cannot be evaluated, Cannot resolve
          klein = 1000                        | klein is tinyint and is never = 1000
          status = 'x' and false              | "status = 'x' and false" is never true, whatever a row holds
          status = 'x' or true                | is true of every row
          klein < 1000                        | is true of every row
          """)
  void givenAConditionThatSaysTheSameOfEveryRow_whenLookedAt_thenSaysWhy(
      String condition, String why) {
    assertThat(DeleteCondition.fault(typed(condition)).orElseThrow()).contains(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gelöscht",
        "not gelöscht",
        "gelöscht = 'true' or gelöscht = 'n' or gelöscht = 1",
        "umsatz = '1' or umsatz in (1, 2) or umsatz in ('1.00')",
        "umsatz < '0'",
        "anzahl in ('1', '2') or anzahl = '3'",
        "tag = '2026-01-01' or tag in ('2026-01-01') or tag <= '2026-01'",
        "zeit > '2026-01-01 12:00:00' and status in ('a', null)",
        "status = 1 or status = true",
        "coalesce(umsatz, 0) = 0 and tag between '2026-01-01' and '2026-02-01'",
        "year(tag) < 2000 or array_contains(split(status, ','), 'x')",
        "case when status = 'a' then gelöscht else false end",
        "status = 'gelöscht' or STATUS = \"gelöscht\" or `gelöscht` or GELÖSCHT",
        "удалён = 'да' and `mit Leerzeichen` = 'mit Leerzeichen'",
        "status = 'it\\'s gelöscht' or status = 'a''gelöscht' /* größe */ -- größe"
      })
  void givenValuesOfTheColumnsTypes_whenLookedAt_thenNothingIsWrong(String condition) {
    assertThat(DeleteCondition.fault(typed(condition))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          gelöscht = 'gelöscht'       | `gelöscht` = 'gelöscht'
          удалён.größe = `gelöscht`   | `удалён`.`größe` = `gelöscht`
          a = 'it\\'s größe' or größe | a = 'it\\'s größe' or `größe`
          a = r'größe\\' or größe     | a = r'größe\\' or `größe`
          a = "größe" -- größe        | a = "größe" -- größe
          wörter2 <> wor2             | `wörter2` <> wor2
          """)
  void givenNamesWithOtherLetters_whenRead_thenTheyAloneAreQuoted(String written, String sql) {
    assertThat(DeleteCondition.sql(written)).isEqualTo(sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gelöschd = 'x'               | "gelöschd" is not in columns
          gelöscht = = 'x'             | at or near '=', character 12
          mit Leerzeichen = 'x'        | needs backticks: `mit Leerzeichen`
          """)
  void givenNamesThatAreWrong_whenLookedAt_thenSaysWhatIsWritten(String condition, String why) {
    assertThat(DeleteCondition.fault(typed(condition)).orElseThrow()).contains(why);
  }

  private static JobSpec typed(String condition) {
    return Jobs.of(
            Jobs.text("id"),
            Jobs.text("status"),
            Jobs.text("удалён"),
            Jobs.text("mit Leerzeichen"),
            Jobs.column("gelöscht", Simple.BOOLEAN),
            Jobs.column("umsatz", new ColumnType.Decimal(18, 2)),
            Jobs.column("anzahl", Simple.INT),
            Jobs.column("klein", Simple.TINYINT),
            Jobs.column("tag", Simple.DATE),
            Jobs.column("zeit", Simple.TIMESTAMP))
        .deleteCondition(condition)
        .job();
  }

  private static JobSpec job(String condition) {
    return Jobs.of(Jobs.text("id"), Jobs.text("status")).deleteCondition(condition).job();
  }
}
