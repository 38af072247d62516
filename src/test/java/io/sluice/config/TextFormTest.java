package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.settings.Finding;
import io.sluice.spec.JobSpec;
import io.sluice.spec.TextForm;
import io.sluice.spec.TextForm.NumberSigns;
import java.nio.file.Path;
import java.time.ZoneId;
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

  @Test
  void givenSignsAndWords_whenLoaded_thenTheColumnHasThem() {
    JobSpec loaded =
        new JobFolder(root)
            .job(
                job("""
                        {type: double, decimal: ',', grouping: "\\u00a0", normalise: trim}
                          n: {type: int, grouping: '.', null_values: ['', NULL, -1]}
                          b: {type: boolean, true_values: [Ja, X], false_values: [nein, '']}""")
                    .replace("format: csv", "format: csv, zone: Europe/Berlin"))
            .only();

    assertThat(loaded.raw().zone()).contains(ZoneId.of("Europe/Berlin"));
    assertThat(loaded.column("status").form().numbers()).isEqualTo(new NumberSigns(',', ' '));
    assertThat(loaded.column("n").form().numbers()).isEqualTo(new NumberSigns('.', '.'));
    assertThat(loaded.column("n").form().nullValues()).containsExactly("", "NULL", "-1");
    assertThat(loaded.column("b").form().trueValues()).containsExactly("ja", "x");
    assertThat(loaded.column("b").form().falseValues()).containsExactly("nein", "");
  }

  @Test
  void givenColumnsOfFiles_whenLoaded_thenTheyTakeTheOptions() {
    JobSpec loaded =
        new JobFolder(root)
            .job(
                """
                dataset: shop/orders
                raw:
                  format: json-document
                  json: {records: data.items}
                  columns:
                    id: {type: int, grouping: ',', null_values: [x], normalise: [trim]}
                    paid: {type: boolean, true_values: [ja], false_values: [nein]}
                    m: {type: double, decimal: ','}
                columns: {id: int}
                key: [id]
                """)
            .only();

    assertThat(loaded.raw().records()).containsExactly("data", "items");
    assertThat(loaded.raw().columns().get(2).form().numbers().decimal()).isEqualTo(',');
  }

  /** A pattern and what is meant. */
  @ParameterizedTest
  @CsvSource({
    "dd.mm.yyyy,dd.MM.yyyy",
    "yyyy-mm-dd HH:mm,yyyy-MM-dd HH:mm",
    "DD.mm.YYYY,dd.MM.yyyy"
  })
  void givenMinutesForMonths_whenChecked_thenTheMonthIsMeant(String pattern, String meant) {
    String column = "{type: timestamp, formats: ['" + pattern + "']}";

    assertThat(new JobFolder(root).job(job(column)).failure())
        .contains("; did you mean \"" + meant + "\"?");
  }

  @Test
  void givenACommaWithoutQuotes_whenChecked_thenItIsToBeInQuotes() {
    assertThat(new JobFolder(root).job(job("{type: double, decimal: ,}")).failure())
        .contains("columns.status.decimal: is empty; a comma is written in quotes: decimal: \",\"");
  }

  @Test
  void givenATypeThatIsWrong_whenChecked_thenThatAloneIsTold() {
    String column =
        "{type: 'deciaml(18,2)', decimal: ',', grouping: '.', formats: [dd], from_epoch: s,"
            + " true_values: [x], normalise: [lower]}";

    assertThat(new JobFolder(root).job(job(column)).check(Map.of()).problems())
        .extracting(Finding::placed)
        .filteredOn(text -> !text.contains("cannot be combined with from_epoch"))
        .singleElement()
        .asString()
        .contains("did you mean \"decimal(18,2)\"?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format: csv, zone: Berlin|raw.zone: \"Berlin\" is not a time zone, such as Europe/Berlin",
        "format: json, json: {records: a}|raw.json.records: goes with raw.format: json-document",
        "format: json-document, json: {records: a..b}|raw.json.records: \"a..b\" is not a path",
        "format: json-document, json: {record: a}|raw.json.record: unknown key"
      })
  void givenARawSectionThatDoesNotFit_whenChecked_thenAProblem(String raw, String problem) {
    String job = JobFolder.MINIMAL.replace("format: csv", raw);

    assertThat(new JobFolder(root).job(job).check(Map.of()).problems())
        .extracting(Finding::placed)
        .anySatisfy(text -> assertThat(text).contains(problem));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "array<date>|formats: [dd/MM/yyyy]|formats: is for dates and timestamps; the column is array<date>",
        "array<decimal(18,2)>|decimal: ','|decimal: is for decimals and floating-point numbers; the column",
        "array<int>|grouping: '.'|grouping: is for numbers; the column is array<int>",
        "array<timestamp>|from_epoch: s|from_epoch: is for timestamps; the column is array<timestamp>",
        "struct<a:boolean>|true_values: [ja]|true_values: is for booleans; the column is struct<a:boolean>",
        "array<string>|normalise: [trim]|normalise: is for single values; the column is array<string>",
        "array<string>|normalise: [lower]|normalise: \"lower\" is for text; the column is array<string>"
      })
  void givenAnOptionForInnerValues_whenChecked_thenItIsRefused(
      String type, String option, String problem) {
    String job = job("{type: '" + type + "', " + option + "}");

    assertThat(new JobFolder(root).job(job).check(Map.of()).problems())
        .extracting(Finding::placed)
        .anySatisfy(text -> assertThat(text).contains("columns.status." + problem));
  }

  @Test
  void givenPatternsWithoutZone_whenCheckedWithoutOne_thenWarned() {
    String zoneless = "{type: timestamp, formats: ['dd.MM.yyyy HH:mm']}";

    assertThat(new JobFolder(root).job(job(zoneless)).check(Map.of()).warnings())
        .extracting(Finding::placed)
        .anySatisfy(text -> assertThat(text).contains("raw.zone").contains("column status"));
    assertThat(
            new JobFolder(root)
                .job(job(zoneless.replace("mm'", "mmX'")))
                .check(Map.of())
                .warnings())
        .extracting(Finding::placed)
        .noneSatisfy(text -> assertThat(text).contains("raw.zone"));
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
        "{type: date, formats: [DD/MM/YYYY]}|formats[0]: \"DD/MM/YYYY\" does not determine a date: it needs year, month and day, the year with all its digits; did you mean \"dd/MM/yyyy\"?",
        "{type: date, formats: [dd/MM]}|formats[0]: \"dd/MM\" does not determine a date",
        "{type: date, formats: ['yyyy-MM-dd HH:mm']}|formats[0]: \"yyyy-MM-dd HH:mm\" has a time",
        "{type: timestamp, formats: ['yyyy-MM-dd hh:mm']}|\"yyyy-MM-dd hh:mm\" does not determine a time",
        "{type: date, formats: [yyyy-bb]}|formats[0]: \"yyyy-bb\" is not a pattern of dates",
        "{type: string, decimal: ','}|decimal: is for decimals and floating-point numbers; the column is string",
        "{type: int, decimal: ','}|decimal: is for decimals and floating-point numbers; the column is int",
        "{type: double, decimal: ';'}|decimal: \";\" is not \",\" or \".\"",
        "{type: date, grouping: '.'}|grouping: is for numbers; the column is date",
        "{type: int, grouping: '_'}|grouping: \"_\" is not \",\", \".\", \"'\" or a blank",
        "{type: double, grouping: '.'}|grouping: is the decimal sign as well; write decimal: \",\" too",
        "{type: double, decimal: ',', grouping: ','}|grouping: is the decimal sign as well; write another",
        "{type: int, true_values: [ja]}|true_values: is for booleans; the column is int",
        "{type: boolean, true_values: []}|true_values: is empty; write texts such as true",
        "{type: boolean, true_values: ['0']}|true_values: \"0\" is one of false_values as well",
        "{type: string, null_values: []}|null_values: is empty; write texts such as",
        "{type: string, null_values: [x], from: 'path:p'}|null_values: is for what files hold",
        "{type: int, normalise: [trim, upper]}|normalise: \"upper\" is for text; the column is int",
        "{type: string, decode: true}|decode: is for columns from a path"
      })
  void givenAFormThatDoesNotFit_whenChecked_thenAProblem(String column, String problem) {
    assertThat(new JobFolder(root).job(job(column)).check(Map.of()).problems())
        .extracting(Finding::placed)
        .anySatisfy(text -> assertThat(text).contains("columns.status.").contains(problem));
  }
}
