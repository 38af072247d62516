package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.settings.Finding;
import io.sluice.spec.JobSpec;
import io.sluice.spec.TextForm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of columns whose text is not written in the usual form. */
class TextFormTest {
  @TempDir Path root;

  private static String job(String column) {
    return JobFolder.MINIMAL.replace("  status: string", "  status: " + column);
  }

  @Test
  void givenForms_whenLoaded_thenTheColumnHasThem() {
    String columns =
        """
        {type: timestamp, from_epoch: ms}
          day: {type: date, formats: [dd/MM/yyyy, 'dd-MMM-yyyy']}
          at: {type: timestamp, formats: 'MM/dd/yyyy hh:mm:ss a'}
          shop: {type: string, from: 'path:shop', decode: true}""";

    JobSpec loaded =
        new JobFolder(root)
            .job(job(columns).replace("format: csv", "format: csv, path_pattern: '(?<shop>.*)'"))
            .only();

    assertThat(loaded.column("status").form()).isEqualTo(new TextForm(1000, List.of(), false));
    assertThat(loaded.column("day").form().formats()).containsExactly("dd/MM/yyyy", "dd-MMM-yyyy");
    assertThat(loaded.column("at").form().formats()).containsExactly("MM/dd/yyyy hh:mm:ss a");
    assertThat(loaded.column("shop").form().decode()).isTrue();
    assertThat(loaded.column("id").form()).isEqualTo(TextForm.USUAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: bigint, from_epoch: ms}|from_epoch: is for timestamps; the column is bigint",
        "{type: timestamp, from_epoch: ns}|from_epoch: \"ns\" is not one of s, ms, us",
        "{type: string, formats: [yyyy]}|formats: is for dates and timestamps; the column is string",
        "{type: timestamp, from_epoch: s, formats: [yyyy-MM-dd]}|formats: cannot be combined with from_epoch",
        "{type: date, formats: []}|formats: is empty; write patterns such as dd/MM/yyyy",
        "{type: date, formats: [dd/MM/yy]}|formats[0]: \"dd/MM/yy\" does not determine a date",
        "{type: date, formats: [dd/MM]}|formats[0]: \"dd/MM\" does not determine a date",
        "{type: date, formats: ['yyyy-MM-dd HH:mm']}|formats[0]: \"yyyy-MM-dd HH:mm\" has a time",
        "{type: timestamp, formats: ['yyyy-MM-dd hh:mm']}|\"yyyy-MM-dd hh:mm\" does not determine a time",
        "{type: date, formats: [yyyy-bb]}|formats[0]: \"yyyy-bb\" is not a pattern of dates",
        "{type: string, decode: true}|decode: is for columns from a path"
      })
  void givenAFormThatDoesNotFit_whenChecked_thenAProblem(String column, String problem) {
    assertThat(new JobFolder(root).job(job(column)).check(Map.of()).problems())
        .extracting(Finding::text)
        .anySatisfy(text -> assertThat(text).contains("columns.status.").contains(problem));
  }
}
