package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.settings.Finding;
import io.sluice.spec.CsvForm;
import io.sluice.spec.CsvForm.Encoding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFormTest {
  @TempDir Path root;

  private static String job(String raw) {
    return JobFolder.MINIMAL.replace("{format: csv}", raw);
  }

  private CsvForm form(String csv) {
    return new JobFolder(root).job(job("{format: csv, csv: " + csv + "}")).only().raw().csv();
  }

  @Test
  void givenNothing_whenLoaded_thenTheUsualForm() {
    assertThat(new JobFolder(root).job(JobFolder.MINIMAL).only().raw().csv())
        .isEqualTo(CsvForm.USUAL);
  }

  @Test
  void givenAllKeys_whenLoaded_thenTheForm() {
    assertThat(
            form(
                "{delimiter: ';', quote: \"'\", escape: '\\', encoding: windows-1252, header: false,"
                    + " names: [ID, status, Amount, x], skip_lines: 2, comment: '#',"
                    + " null_values: ['', NULL, '\\N', ~, 0, ' ']}"))
        .isEqualTo(
            new CsvForm(
                ';',
                '\'',
                '\\',
                '#',
                Encoding.WINDOWS_1252,
                List.of("ID", "status", "Amount", "x"),
                2,
                List.of("", "NULL", "\\N", "~", "0", " ")));
  }

  @Test
  void givenOtherWordsForTheSame_whenLoaded_thenTheSame() {
    assertThat(form("{delimiter: tab}").delimiter()).isEqualTo('\t');
    assertThat(form("{delimiter: '\\t'}").delimiter()).isEqualTo('\t');
    assertThat(form("{delimiter: \"\\t\"}").delimiter()).isEqualTo('\t');
    assertThat(form("{quote: none}").quote()).isEqualTo(CsvForm.NONE);
    assertThat(form("{escape: '\"', encoding: utf-8-bom}")).isEqualTo(CsvForm.USUAL);
    assertThat(form("{encoding: iso-8859-1}").encoding()).isEqualTo(Encoding.LATIN_1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format: json, csv: {delimiter: ';'}|raw.csv.delimiter: goes with raw.format: csv alone",
        "format: csv, csv: {delimiter: ';;'}|raw.csv.delimiter: \";;\" is not one character of ASCII",
        "format: csv, csv: {delimiter: '§'}|raw.csv.delimiter: \"§\" is not one character of ASCII",
        "format: csv, csv: {delimiter: none}|raw.csv.delimiter: is needed",
        "format: csv, csv: {delimiter: \"'\", quote: \"'\"}|raw.csv.quote: is the delimiter as well",
        "format: csv, csv: {delimiter: '#', comment: '#'}|raw.csv.comment: is the delimiter as well",
        "format: csv, csv: {quote: '#', comment: '#'}|raw.csv.comment: is the quote as well",
        "format: csv, csv: {escape: '#', comment: '#'}|raw.csv.comment: is the escape as well",
        "format: csv, csv: {encoding: latin1}|raw.csv.encoding: \"latin1\" is not one of utf-8",
        "format: csv, csv: {encoding: latin1}|did you mean \"latin-1\"?",
        "format: csv, csv: {encoding: utf8}|did you mean \"utf-8\"?",
        "format: csv, csv: {encoding: ISO-8859-1}|did you mean \"iso-8859-1\"?",
        "format: csv, csv: {encoding: CP1252}|raw.csv.encoding: \"CP1252\" is not one of the encodings; did you mean \"windows-1252\"?",
        "format: csv, csv: {encoding: ansi}|did you mean \"windows-1252\"?",
        "format: csv, processed_date: {from: name, pattern: kunden_yyyy-MM-dd}|put text in quotes: 'kunden_'yyyy-MM-dd",
        "format: csv, processed_date: {from: name, pattern: data_yyyyMMdd}|put text in quotes: 'data_'yyyyMMdd",
        "format: csv, csv: {header: false}|raw.csv.names: is missing; header: false needs the names",
        "format: csv, csv: {names: [id]}|raw.csv.names: goes with header: false alone",
        "format: csv, csv: {header: false, names: [id, ID]}|raw.csv.names[1]: \"ID\" is there twice",
        "format: csv, csv: {header: false, names: [id, amount, state]}|columns.status.from: \"status\" is not in raw.csv.names",
        "format: csv, csv: {skip_lines: -1}|raw.csv.skip_lines: \"-1\" is not a whole number",
        "format: csv, csv: {null_values: [[a]]}|raw.csv.null_values[0]: a list stands where text must be",
        "format: csv, csv: {delimeter: ';'}|raw.csv.delimeter: unknown key"
      })
  void givenAFormThatCannotBe_whenChecked_thenAProblem(String raw, String problem) {
    assertThat(new JobFolder(root).job(job("{" + raw + "}")).check(Map.of()).problems())
        .extracting(Finding::placed)
        .anySatisfy(text -> assertThat(text).contains(problem));
  }

  @Test
  void givenAConnectorOfOurs_whenItsFilesHaveAnotherForm_thenAProblem() {
    String job =
        job("{format: csv, csv: {delimiter: ';', null_values: [x]}}")
            + "extract: {connector: zuora-aqua, query: SELECT Id FROM Account}\n";

    assertThat(new JobFolder(root).job(job).check(Map.of()).problems())
        .extracting(Finding::placed)
        .anySatisfy(
            text ->
                assertThat(text)
                    .contains(
                        "raw.csv.delimiter: does not go with extract, which writes the usual"))
        .noneSatisfy(text -> assertThat(text).contains("null_values"));
  }
}
