package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnSpec.Normaliser;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.CsvForm;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.RawSpec.RawFormat;
import io.sluice.spec.TextForm;
import io.sluice.spec.TextForm.NumberSigns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What text is which value, by the form of its column; empty where it is refused. */
final class ColumnFormsTest {
  private static final SourceFile FILE =
      new SourceFile(
          "file:/raw/a.csv",
          "a.csv",
          new Increment.Origin("a", RawFolder.NOON, 0, new HashMap<>(Map.of())),
          new ArrayList<>(),
          0,
          Long.MAX_VALUE,
          0,
          0,
          0,
          1000);

  private static ColumnType type(String name) {
    return name.equals("decimal")
        ? new ColumnType.Decimal(18, 2)
        : Simple.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static TextForm form(
      NumberSigns signs, List<String> trues, List<String> falses, List<String> nulls) {
    return new TextForm(0, List.of(), false, signs, trues, falses, nulls);
  }

  private static TextForm numbers(String decimal, String grouping) {
    TextForm usual = TextForm.USUAL;
    char sign = grouping == null ? NumberSigns.NONE : grouping.charAt(0);
    return form(
        new NumberSigns(decimal.charAt(0), sign),
        usual.trueValues(),
        usual.falseValues(),
        List.of());
  }

  private static ColumnSpec column(ColumnType type, TextForm form, Normaliser... normalise) {
    return new ColumnSpec(
        "v", List.of("v"), type, false, List.of(normalise), true, false, form, "");
  }

  private static Row csv(Jobs jobs, String text) {
    RowParser parser = new RowParser(jobs.job());
    return parser.cells(parser.bind(List.of("id", "v")), List.of("k", text), FILE);
  }

  private static Row json(Jobs jobs, String value) {
    return new RowParser(jobs.format(RawFormat.JSON).job())
        .json("{\"id\":\"k\",\"v\":" + value + "}", FILE);
  }

  private static String value(Row row) {
    int reason = row.length() - 1 - ReadColumns.QUARANTINE.size();
    return row.isNullAt(reason) ? String.valueOf(row.get(1)) : row.getString(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "decimal|,|.|1.200,50|1200.50",
        "decimal|,|.|1200,5|1200.50",
        "decimal|,|.|-1.234.567,00|-1234567.00",
        "decimal|,|.|1.2|bad-value",
        "decimal|,|.|12.00,50|bad-value",
        "decimal|,|.|1200.500|bad-value",
        "decimal|,|.|1.200.50|bad-value",
        "decimal|,|.|.500|bad-value",
        "decimal|,|.|1,200.50|bad-value",
        "decimal|,|.|1,2,3|bad-value",
        "decimal|,||1,5|1.50",
        "decimal|,||1.5|bad-value",
        "decimal|,||,5|0.50",
        "decimal|.|,|1,200.50|1200.50",
        "decimal|.|,|1,20|bad-value",
        "decimal|.|''''|1'200.50|1200.50",
        "decimal|,|' '|1 200,50|1200.50",
        "decimal|,|' '|1\u00a0200\u00a0000,50|1200000.50",
        "decimal|,|' '|1\u202f200,50|1200.50",
        "decimal|,|' '|1\u00a0200 000,50|bad-value",
        "decimal|,|' '|' 1,50'|bad-value",
        "decimal|,|.|1,5e2|150.00",
        "double|,|.|1.200,25|1200.25",
        "double|,|.|NaN|NaN",
        "int|.|.|1.200|1200",
        "int|.|.|+1.200|1200",
        "int|.|.|1.20|bad-value",
        "int|.|,|1,200|1200",
        "bigint|.|' '|9 000 000 000|9000000000",
        "int|.|,|1,200.0|bad-value"
      })
  void givenSignsOfNumbers_whenParsed_thenGroupingStandsAtThousandsOrTheRowIsRefused(
      String type, String decimal, String grouping, String text, String value) {
    ColumnSpec column = column(type(type), numbers(decimal, grouping));

    assertThat(value(csv(Jobs.of(Jobs.text("id"), column), text))).isEqualTo(value);
    assertThat(value(json(Jobs.of(Jobs.text("id"), column), "\"" + text + "\""))).isEqualTo(value);
  }

  @Test
  void givenANumberOfJson_whenTheColumnHasSigns_thenTheNumberHasThoseOfJson() {
    Jobs jobs = Jobs.of(Jobs.text("id"), column(type("decimal"), numbers(",", ".")));

    assertThat(value(json(jobs, "1.5"))).isEqualTo("1.50");
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin,2026-11-20 10:00,2026-11-20T09:00:00Z",
    "Europe/Berlin,2026-07-20T10:00:00.5,2026-07-20T08:00:00.500Z",
    "Europe/Berlin,2026-11-20,2026-11-19T23:00:00Z",
    "Europe/Berlin,2026-11-20 10:00Z,2026-11-20T10:00:00Z",
    "Europe/Berlin,2026-11-20 10:00 +02:00,2026-11-20T08:00:00Z",
    "Europe/Berlin,2026-10-25 02:30,2026-10-25T00:30:00Z",
    "Europe/Berlin,2026-10-25 03:00,2026-10-25T02:00:00Z",
    "Europe/Berlin,2026-03-29 02:30,bad-value",
    "Europe/Berlin,2026-03-29 03:00,2026-03-29T01:00:00Z",
    "UTC,2026-03-29 02:30,2026-03-29T02:30:00Z",
    ",2026-11-20 10:00Z,2026-11-20T10:00:00Z",
    ",2026-11-20 10:00,bad-value",
    ",2026-11-20,bad-value"
  })
  void givenATime_whenParsed_thenOfItsZoneOrOfTheJobsOrRefused(
      String zone, String text, String value) {
    Jobs jobs = Jobs.of(Jobs.text("id"), Jobs.column("v", Simple.TIMESTAMP));
    Jobs within =
        Jobs.of(Jobs.text("id"), Jobs.column("v", new ColumnType.Array(Simple.TIMESTAMP)));
    if (zone != null) {
      jobs.zone(zone);
      within.zone(zone);
    }

    assertThat(value(csv(jobs, text))).isEqualTo(value);
    assertThat(value(csv(within, "[\"" + text + "\"]")).equals("bad-value"))
        .isEqualTo(value.equals("bad-value"));
  }

