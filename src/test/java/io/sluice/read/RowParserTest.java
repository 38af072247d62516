package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnSpec.Normaliser;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.WorkingColumns;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RowParserTest {
  private static final ColumnType MONEY = new ColumnType.Decimal(18, 2);
  private static final Increment.Origin ORIGIN =
      new Increment.Origin(
          "i-1", Instant.parse("2026-11-20T00:00:00Z"), 3, new HashMap<>(Map.of("cohort", "c 1")));
  private static final SourceFile FILE =
      new SourceFile(
          "file:/raw/a.csv", "a.csv", ORIGIN, new ArrayList<>(), 0, Long.MAX_VALUE, 0, 0, 0, 1000);

  private static ColumnType struct() {
    Map<String, ColumnType> fields = new LinkedHashMap<>();
    fields.put("city", Simple.STRING);
    fields.put("since", Simple.DATE);
    return new ColumnType.Struct(fields);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(Simple.STRING, " NULL ", " NULL "),
        Arguments.of(Simple.INT, "-007", -7),
        Arguments.of(Simple.INT, "+2147483647", Integer.MAX_VALUE),
        Arguments.of(Simple.TINYINT, "-128", Byte.MIN_VALUE),
        Arguments.of(Simple.SMALLINT, "32767", Short.MAX_VALUE),
        Arguments.of(Simple.BIGINT, "9223372036854775807", Long.MAX_VALUE),
        Arguments.of(MONEY, "1.500", new BigDecimal("1.50")),
        Arguments.of(MONEY, "1E+3", new BigDecimal("1000.00")),
        Arguments.of(MONEY, "-0", new BigDecimal("0.00")),
        Arguments.of(MONEY, "9999999999999999.99", new BigDecimal("9999999999999999.99")),
        Arguments.of(Simple.FLOAT, "1.5", 1.5f),
        Arguments.of(Simple.DOUBLE, "-Infinity", Double.NEGATIVE_INFINITY),
        Arguments.of(Simple.DOUBLE, "NaN", Double.NaN),
        Arguments.of(Simple.BOOLEAN, "Y", true),
        Arguments.of(Simple.BOOLEAN, "FALSE", false),
        Arguments.of(Simple.BOOLEAN, "0", false),
        Arguments.of(Simple.DATE, "2024-02-29", LocalDate.of(2024, 2, 29)),
        Arguments.of(Simple.TIMESTAMP, "2026-01-02", Instant.parse("2026-01-02T00:00:00Z")),
        Arguments.of(
            Simple.TIMESTAMP,
            "2026-01-02 03:04:05.123456",
            Instant.parse("2026-01-02T03:04:05.123456Z")),
        Arguments.of(
            Simple.TIMESTAMP,
            "2026-01-02T03:04:05.120000000Z",
            Instant.parse("2026-01-02T03:04:05.12Z")),
        Arguments.of(
            Simple.TIMESTAMP, "2026-01-02T03:04:05+0100", Instant.parse("2026-01-02T02:04:05Z")),
        Arguments.of(
            Simple.TIMESTAMP, "2026-01-02T03:04:05-08:00", Instant.parse("2026-01-02T11:04:05Z")),
        Arguments.of(
            Simple.TIMESTAMP, "2026-01-02T03:04:05-08", Instant.parse("2026-01-02T11:04:05Z")),
        Arguments.of(
            Simple.TIMESTAMP, "2026-01-02 03:04:05 UTC", Instant.parse("2026-01-02T03:04:05Z")),
        Arguments.of(
            Simple.TIMESTAMP, "2026-01-02 03:04:05 +0100", Instant.parse("2026-01-02T02:04:05Z")),
        Arguments.of(
            Simple.TIMESTAMP, "2026-01-02 03:04 -08:00", Instant.parse("2026-01-02T11:04:00Z")),
        Arguments.of(Simple.DOUBLE, "-0.0", 0.0),
        Arguments.of(
            Simple.JSON, "{\"b\": 1.50, \"a\": [1e2, null]}", "{\"a\":[100,null],\"b\":1.5}"),
        Arguments.of(
            Simple.JSON, "12345678901234567890.123456789", "12345678901234567890.123456789"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void givenTextOfAType_whenParsed_thenNothingIsLost(ColumnType type, String text, Object value) {
    Row row = parse(Jobs.of(Jobs.text("id"), Jobs.column("v", type)).zone("UTC").job(), "k", text);

    assertThat(reason(row)).isNull();
    assertThat(row.get(1)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "int,1.9",
    "int,2147483648",
    "int,' 1'",
    "int,1e3",
    "int,١",
    "tinyint,128",
    "bigint,9223372036854775808",
    "decimal,1.005",
    "decimal,10000000000000000",
    "decimal,1E+999999999",
    "decimal,1e-3",
    "decimal,'1,5'",
    "decimal,0x10",
    "boolean,maybe",
    "date,2026-02-30",
    "date,2020-1-5",
    "date,2020-01-05 junk",
    "date,2020-01-05T00:00:00",
    "date,0000-01-01",
    "timestamp,10:30",
    "timestamp,2026-02-30T00:00:00Z",
    "timestamp,2026-01-01T24:00:00Z",
    "timestamp,2026-01-01T00:00:00.1234567891Z",
    "timestamp,'2026-01-01T00:00:00 '",
    "timestamp,2026-01-01T00:00:00  Z",
    "timestamp,2026-01-01T00:00:00 CET",
    "timestamp,2026-01-01T00:00:00UT",
    "timestamp,2026-01-01T",
    "timestamp,2026-01-01T00:00:0",
    "timestamp,2026-01-01T00:00:00.",
    "timestamp,2026-01-01T00:00:00.x",
    "timestamp,2026-01-01T00:00:00ZZ",
    "timestamp,2026-01-01T00:00:00Z+01",
    "timestamp,2026-01-01T00:00:00+1",
    "timestamp,2026-01-01T00:00:00+",
    "timestamp,2026-01-01T00:00:00+01:0",
    "timestamp,2026-01-01T00:00:00+01000",
    "timestamp,2026-01-01T00:00:00+01-00",
    "timestamp,2026-01-01Z",
    "timestamp,2026-01-01x00:00:00",
    "int,-",
    "decimal,.",
    "decimal,-",
    "timestamp,9999-12-31T23:59:59-01:00",
    "timestamp,2026-01-01T00:00:00+19:00",
    "double,1e999",
    "double,1.0d",
    "double,' 1'",
    "binary,***",
    "json,{a:1}",
    "json,'{\"a\":1,\"a\":2}'",
    "json,1 2"
  })
  void givenTextThatIsNoValue_whenParsed_thenTheRowIsRefusedWithColumnAndText(
      String type, String text) {
    ColumnType declared =
        type.equals("decimal") ? MONEY : Simple.valueOf(type.toUpperCase(java.util.Locale.ROOT));
    Row row =
        parse(Jobs.of(Jobs.text("id"), Jobs.column("v", declared)).zone("UTC").job(), "k", text);

    assertThat(reason(row)).isEqualTo("bad-value");
    assertThat(text(row, ReadColumns.COLUMN)).isEqualTo("v");
    assertThat(text(row, ReadColumns.VALUE)).isEqualTo(text);
    assertThat(text(row, ReadColumns.FILE)).isEqualTo("a.csv");
    assertThat(text(row, ReadColumns.RAW)).contains("\"id\":\"k\"");
    assertThat(row.get(0)).isNull();
    assertThat(text(row, "_increment")).isEqualTo("i-1");
    assertThat(row.<Integer>getAs(index("_file_ordinal", row))).isEqualTo(3);
  }

  @Test
  void givenBinary_whenParsed_thenItsBytes() {
    JobSpec job = Jobs.of(Jobs.text("id"), Jobs.column("v", Simple.BINARY)).job();

    byte[] bytes = (byte[]) parse(job, "k", "w6k=").get(1);

    assertThat(bytes).isEqualTo("é".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void givenArraysAndStructs_whenParsed_thenTheSameRulesInside() {
    ColumnType numbers = new ColumnType.Array(MONEY);
    JobSpec job =
        Jobs.of(Jobs.text("id"), Jobs.column("n", numbers), Jobs.column("s", struct())).job();

    Row row = parse(job, "k", "[1.5,null,\"\"]", "{\"CITY\":\"Ulm\",\"zip\":\"1\"}");
    Row bad = parse(job, "k", "[1.005]", "{}");

    assertThat((Object[]) row.get(1)).containsExactly(new BigDecimal("1.50"), null, null);
    assertThat(row.get(2)).isEqualTo(RowFactory.create("Ulm", null));
    assertThat(text(row, "_rescued")).isEqualTo("{\"s\":{\"CITY\":\"Ulm\",\"zip\":\"1\"}}");
    assertThat(reason(bad)).isEqualTo("bad-value");
    assertThat(text(bad, ReadColumns.COLUMN)).isEqualTo("n");
  }

  @Test
  void givenEmptyCells_whenParsed_thenNullForEveryType() {
    JobSpec job = Jobs.of(Jobs.text("id"), Jobs.text("t"), Jobs.column("n", Simple.INT)).job();

    Row row = parse(job, "k", "", "");

    assertThat(reason(row)).isNull();
    assertThat(row.get(1)).isNull();
    assertThat(row.get(2)).isNull();
  }

  @Test
  void givenANormalisedKey_whenParsed_thenTheOriginalIsKeptBesideIt() {
    JobSpec job = Jobs.of(Jobs.normalised("id", Normaliser.TRIM, Normaliser.LOWER)).job();

    Row row = parse(job, " AB ");
    Row blank = parse(job, "  ");

    assertThat(row.get(0)).isEqualTo("ab");
    assertThat(text(row, WorkingColumns.KEY_ORIGINAL)).isEqualTo("{\"id\":\" AB \"}");
    assertThat(reason(blank)).isEqualTo("null-key");
    assertThat(text(blank, ReadColumns.COLUMN)).isEqualTo("id");
  }

  @ParameterizedTest
  @CsvSource({"true,1", "T,1", "yes,1", "1,1", "false,0", "N,0", "'',0", "FALSE,0"})
  void givenADeleteFlag_whenParsed_thenTheOperationFollows(String token, byte operation) {
    JobSpec job =
        Jobs.of(Jobs.text("id"), Jobs.column("gone", Simple.BOOLEAN)).deleteFlag("gone").job();

    Row row = parse(job, "k", token);

    assertThat(row.<Byte>getAs(index(WorkingColumns.OPERATION, row))).isEqualTo(operation);
  }

  @ParameterizedTest
  @CsvSource({"deleted", "2", "' true'", "null"})
  void givenAnotherTokenInTheDeleteFlag_whenParsed_thenBadFlag(String token) {
    JobSpec job =
        Jobs.of(Jobs.text("id"), Jobs.column("gone", Simple.BOOLEAN)).deleteFlag("gone").job();

    assertThat(reason(parse(job, "k", token))).isEqualTo("bad-flag");
  }

  @ParameterizedTest
  @CsvSource({
    "'',false,null-order",
    "'',true,",
    "2026-11-22T00:00:00Z,false,",
    "2026-11-22T00:00:01Z,false,future-order"
  })
  void givenAnOrderValue_whenParsed_thenItMustBeThereAndNotInTheFuture(
      String text, boolean elseProcessedDate, String reason) {
    JobSpec job =
        Jobs.of(Jobs.text("id"), Jobs.column("at", Simple.TIMESTAMP))
            .orderBy("at", elseProcessedDate)
            .job();

    assertThat(reason(parse(job, "k", text))).isEqualTo(reason);
  }

  @Test
  void givenExtraColumns_whenParsed_thenRescuedWithSortedKeysAndWithoutEmptyCells() {
    RowParser parser = new RowParser(Jobs.of(Jobs.text("id")).job());

    Row row =
        parser.cells(parser.bind(List.of("z", "ID", "a", "e")), List.of("1", "k", "2", ""), FILE);

    assertThat(row.get(0)).isEqualTo("k");
    assertThat(text(row, "_rescued")).isEqualTo("{\"a\":\"2\",\"z\":\"1\"}");
  }

  @Test
  void givenAColumnFromThePath_whenParsed_thenTheGroupOfItsFile() {
    ColumnSpec cohort = ColumnSpec.of("cohort_name", "path:cohort", Simple.STRING);

    Row row = parse(Jobs.of(Jobs.text("id"), cohort).job(), "k");

    assertThat(row.get(1)).isEqualTo("c 1");
  }

  @Test
  void givenJson_whenParsed_thenNumbersAreExactAndKeysBindInAnyCase() {
    JobSpec job =
        Jobs.of(
                Jobs.text("id"),
                Jobs.column("n", new ColumnType.Decimal(38, 2)),
                Jobs.column("b", Simple.BIGINT))
            .job();
    RowParser parser = new RowParser(job);

    Row row =
        parser.json(
            "{\"ID\":\"x\",\"id\":\"k\",\"N\":12345678901234567.89,\"b\":9007199254740993}", FILE);

    assertThat(row.get(0)).isEqualTo("k");
    assertThat(row.get(1)).isEqualTo(new BigDecimal("12345678901234567.89"));
    assertThat(row.get(2)).isEqualTo(9007199254740993L);
    assertThat(text(row, "_rescued")).isEqualTo("{\"ID\":\"x\"}");
  }

  @ParameterizedTest
  @CsvSource(
      value = {"{\"id\":", "[1]", "7", "{\"id\":1,\"id\":2}", "{\"id\":1} {}"},
      delimiter = '|')
  void givenALineThatIsNoObject_whenParsed_thenBadJsonWithTheLine(String line) {
    Row row = new RowParser(Jobs.of(Jobs.text("id")).job()).json(line, FILE);

    assertThat(reason(row)).isEqualTo("bad-json");
    assertThat(text(row, ReadColumns.RAW)).isEqualTo(line);
  }

  @Test
  void givenAJsonObjectForAText_whenParsed_thenBadValue() {
    Row row =
        new RowParser(Jobs.of(Jobs.text("id"), Jobs.text("t")).job())
            .json("{\"id\":1,\"t\":{\"a\":1}}", FILE);

    assertThat(reason(row)).isEqualTo("bad-value");
    assertThat(text(row, ReadColumns.VALUE)).isEqualTo("{\"a\":1}");
  }

  @Test
  void givenAHugeExponent_whenMadeCanonical_thenItStaysShort() throws BadValueException {
    assertThat(CanonicalJson.text(CanonicalJson.parse("[1e999999999]"))).hasSizeLessThan(30);
    assertThatThrownBy(() -> CanonicalJson.parse("{")).hasMessageContaining("not JSON");
  }

  private static Row parse(JobSpec job, String... cells) {
    RowParser parser = new RowParser(job);
    List<String> header =
        job.columns().stream().filter(c -> !c.fromPath()).map(ColumnSpec::firstName).toList();
    return parser.cells(parser.bind(header), List.of(cells), FILE);
  }

  private static String reason(Row row) {
    return text(row, ReadColumns.REASON);
  }

  private static String text(Row row, String column) {
    return (String) row.get(index(column, row));
  }

  /** Rows of the parser carry no schema: the added columns are counted from the end. */
  private static int index(String column, Row row) {
    StructType added = ReadColumns.schema(List.of());
    return row.length() - added.length() + added.fieldIndex(column);
  }
}
