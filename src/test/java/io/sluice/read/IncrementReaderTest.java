package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.CsvForm;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.RawSpec.RawFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IncrementReaderTest {
  private static SparkSession spark;

  @TempDir Path folder;
  private RawFolder raw;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .getOrCreate();
  }

  @BeforeEach
  void open() {
    raw = new RawFolder(folder);
  }

  @Test
  void givenFilesWithDifferentHeaders_whenRead_thenBoundByName() throws IOException {
    JobSpec job =
        Jobs.of(
                Jobs.text("id"),
                Jobs.column("amount", new ColumnType.Decimal(18, 2)),
                Jobs.column("at", Simple.TIMESTAMP),
                Jobs.column("gone", Simple.BOOLEAN))
            .deleteFlag("gone")
            .job();
    raw.write("a.csv", "id,amount,at,gone\n1,1.50,2026-01-01T00:00:00Z,\n2,1.005,,\n3,x\n");
    raw.write("b.csv", "\uFEFFGONE,AT,ID,extra,Amount\r\ntrue,,4,\"x\r\ny\",7\r\n");

    List<Row> rows = read(job).orderBy("_increment", "id").collectAsList();

    assertThat(rows).hasSize(4);
    Row accepted = row(rows, "id", "1");
    assertThat(accepted.<BigDecimal>getAs("amount")).isEqualTo(new BigDecimal("1.50"));
    assertThat(accepted.<Instant>getAs("at")).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(accepted.<Byte>getAs("_operation")).isEqualTo((byte) 0);
    assertThat(accepted.<Instant>getAs("_processed_date")).isEqualTo(RawFolder.NOON);
    assertThat(accepted.<String>getAs("_increment")).isEqualTo("a.csv#1");
    assertThat(accepted.<Integer>getAs("_file_ordinal")).isZero();
    Row deleted = row(rows, "id", "4");
    assertThat(deleted.<Byte>getAs("_operation")).isEqualTo((byte) 1);
    assertThat(deleted.<String>getAs("_rescued")).isEqualTo("{\"extra\":\"x\\r\\ny\"}");
    Row bad = row(rows, "_reason", "bad-value");
    assertThat(bad.<String>getAs("_column")).isEqualTo("amount");
    assertThat(bad.<String>getAs("_raw"))
        .isEqualTo("{\"amount\":\"1.005\",\"at\":\"\",\"gone\":\"\",\"id\":\"2\"}");
    assertThat(row(rows, "_reason", "ragged").<String>getAs("_raw")).isEqualTo("3,x");
  }

  @Test
  void givenAllTypes_whenRead_thenSparkTakesTheValues() throws IOException {
    Map<String, ColumnType> fields = new HashMap<>();
    fields.put("n", new ColumnType.Array(Simple.INT));
    List<ColumnSpec> columns = new ArrayList<>(List.of(Jobs.text("id")));
    for (Simple type : Simple.values()) {
      columns.add(Jobs.column("c_" + type.text(), type));
    }
    columns.add(Jobs.column("s", new ColumnType.Struct(fields)));
    JobSpec job = Jobs.of(columns.toArray(ColumnSpec[]::new)).format(RawFormat.JSON).job();
    raw.write(
        "a.json",
        "{\"id\":\"k\",\"c_string\":\"x\",\"c_boolean\":true,\"c_tinyint\":1,\"c_smallint\":2,"
            + "\"c_int\":3,\"c_bigint\":4,\"c_float\":1.5,\"c_double\":2.5,"
            + "\"c_date\":\"2026-01-01\",\"c_timestamp\":\"0001-01-01T00:00:00Z\",\"c_binary\":\"AQI=\","
            + "\"c_json\":{\"b\":1,\"a\":[]},\"s\":{\"n\":[1,null]}}\n");

    List<String> cells =
        read(job)
            .selectExpr(
                "c_string",
                "cast(c_boolean as string)",
                "cast(c_tinyint + c_smallint + c_int + c_bigint as string)",
                "cast(c_float + c_double as string)",
                "cast(c_date as string)",
                "cast(c_timestamp as string)",
                "hex(c_binary)",
                "c_json",
                "to_json(s)",
                "_reason")
            .collectAsList()
            .stream()
            .flatMap(row -> Stream.iterate(0, i -> i + 1).limit(10).map(row::getString))
            .toList();

    assertThat(cells)
        .containsExactly(
            "x",
            "true",
            "10",
            "4.0",
            "2026-01-01",
            "0001-01-01 00:00:00",
            "0102",
            "{\"a\":[],\"b\":1}",
            "{\"n\":[1,null]}",
            null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id,t\n\n1,a\n\n\n2,b",
        "id,t\r\n1,\"a\r\nb\"\r\n\r\n2,b\r\n",
        "id,t\r1,a\r\r2,b\r",
        "id,t\r1,\"a\rb\"\r2,b",
        "id,t\n1,a\r\n2,b\n",
        "id\n1\n\n\"\"\n2",
        "\uFEFF\"id\"\n\"1\"\n",
        "id,t",
        "id,t\n",
        "id,t\n,\n",
        "id,t\n1,\"\"\"\"\n2,\"a,\"\"b\"\n",
        "id,t\n1,a\"b\n2,\"a\"b\n"
      })
  void givenAwkwardCsv_whenRead_thenAsManyRowsAsTheScanCounted(String content) throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id"), Jobs.optional("t")).job();
    raw.write("a.csv", content);

    ScanResult scanned = raw.scan(job);
    long rows = new IncrementReader(job, true).read(spark, scanned.files()).dataset(spark).count();

    assertThat(scanned.refused()).isEmpty();
    assertThat(rows).isEqualTo(scanned.files().get(0).records());
    assertThat(rows).isEqualTo(sparkRows(content));
  }

  /** Spark's own reader, told of quotes as in RFC 4180. */
  private long sparkRows(String content) throws IOException {
    Path file = folder.resolveSibling("own.csv");
    Files.writeString(file, content);
    return spark
        .read()
        .option("header", true)
        .option("multiLine", true)
        .option("escape", "\"")
        .csv(file.toString())
        .collectAsList()
        .size();
  }

  @Test
  void givenOddFileNames_whenRead_thenEachRowKnowsItsFile() throws IOException {
    List<String> names =
        List.of("a b.csv", "50%.csv", "é+1.csv", "a%20b.csv", "x,y.csv", "{z}[1]*?.csv", "t:1.csv");
    JobSpec job = Jobs.of(Jobs.text("id")).job();
    for (String name : names) {
      raw.write(name, "id\n" + name.replace(",", ";") + "\n");
    }

    List<Row> rows = read(job).collectAsList();

    assertThat(rows).hasSize(names.size());
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row.<String>getAs("_increment").replace(",", ";"))
                    .isEqualTo(row.<String>getAs("id") + "#1"));
  }

  @Test
  void givenFilesThatAreNotLocal_whenReadByHadoopsFileSystems_thenTheSameRows() throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).job();
    List<String> names = List.of("a b.csv", "50%.csv", "é+1.csv", "x,y.csv", "x;y.csv", "{z}.csv");
    for (String name : names) {
      raw.write(name, "id\n1\n");
    }
    List<SourceFile> files =
        raw.scan(job).files().stream()
            .filter(file -> !file.file().path().equals("x;y.csv"))
            .map(
                file ->
                    new SourceFile(
                        file.location().text(),
                        file.file().path(),
                        new Increment.Origin(
                            file.increment().id(), RawFolder.NOON, 0, new HashMap<>()),
                        new ArrayList<>(file.header()),
                        0,
                        Long.MAX_VALUE,
                        file.file().bytes(),
                        0,
                        file.records(),
                        job.raw().maxRecordBytes()))
            .toList();

    List<Row> rows =
        TextRows.throughHadoop(
                JavaSparkContext.fromSparkContext(spark.sparkContext()),
                new FileForm(RawFormat.CSV, CsvForm.USUAL, List.of()),
                files,
                0,
                new RowParser(job))
            .collect();

    assertThat(rows)
        .extracting(row -> row.getString(3))
        .containsExactlyInAnyOrder("a b.csv#1", "50%.csv#1", "é+1.csv#1", "x,y.csv#1", "{z}.csv#1");
  }

  @Test
  void givenPackedJsonAndDocuments_whenRead_thenEveryElementIsARow() throws IOException {
    Jobs jobs = Jobs.of(Jobs.column("id", Simple.INT));
    raw.write("lines.gz", RawFolder.packed("{\"id\":1}\n\n{\"id\":\n{\"id\":2}"));
    List<Row> lines = read(jobs.format(RawFormat.JSON).job()).collectAsList();
    Files.delete(folder.resolve("lines.gz"));
    raw.write("a.json", "[{\"id\":1},[7],{\"id\":12345678901}]");
    raw.write("b.json", " {\"id\":3}\n");

    List<Row> elements = read(jobs.format(RawFormat.JSON_DOCUMENT).job()).collectAsList();

    assertThat(lines)
        .extracting(row -> row.<String>getAs("_reason"))
        .containsExactlyInAnyOrder(null, null, "bad-json");
    assertThat(elements)
        .extracting(row -> row.<String>getAs("_reason"))
        .containsExactlyInAnyOrder(null, null, "bad-json", "bad-value");
  }

  @Test
  void givenADeleteCondition_whenRead_thenNullAndQuarantinedAreNoDeletes() throws IOException {
    JobSpec job =
        Jobs.of(Jobs.text("id"), Jobs.text("status")).deleteCondition("status = 'deleted'").job();
    raw.write("a.csv", "id,status\n1,deleted\n2,\n3,open\n,deleted\n");

    List<Row> rows = read(job).orderBy("id").collectAsList();

    assertThat(rows)
        .extracting(row -> row.<Byte>getAs("_operation"))
        .containsExactly(null, (byte) 1, (byte) 0, (byte) 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = RawFormat.class,
      names = {"AVRO", "PARQUET"})
  void givenColumnarFiles_whenRead_thenThroughTheSameRules(RawFormat format) throws IOException {
    JobSpec job =
        Jobs.of(
                Jobs.text("id"),
                Jobs.column("amount", new ColumnType.Decimal(18, 2)),
                Jobs.column("at", Simple.TIMESTAMP),
                Jobs.column("b", Simple.BINARY),
                Jobs.column("tags", new ColumnType.Array(Simple.STRING)))
            .format(format)
            .job();
    for (String name : List.of("a b", "50% é+1")) {
      columnar(
          format,
          name,
          "'"
              + name
              + "' as ID, cast(1.500 as decimal(10,3)) as amount,"
              + " timestamp '2026-01-01 00:00:00.5' as at, cast('x' as binary) as b,"
              + " array('p', null) as tags, 1 as extra");
    }
    columnar(
        format,
        "other",
        "1 as id, 1.005 as amount, cast(null as timestamp) as at, binary('') as b, cast(null as array<string>) as tags");

    List<Row> rows = read(job).collectAsList();

    assertThat(rows).hasSize(3);
    Row row = row(rows, "id", "50% é+1");
    assertThat(row.<String>getAs("_increment")).isEqualTo("50% é+1#1");
    assertThat(row.<BigDecimal>getAs("amount")).isEqualTo(new BigDecimal("1.50"));
    assertThat(row.<Instant>getAs("at")).isEqualTo("2026-01-01T00:00:00.500Z");
    assertThat(row.<byte[]>getAs("b")).containsExactly('x');
    assertThat(row.<String>getList(row.fieldIndex("tags"))).containsExactly("p", null);
    assertThat(row.<String>getAs("_rescued")).isEqualTo("{\"extra\":1}");
    assertThat(row(rows, "id", "a b").<String>getAs("_increment")).isEqualTo("a b#1");
    assertThat(row(rows, "_reason", "bad-value").<String>getAs("_column")).isEqualTo("amount");
  }

  @Test
  void givenAColumnarFileWithoutARequiredColumn_whenRead_thenRefused() throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).format(RawFormat.PARQUET).job();
    columnar(RawFormat.PARQUET, "x", "1 as other");

    List<RefusedIncrement> refused = new ColumnarCheck(job).of(spark, raw.scan(job)).refused();

    assertThat(refused).extracting(RefusedIncrement::id).containsExactly("x#1");
    assertThat(refused.get(0).reason())
        .contains("x: required columns are missing, found [other] against id (\"id\")");
  }

  @ParameterizedTest
  @EnumSource(
      value = RawFormat.class,
      names = {"AVRO", "PARQUET"})
  void givenColumnarFiles_whenChecked_thenRowsAreCountedAndDriftIsSaid(RawFormat format)
      throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).format(format).job();
    columnar(format, "x", "explode(array(1, 2, 3)) as id, 4 as extra");

    ScanResult checked = new ColumnarCheck(job).of(spark, raw.scan(job));

    assertThat(checked.refused()).isEmpty();
    assertThat(checked.files()).extracting(ScannedFile::records).containsExactly(3L);
    assertThat(checked.warnings()).anySatisfy(warning -> assertThat(warning).contains("extra"));
  }

  @Test
  void givenAParquetFileWithABrokenFooter_whenChecked_thenItAloneIsRefused() throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).format(RawFormat.PARQUET).job();
    columnar(RawFormat.PARQUET, "good", "1 as id");
    raw.write("bad", "PAR1 nope PAR1".getBytes(StandardCharsets.UTF_8));

    ScanResult checked = new ColumnarCheck(job).of(spark, raw.scan(job));

    assertThat(checked.refused()).extracting(RefusedIncrement::id).containsExactly("bad#1");
    assertThat(checked.refused().get(0).reason()).contains("the file is damaged");
    assertThat(checked.accepted()).extracting(Increment::id).containsExactly("good#1");
  }

  @Test
  void givenNoFiles_whenRead_thenNoRowsInTheSameSchema() {
    IncrementReader reader = new IncrementReader(Jobs.of(Jobs.text("id")).job(), true);

    Dataset<Row> rows = reader.read(spark, List.of()).dataset(spark);

    assertThat(rows.schema()).isEqualTo(ReadColumns.schema(List.of(Jobs.text("id"))));
    assertThat(rows.collectAsList()).isEmpty();
  }

  private void columnar(RawFormat format, String name, String select) throws IOException {
    Path written = folder.resolve("_out");
    spark
        .sql("select " + select)
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .format(format == RawFormat.AVRO ? "avro" : "parquet")
        .save(written.toString());
    try (Stream<Path> parts = Files.list(written)) {
      Path part =
          parts.filter(p -> p.getFileName().toString().startsWith("part-")).findFirst().get();
      raw.write(name, Files.readAllBytes(part));
    }
  }

  private Dataset<Row> read(JobSpec job) {
    ScanResult scanned = raw.scan(job);
    assertThat(scanned.refused()).isEmpty();
    return new IncrementReader(job, true).read(spark, scanned.files()).dataset(spark);
  }

  private static Row row(List<Row> rows, String column, String value) {
    return rows.stream().filter(row -> value.equals(row.getAs(column))).findFirst().orElseThrow();
  }
}