  @ParameterizedTest
  @CsvSource({
    "Ja,true",
    "X,true",
    "nein,false",
    "'-',false",
    "true,bad-value",
    "0,bad-value",
    "'',null"
  })
  void givenWordsForFlags_whenParsed_thenTheseAndNoOthers(String text, String value) {
    TextForm form = form(NumberSigns.USUAL, List.of("ja", "x"), List.of("nein", "-"), List.of());
    Jobs jobs = Jobs.of(Jobs.text("id"), column(Simple.BOOLEAN, form));

    assertThat(value(csv(jobs, text))).isEqualTo(value);
    assertThat(value(json(jobs, "true"))).isEqualTo("true");
  }

  @Test
  void givenWordsForTheDeleteFlag_whenParsed_thenTheOperationFollows() {
    TextForm form = form(NumberSigns.USUAL, List.of("ja"), List.of("nein"), List.of());
    Jobs jobs = Jobs.of(Jobs.text("id"), column(Simple.BOOLEAN, form)).deleteFlag("v");
    int operation = 2 + ReadColumns.schema(List.of()).fieldIndex("_operation");

    assertThat(csv(jobs, "ja").<Byte>getAs(operation)).isEqualTo((byte) 1);
    assertThat(csv(jobs, "nein").<Byte>getAs(operation)).isEqualTo((byte) 0);
    assertThat(value(csv(jobs, "true"))).isEqualTo("bad-flag");
  }

  @ParameterizedTest
  @CsvSource({
    "string,'',''", "string,NULL,null", "string,n/a,n/a", "int,'',null", "int,NULL,null",
    "int,n/a,bad-value", "date,'',null", "json,'',null", "boolean,'',null", "decimal,'',null"
  })
  void givenNullTextsOfTheFile_whenParsed_thenNullInEveryType(
      String type, String text, String value) {
    Jobs jobs =
        Jobs.of(Jobs.text("id"), column(type(type), TextForm.USUAL))
            .csv(
                new CsvForm(
                    ',', '"', -1, -1, CsvForm.Encoding.UTF_8, List.of(), 0, List.of("NULL")));

    assertThat(value(csv(jobs, text))).isEqualTo(value);
  }

