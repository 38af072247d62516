package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnSpec.Normaliser;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.Increment;
import io.sluice.spec.Jobs;
import io.sluice.spec.TextForm;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that a table would not give back, and how columns may say that theirs are written. */
final class StorableValuesTest {
  private static final SourceFile FILE =
      new SourceFile(
          "file:/raw/a.json",
          "a.json",
          new Increment.Origin(
              "i-1",
              Instant.parse("2026-11-20T00:00:00Z"),
              0,
              new HashMap<>(Map.of("p", "a%20b+%C3%A9", "cut", "a%2", "bytes", "%ff"))),
          new ArrayList<>(),
          0,
          Long.MAX_VALUE,
          0,
          0,
          0,
          1000);

  private static ColumnSpec[] columns() {
    Map<String, ColumnType> fields = new LinkedHashMap<>();
    fields.put("x", new ColumnType.Array(Simple.STRING));
    return new ColumnSpec[] {
      Jobs.text("id"),
      Jobs.text("s"),
      Jobs.column("j", Simple.JSON),
      Jobs.column("st", new ColumnType.Struct(fields)),
      Jobs.column("f", Simple.DOUBLE),
      Jobs.column("m", new ColumnType.Decimal(18, 2)),
      Jobs.column("b", Simple.BINARY),
      Jobs.column("a", new ColumnType.Array(Simple.STRING))
    };
  }

  private static Row json(String line) {
    return new RowParser(Jobs.of(columns()).job()).json(line, FILE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":\"k\\ud83d\"}|id|k\\ud83d",
        "{\"id\":\"k\",\"s\":\"\\ude00\\ud83d\"}|s|\\ude00\\ud83d",
        "{\"id\":\"k\",\"j\":{\"a\":[\"\\ud83d\"]}}|j|{\"a\":[\"\\ud83d\"]}",
        "{\"id\":\"k\",\"j\":{\"\\ud83d\":1}}|j|{\"\\ud83d\":1}",
        "{\"id\":\"k\",\"st\":{\"x\":[\"\\ud83d\"]}}|st|{\"x\":[\"\\ud83d\"]}",
        "{\"id\":\"k\",\"a\":[\"\\ud83dx\"]}|a|[\"\\ud83dx\"]",
        "{\"id\":\"k\",\"more\":\"\\ud83d\"}|more|\\ud83d",
        "{\"id\":\"k\",\"m\\ud83d\":1}|m\\ud83d|1"
      })
  void givenHalfASurrogatePair_whenParsed_thenQuarantinedWithTheEscape(
      String line, String column, String value) {
    Row row = json(line);

    assertThat(text(row, ReadColumns.REASON)).isEqualTo("bad-value");
    assertThat(text(row, ReadColumns.COLUMN)).isEqualTo(column);
    assertThat(text(row, ReadColumns.VALUE)).isEqualTo(value);
    assertThat(text(row, ReadColumns.RAW)).contains("\\ud83d").doesNotContain("\uD83D");
  }

  @Test
  void givenAWholePairWrittenAsEscapes_whenParsed_thenItIsTheCharacter() {
    assertThat(json("{\"id\":\"k\\ud83d\\ude00\"}").get(0)).isEqualTo("k\uD83D\uDE00");
  }

  @ParameterizedTest
  @CsvSource({
    "0.00000012,0.00000012",
    "100.0,100.0",
    "1.2E-7,1.2E-7",
    "1e400,1e400",
    "-0,-0",
    "1e-99999999999,1e-99999999999",
    "12345678901234567890.10,12345678901234567890.10"
  })
  void givenANumberForAText_whenParsed_thenTheDigitsOfTheFile(String number, String text) {
    assertThat(json("{\"id\":1,\"s\":" + number + "}").get(1)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "f,1e400",
    "f,1e-99999999999",
    "m,1e-99999999999",
    "m,1e99999999999",
    "j,1e-99999999999",
    "j,[1e99999999999]",
    "more,1e-99999999999"
  })
  void givenANumberWithoutBounds_whenParsed_thenQuarantinedAsItWas(String column, String number) {
    Row row = json("{\"id\":1,\"" + column + "\":" + number + "}");

    assertThat(text(row, ReadColumns.REASON)).isEqualTo("bad-value");
    assertThat(text(row, ReadColumns.COLUMN)).isEqualTo(column);
    assertThat(text(row, ReadColumns.RAW)).contains(number);
  }

