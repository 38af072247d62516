package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.settings.Finding;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnSpec.Normaliser;
import io.sluice.spec.JobSpec;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files may have other columns than the table. */
class FileColumnsTest {
  private static final String JOB =
      """
      dataset: shop/orders
      raw:
        format: csv
        columns:
          id: {from: Order-Id, type: string, normalise: [trim]}
          status: {type: string, optional: true}
          amount: decimal(18,2)
          note: string
      columns:
        amount: decimal(18,2)
        id: {type: string, pii: true}
        status: string
      key: [id]
      delete_when: status
      """;

  @TempDir private Path root;

  @Test
  void givenColumnsOfFiles_whenLoaded_thenTheTableHasItsOwn() {
    JobSpec job = new JobFolder(root).job(JOB).only();

    assertThat(job.raw().columns())
        .extracting(ColumnSpec::name)
        .containsExactly("id", "status", "amount", "note");
    assertThat(job.columns())
        .extracting(ColumnSpec::name)
        .containsExactly("amount", "id", "status");
    assertThat(job.input("id").from()).containsExactly("Order-Id");
    assertThat(job.fingerprint()).containsEntry("normalise", "{id=trim}");
    assertThat(job.column("id").normalise()).isEmpty();
    assertThat(job.input("id").normalise()).containsExactly(Normaliser.TRIM);
    assertThat(job.column("status").store()).isFalse();
  }

  @Test
  void givenSeveralNames_whenLoaded_thenTheColumnHasThem() {
    JobFolder folder = new JobFolder(root);
    JobSpec job = folder.job(JOB.replace("from: Order-Id", "from: [Order-Id, Id, Id]")).only();

    assertThat(job.input("id").from()).containsExactly("Order-Id", "Id");
    assertThat(
            folder
                .job(JOB.replace("from: Order-Id", "from: [Order-Id, 'path:id']"))
                .check(Map.of())
                .problems())
        .extracting(Finding::placed)
        .anySatisfy(text -> assertThat(text).contains("has a place in the path beside names"));
  }

  @Test
  void givenNoColumnsOfFiles_whenLoaded_thenTheyAreThoseOfTheTable() {
    JobSpec job = new JobFolder(root).job(JobFolder.MINIMAL).only();

    assertThat(job.raw().columns()).isEqualTo(job.columns());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id: {type: string, pii: true}|id: {from: Id, type: string}|columns.id.from: belongs to raw.columns",
        "id: {type: string, pii: true}|id: {type: string, optional: true}|columns.id.optional: belongs to raw.columns",
        "  note: string|  note: {type: string, store: false}|raw.columns.note.store: belongs to columns",
        "  status: string|  statu: string|columns.statu: is not in raw.columns; did you mean \"status\"?",
        "  status: string|  status: int|columns.status: is int against string in raw.columns",
        "from: Order-Id|from: 'path:no'|raw.columns.id.from: \"path:no\" is not a group",
        "  note: string|  note: {type: string, was: n}|raw.columns.note.was: belongs to columns",
        "  note: string|  _note: string|raw.columns._note: names that begin with _ are reserved",
        "  note: string|  note: {typ: string}|raw.columns.note.typ: unknown key; did you mean \"type\"?",
      })
  void givenWhatDoesNotFit_whenChecked_thenAProblem(String line, String wrong, String problem) {
    assertThat(new JobFolder(root).job(JOB.replace(line, wrong)).check(Map.of()).problems())
        .extracting(Finding::placed)
        .anySatisfy(text -> assertThat(text).contains(problem));
  }
}