  @Test
  void givenNullTextsOfAColumn_whenParsed_thenTheyReplaceThoseOfTheFile() {
    TextForm form =
        form(
            NumberSigns.USUAL,
            TextForm.USUAL.trueValues(),
            TextForm.USUAL.falseValues(),
            List.of("n/a", "-1"));
    Jobs number = Jobs.of(Jobs.text("id"), column(Simple.INT, form, Normaliser.TRIM));
    Jobs text = Jobs.of(Jobs.text("id"), column(Simple.STRING, form, Normaliser.UPPER));

    assertThat(value(csv(number, " n/a "))).isEqualTo("null");
    assertThat(value(csv(number, "-1"))).isEqualTo("null");
    assertThat(value(json(number, "-1"))).isEqualTo("null");
    assertThat(value(json(number, "\"n/a\""))).isEqualTo("null");
    assertThat(value(csv(text, ""))).isEmpty();
    assertThat(value(csv(text, "n/a"))).isEqualTo("null");
    assertThat(value(csv(text, "N/A"))).isEqualTo("N/A");
  }

  @ParameterizedTest
  @CsvSource({
    "int,' 12 ',12",
    "decimal,' 1.50\t',1.50",
    "boolean,' yes',true",
    "date,' 2026-11-20',2026-11-20",
    "json,' [1] ',[1]",
    "int,'  ',null"
  })
  void givenBlanksAroundATypedValue_whenTrimmed_thenTheValue(
      String type, String text, String value) {
    Jobs jobs = Jobs.of(Jobs.text("id"), column(type(type), TextForm.USUAL, Normaliser.TRIM));

    assertThat(value(csv(jobs, text))).isEqualTo(value);
    assertThat(value(csv(Jobs.of(Jobs.text("id"), Jobs.column("v", Simple.INT)), " 1")))
        .isEqualTo("bad-value");
  }

  @Test
  void givenValuesOfJson_whenTrimmed_thenTheyKeepTheirType() {
    Jobs jobs = Jobs.of(Jobs.text("id"), column(Simple.JSON, TextForm.USUAL, Normaliser.TRIM));

    assertThat(value(json(jobs, "12"))).isEqualTo("12");
    assertThat(value(json(jobs, "\" a \""))).isEqualTo("\"a\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "date|31/12/2026|\"31/12/2026\" is no date; formats: [dd/MM/yyyy] reads it",
        "date|01/11/2026|\"01/11/2026\" is no date; formats: [dd/MM/yyyy] or formats: [MM/dd/yyyy] reads it, say which",
        "date|1.2.2026|\"1.2.2026\" is no date; formats: [d.M.yyyy] reads it",
        "date|20261120|\"20261120\" is no date; formats: [yyyyMMdd] reads it",
        "date|2026-11-20T10:00:00Z|\"2026-11-20T10:00:00Z\" is no date; type: timestamp reads it",
        "date|01/11/26|\"01/11/26\" is no date",
        "timestamp|2026-11-20 10:00|\"2026-11-20 10:00\" has no zone; raw.zone, such as Europe/Berlin, says which",
        "timestamp|20.11.2026 10:00|\"20.11.2026 10:00\" is no timestamp; formats: [dd.MM.yyyy HH:mm] reads it, with a raw.zone",
        "timestamp|1767322145123|\"1767322145123\" is no timestamp; from_epoch: ms reads it",
        "decimal|1.200,50|\"1.200,50\" is no decimal(18,2); decimal: \",\" and grouping: \".\" reads it",
        "decimal|1,5|\"1,5\" is no decimal(18,2); decimal: \",\" reads it",
        "decimal|1,20|\"1,20\" is no decimal(18,2); decimal: \",\" reads it",
        "decimal|1'200.50|\"1'200.50\" is no decimal(18,2); grouping: \"'\" reads it",
        "decimal|' 1.200,50'|\" 1.200,50\" is no decimal(18,2); decimal: \",\" and grouping: \".\" and normalise: [trim] reads it",
        "decimal|1.505|\"1.505\" is no decimal(18,2); type: \"decimal(19,3)\" reads it",
        "decimal|1.200,505|\"1.200,505\" is no decimal(18,2); type: \"decimal(19,3)\" and decimal: \",\" and grouping: \".\" reads it",
        "decimal|12345678901234567890|\"12345678901234567890\" is no decimal(18,2); type: \"decimal(38,2)\" reads it",
        "date|'01/11/2026 '|\"01/11/2026 \" is no date; formats: [dd/MM/yyyy] or formats: [MM/dd/yyyy], and normalise: [trim] reads it, say which",
        "int|3000000000|\"3000000000\" is no int; type: bigint reads it",
        "int|3.000.000.000|\"3.000.000.000\" is no int; type: bigint and grouping: \".\" reads it",
        "double|1,200|\"1,200\" is no double; decimal: \",\" or grouping: \",\" reads it, say which",
        "int|1.200|\"1.200\" is no int; grouping: \".\" reads it",
        "int|x|\"x\" is no int",
        "int|N/A|\"N/A\" is no int; null_values says which texts are null",
        "int|' 12'|\" 12\" is no int; normalise: [trim] reads it",
        "boolean|ja|\"ja\" is no boolean; true_values and false_values say which texts are true and false",
        "int|12|\"12\""
      })
  void givenARefusedText_whenTold_thenWithTheOptionThatTakesIt(
      String type, String text, String words) {
    JobSpec job = Jobs.of(Jobs.text("id"), Jobs.column("v", type(type))).job();

    assertThat(NearOption.words(job, "v", text).orElse(null)).isEqualTo(words);
    assertThat(NearOption.words(job, "w", text)).isEmpty();
  }