  @Test
  void givenNumbersBeyondADoubleWithinJson_whenParsed_thenTheirDigitsAreKept() {
    Row row = json("{\"id\":1,\"j\":{\"n\":1e400,\"m\":1e-400,\"t\":\"Infinity\",\"z\":-0}}");

    assertThat(row.get(2)).isEqualTo("{\"m\":1E-400,\"n\":1E+400,\"t\":\"Infinity\",\"z\":0}");
  }

  @Test
  void givenEmptyTextsInJson_whenParsed_thenTextsStayAndOtherTypesAreNull() {
    Row row =
        json("{\"id\":1,\"s\":\"\",\"j\":\"\",\"m\":\"\",\"b\":\"\",\"a\":[\"\",null],\"o\":\"\"}");

    assertThat(row.get(1)).isEqualTo("");
    assertThat(row.get(2)).isEqualTo("\"\"");
    assertThat(row.get(5)).isNull();
    assertThat((byte[]) row.get(6)).isEmpty();
    assertThat((Object[]) row.get(7)).containsExactly("", null);
    assertThat(text(row, "_rescued")).isEqualTo("{\"o\":\"\"}");
    assertThat(text(json("{\"id\":\"\"}"), ReadColumns.REASON)).isEqualTo("null-key");
  }

  @Test
  void givenBlanksThatAreTrimmedAway_whenParsed_thenEmptyInJsonAndNullAsAKey() {
    RowParser parser =
        new RowParser(Jobs.of(Jobs.text("id"), Jobs.normalised("t", Normaliser.TRIM)).job());

    assertThat(parser.json("{\"id\":1,\"t\":\"  \"}", FILE).get(1)).isEqualTo("");
    assertThat(parser.cells(parser.bind(List.of("id", "t")), List.of("1", " "), FILE).get(1))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"a\\u0000b\"", "\"__HIVE_DEFAULT_PARTITION__\""})
  void givenAPartitionThatNoFolderBears_whenParsed_thenBadPartition(String value) {
    RowParser parser =
        new RowParser(Jobs.of(Jobs.text("id"), Jobs.text("p")).partitionBy("p").job());

    Row row = parser.json("{\"id\":1,\"p\":" + value + "}", FILE);

    assertThat(text(row, ReadColumns.REASON)).isEqualTo("bad-partition");
    assertThat(text(row, ReadColumns.COLUMN)).isEqualTo("p");
  }

  @Test
  void givenNanoseconds_whenParsed_thenCutAndSaid() {
    RowParser parser =
        new RowParser(
            Jobs.of(
                    Jobs.text("id"),
                    Jobs.column("t", Simple.TIMESTAMP),
                    Jobs.column("l", new ColumnType.Array(Simple.TIMESTAMP)))
                .zone("UTC")
                .job());

    Row cut =
        parser.json(
            "{\"id\":1,\"t\":\"1969-12-31T23:59:59.123456789Z\",\"l\":[\"2026-01-02 03:04:05.0000001\"]}",
            FILE);
    Row whole = parser.json("{\"id\":1,\"t\":\"2026-01-02T03:04:05.123456000Z\"}", FILE);

    assertThat(cut.get(1)).isEqualTo(Instant.parse("1969-12-31T23:59:59.123456Z"));
    assertThat(text(cut, ReadColumns.REASON)).isNull();
    assertThat(text(cut, ReadColumns.COLUMN)).isEqualTo("t, l");
    assertThat(text(whole, ReadColumns.COLUMN)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "s,1767322145,2026-01-02T02:49:05Z",
    "s,1767322145.25,2026-01-02T02:49:05.250Z",
    "s,-0.5,1969-12-31T23:59:59.500Z",
    "ms,1767322145123,2026-01-02T02:49:05.123Z",
    "ms,1.767322145123E12,2026-01-02T02:49:05.123Z",
    "ms,-62135596800000,0001-01-01T00:00:00Z",
    "us,1767322145123456,2026-01-02T02:49:05.123456Z",
    "us,-1,1969-12-31T23:59:59.999999Z",
    "s,253402300800,",
    "s,1e30,",
    "s,1e-999999999,",
    "ms,2026-01-02T03:04:05Z,",
    "ms,x,"
  })
  void givenNumbersSince1970_whenParsed_thenInTheUnitOfTheColumn(
      String unit, String text, String instant) {
    long perSecond =
        TextForm.EpochUnit.valueOf(unit.toUpperCase(java.util.Locale.ROOT)).perSecond();

    Row row = parse(Simple.TIMESTAMP, new TextForm(perSecond, List.of(), false), text);

    assertThat(text(row, ReadColumns.REASON)).isEqualTo(instant == null ? "bad-value" : null);
    assertThat(row.get(1)).isEqualTo(instant == null ? null : Instant.parse(instant));
  }

  @ParameterizedTest
  @CsvSource({
    "28/02/2026,2026-02-28",
    "30/02/2026,",
    "29/02/2024,2024-02-29",
    "2026-02-28,",
    "1/2/2026,",
    "05-JAN-2026,2026-01-05",
    "28/02/2026 x,"
  })
  void givenDatesOfOwnForms_whenParsed_thenTheFirstThatFitsAndNoOther(String text, String date) {
    TextForm form = new TextForm(0, List.of("dd/MM/yyyy", "dd-MMM-yyyy"), false);

    Row row = parse(Simple.DATE, form, text);

    assertThat(text(row, ReadColumns.REASON)).isEqualTo(date == null ? "bad-value" : null);
    assertThat(row.get(1)).isEqualTo(date == null ? null : LocalDate.parse(date));
  }

  @ParameterizedTest
  @CsvSource({
    "28/02/2026,2026-02-28T00:00:00Z",
    "02/28/2026 01:05 PM,2026-02-28T13:05:00Z",
    "28.02.2026 13:05:01 +01:00,2026-02-28T12:05:01Z",
    "25.10.2026 02:30:00 Europe/Berlin,2026-10-25T00:30:00Z",
    "29.03.2026 02:30:00 Europe/Berlin,",
    "25.10.2026 04:30:00 Europe/Berlin,2026-10-25T03:30:00Z"
  })
  void givenInstantsOfOwnForms_whenParsed_thenOfTheJobsZoneUnlessTheySayOne(
      String text, String instant) {
    TextForm form =
        new TextForm(
            0,
            List.of(
                "dd/MM/yyyy",
                "MM/dd/yyyy hh:mm a",
                "dd.MM.yyyy HH:mm:ss xxx",
                "dd.MM.yyyy HH:mm:ss VV"),
            false);

    Row row = parse(Simple.TIMESTAMP, form, text);

    assertThat(text(row, ReadColumns.REASON)).isEqualTo(instant == null ? "bad-value" : null);
    assertThat(row.get(1)).isEqualTo(instant == null ? null : Instant.parse(instant));
  }

  @ParameterizedTest
  @CsvSource({"p,true,a b+é", "p,false,a%20b+%C3%A9", "cut,true,", "bytes,true,"})
  void givenAPercentEncodedPath_whenDecoded_thenTheValueOrTheRowIsRefused(
      String group, boolean decode, String value) {
    ColumnSpec column =
        Jobs.written("v", "path:" + group, Simple.STRING, new TextForm(0, List.of(), decode));
    RowParser parser = new RowParser(Jobs.of(Jobs.text("id"), column).job());

    Row row = parser.json("{\"id\":1}", FILE);

    assertThat(text(row, ReadColumns.REASON)).isEqualTo(value == null ? "bad-value" : null);
    assertThat(row.get(1)).isEqualTo(value);
  }

  @Test
  void givenTrailingZerosAndHugeExponents_whenADecimal_thenExact() {
    assertThat(json("{\"id\":1,\"m\":1.50000e0}").get(5)).isEqualTo(new BigDecimal("1.50"));
    assertThat(json("{\"id\":1,\"m\":10e-2}").get(5)).isEqualTo(new BigDecimal("0.10"));
  }

  private static Row parse(ColumnType type, TextForm form, String text) {
    ColumnSpec column = Jobs.written("t", "t", type, form);
    RowParser parser = new RowParser(Jobs.of(Jobs.text("id"), column).zone("UTC").job());
    return parser.cells(parser.bind(List.of("id", "t")), List.of("k", text), FILE);
  }

  private static String text(Row row, String name) {
    int added = ReadColumns.schema(List.of()).length();
    return (String) row.get(row.length() - added + ReadColumns.schema(List.of()).fieldIndex(name));
  }
}