  @Test
  void givenFormats_whenAnotherIsNeeded_thenThePresentOnesStay() {
    ColumnSpec german =
        new ColumnSpec(
            "v",
            List.of("v"),
            Simple.DATE,
            false,
            List.of(),
            true,
            false,
            new TextForm(0, List.of("dd.MM.yyyy"), false),
            "");
    ColumnSpec american =
        new ColumnSpec(
            "v",
            List.of("v"),
            Simple.DATE,
            false,
            List.of(),
            true,
            false,
            new TextForm(0, List.of("MM/dd/yyyy"), false),
            "");
    JobSpec job = Jobs.of(Jobs.text("id"), german).job();

    assertThat(NearOption.words(job, "v", "2026-02-03"))
        .contains("\"2026-02-03\" is no date; formats: [dd.MM.yyyy, yyyy-MM-dd] reads it");
    assertThat(NearOption.words(job, "v", "02/13/2026"))
        .contains("\"02/13/2026\" is no date; formats: [dd.MM.yyyy, MM/dd/yyyy] reads it");
    assertThat(NearOption.words(job, "v", "02.13.2026")).contains("\"02.13.2026\" is no date");
    assertThat(NearOption.words(Jobs.of(Jobs.text("id"), american).job(), "v", "13/02/2026"))
        .contains(
            "\"13/02/2026\" is no date; formats: [dd/MM/yyyy] reads this one; values that MM/dd/yyyy"
                + " read may have day and month swapped: check them");
  }

  @Test
  void givenATimeThatTheZoneNeverHas_whenTold_thenSo() {
    JobSpec job =
        Jobs.of(Jobs.text("id"), Jobs.column("v", Simple.TIMESTAMP)).zone("Europe/Berlin").job();

    assertThat(NearOption.words(job, "v", "2026-03-29 02:30"))
        .contains(
            "\"2026-03-29 02:30\" is a time that Europe/Berlin never has, as clocks go forward then");
  }

  @Test
  void givenPersonalDataOrLongTexts_whenTold_thenNotTheText() {
    ColumnSpec personal =
        new ColumnSpec(
            "v", List.of("v"), Simple.INT, false, List.of(), true, true, TextForm.USUAL, "");

    assertThat(NearOption.words(Jobs.of(Jobs.text("id"), personal).job(), "v", "Ada"))
        .contains("a value is no int");
    assertThat(NearOption.words(Jobs.of(Jobs.text("id"), personal).job(), "v", "12")).isEmpty();
    assertThat(
            NearOption.words(
                Jobs.of(Jobs.text("id"), Jobs.column("v", Simple.INT)).job(),
                "v",
                "\u001b" + "x".repeat(100)))
        .contains("\"\\u001b" + "x".repeat(59) + "...\" is no int");
  }
}
