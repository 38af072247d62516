package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.error.UnreadableFileException;
import io.sluice.spark.TestSession;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.RawSpec.RawFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Avro and Parquet files that Spark reads otherwise than they are meant, or not at all. */
final class ColumnarFilesTest {
  private static final long NANOS = 1_767_322_145_123_456_789L;
  private final SparkSession spark = TestSession.own();

  @TempDir Path folder;
  @TempDir Path beside;
  private RawFolder raw;

  @BeforeEach
  void open() {
    raw = new RawFolder(folder);
  }

  @Test
  void givenNanosecondsInParquet_whenRead_thenCutWithinOtherTypesToo() throws IOException {
    JobSpec job = withTimes(RawFormat.PARQUET);
    parquet(
        "a",
        "message m { required binary id (STRING); optional int64 t (TIMESTAMP(NANOS,true));"
            + " optional group s { optional int64 at (TIMESTAMP(NANOS,false)); } }",
        (row, i) -> {
          row.append("id", "k").append("t", NANOS);
          row.addGroup("s").append("at", -1L);
        });

    Row row = read(job).get(0);

    assertThat(row.<Instant>getAs("t")).isEqualTo("2026-01-02T02:49:05.123456Z");
    assertThat(row.<Row>getAs("s").getInstant(0)).isEqualTo("1969-12-31T23:59:59.999999Z");
    assertThat(row.<String>getAs("_column")).isEqualTo("t, s");
    assertThat(row.<String>getAs("_reason")).isNull();
  }

  @Test
  void givenALocalTimeInParquet_whenRead_thenItIsOfTheJobsZoneOrRefused() throws IOException {
    parquet(
        "a",
        "message m { required binary id (STRING); optional int64 t (TIMESTAMP(MICROS,false)); }",
        (row, i) -> row.append("id", "k").append("t", 0L));
    Jobs jobs =
        Jobs.of(Jobs.text("id"), Jobs.column("t", Simple.TIMESTAMP)).format(RawFormat.PARQUET);

    Row refused = read(jobs.job()).get(0);
    Row berlin = read(jobs.zone("Europe/Berlin").job()).get(0);

    assertThat(refused.<String>getAs("_reason")).isEqualTo("bad-value");
    assertThat(refused.<String>getAs("_value")).isEqualTo("1970-01-01T00:00");
    assertThat(berlin.<Instant>getAs("t")).isEqualTo("1969-12-31T23:00:00Z");
  }

  @Test
  void givenNanosecondsInAvro_whenRead_thenCutToo() throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},"
                    + "{\"name\":\"t\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\"}},"
                    + "{\"name\":\"s\",\"type\":[\"null\",\"long\"]}]}");
    GenericData.Record value = new GenericData.Record(schema);
    value.put("id", "k");
    value.put("t", NANOS);
    avro("a", schema, value);

    Row row = read(withTimes(RawFormat.AVRO)).get(0);

    assertThat(row.<Instant>getAs("t")).isEqualTo("2026-01-02T02:49:05.123456Z");
    assertThat(row.<String>getAs("_column")).isEqualTo("t");
  }

  @Test
  void givenOldTimesInInt96_whenRead_thenAsTheyAre() throws IOException {
    SparkSession old = TestSession.own();
    old.conf().set("spark.sql.parquet.outputTimestampType", "INT96");
    old.conf().set("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED");
    Path written = beside.resolve("int96");
    old.sql("select 'k' as id, timestamp '1899-12-30 00:00:00.000001' as t, null as s")
        .selectExpr("id", "t", "cast(s as struct<at:timestamp>) as s")
        .coalesce(1)
        .write()
        .parquet(written.toString());
    try (Stream<Path> parts = Files.list(written)) {
      raw.write(
          "a",
          Files.readAllBytes(
              parts
                  .filter(p -> p.getFileName().toString().startsWith("part-"))
                  .findFirst()
                  .orElseThrow()));
    }

    assertThat(read(withTimes(RawFormat.PARQUET)).get(0).<Instant>getAs("t"))
        .isEqualTo("1899-12-30T00:00:00.000001Z");
  }

  @ParameterizedTest
  @CsvSource({"123456789, true", "123456000, false"})
  void givenInt96FinerThanMicroseconds_whenChecked_thenWarnedOf(long nanos, boolean finer)
      throws IOException {
    JobSpec job = withTimes(RawFormat.PARQUET);
    String schema =
        "message m { required binary id (STRING); optional int96 t; optional int96 other;"
            + " optional group s { optional int96 at; } }";
    parquet(
        "a",
        schema,
        (row, i) -> {
          row.append("id", "k" + i).append("other", new NanoTime(2_461_043, 1));
          row.addGroup("s").append("at", new NanoTime(2_461_043, i == 0 ? 0 : nanos));
        },
        2);

    List<String> warnings = check(job).warnings();

    assertThat(warnings.stream().filter(warning -> warning.contains("finer")).toList())
        .hasSize(finer ? 1 : 0)
        .allMatch(warning -> warning.contains("finer than a microsecond in s;"));
    assertThat(read(job).get(1).<Row>getAs("s").getInstant(0))
        .isEqualTo("2026-01-02T00:00:00.123456Z");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void givenAFooterThatMiscountsItsRows_whenRead_thenItAloneIsRefused(int by) throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).format(RawFormat.PARQUET).job();
    String schema = "message m { required binary id (STRING); }";
    parquet("good", schema, (row, i) -> row.append("id", "g" + i), 3);
    parquet("odd", schema, (row, i) -> row.append("id", "k" + i), 3);
    Path odd = beside.resolve("odd.parquet");
    miscount(odd, by);
    raw.write("odd", Files.readAllBytes(odd));

    ScanResult checked = check(job);

    assertThat(checked.refused()).extracting(RefusedIncrement::id).containsExactly("odd#1");
    assertThat(checked.accepted()).extracting(Increment::id).containsExactly("good#1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "snappy", "bzip2", "zstandard", "xz"})
  void givenAvroOfEachCodec_whenRead_thenItIsTheSame(String codec) throws IOException {
    Schema schema = SchemaBuilder.record("r").fields().requiredString("id").endRecord();
    GenericData.Record value = new GenericData.Record(schema);
    value.put("id", "k");
    avro("a", schema, value, codec);

    assertThat(read(Jobs.of(Jobs.text("id")).format(RawFormat.AVRO).job()))
        .extracting(row -> row.<String>getAs("id"))
        .containsExactly("k");
  }

  @Test
  void givenAvroOfOddTypes_whenRead_thenTextOfEach() throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"r","fields":[
                  {"name":"id","type":{"type":"enum","name":"e","symbols":["A","B"]}},
                  {"name":"u","type":["null","long","string"]},
                  {"name":"f","type":{"type":"fixed","name":"f4","size":4}},
                  {"name":"d","type":{"type":"fixed","name":"dur","size":12,"logicalType":"duration"}},
                  {"name":"z","type":{"type":"string","logicalType":"uuid"}}]}""");
    GenericData.Record value = new GenericData.Record(schema);
    value.put("id", new GenericData.EnumSymbol(schema.getField("id").schema(), "B"));
    value.put("u", 7L);
    value.put("f", new GenericData.Fixed(schema.getField("f").schema(), new byte[] {1, 2, 3, 4}));
    value.put("d", new GenericData.Fixed(schema.getField("d").schema(), new byte[12]));
    value.put("z", "123e4567-e89b-12d3-a456-426614174000");
    avro("a", schema, value);
    JobSpec job =
        Jobs.of(
                Jobs.text("id"),
                Jobs.column("u", Simple.JSON),
                Jobs.column("f", Simple.BINARY),
                Jobs.column("d", Simple.BINARY),
                Jobs.text("z"))
            .format(RawFormat.AVRO)
            .job();

    Row row = read(job).get(0);

    assertThat(row.<String>getAs("id")).isEqualTo("B");
    assertThat(row.<String>getAs("u")).isEqualTo("{\"member0\":7,\"member1\":null}");
    assertThat(row.<byte[]>getAs("f")).containsExactly(1, 2, 3, 4);
    assertThat(row.<byte[]>getAs("d")).isEqualTo(new byte[12]);
    assertThat(row.<String>getAs("z")).isEqualTo("123e4567-e89b-12d3-a456-426614174000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optional int32 t (TIME(MILLIS,true));",
        "optional fixed_len_byte_array(16) t (UUID);",
        "optional fixed_len_byte_array(12) t (INTERVAL);",
        "optional binary ID (STRING);"
      })
  void givenAFileThatSparkCannotTake_whenChecked_thenItAloneIsRefused(String column)
      throws IOException {
    parquet(
        "good", "message m { required binary id (STRING); }", (row, i) -> row.append("id", "k"));
    parquet(
        "odd",
        "message m { required binary id (STRING); " + column + " }",
        (row, i) -> row.append("id", "k"));

    ScanResult checked = check(Jobs.of(Jobs.text("id")).format(RawFormat.PARQUET).job());

    assertThat(checked.accepted()).extracting(Increment::id).containsExactly("good#1");
    assertThat(checked.refused()).extracting(RefusedIncrement::id).containsExactly("odd#1");
    assertThat(checked.refused().get(0).reason())
        .contains("odd: the file is damaged or holds what cannot be read, found ")
        .contains("The increment stays pending.");
  }

  @Test
  void givenColumnsThatDifferByCase_whenChecked_thenSaidInWords() throws IOException {
    parquet(
        "odd",
        "message m { required binary id (STRING); optional binary Id (STRING); }",
        (row, i) -> row.append("id", "k"));

    assertThat(
            check(Jobs.of(Jobs.text("id")).format(RawFormat.PARQUET).job())
                .refused()
                .get(0)
                .reason())
        .contains("found columns whose names differ only in case against");
  }

  @Test
  void givenARecursiveSchema_whenChecked_thenItAloneIsRefused() throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},"
                    + "{\"name\":\"next\",\"type\":[\"null\",\"r\"]}]}");
    GenericData.Record value = new GenericData.Record(schema);
    value.put("id", "k");
    avro("odd", schema, value);

    ScanResult checked = check(Jobs.of(Jobs.text("id")).format(RawFormat.AVRO).job());

    assertThat(checked.refused().get(0).reason()).containsIgnoringCase("recursive");
  }

  @ParameterizedTest
  @CsvSource({"_increment", "_metadata", "_file_ordinal", "a.b", "a`b", "'a b'", "_reason"})
  void givenColumnsNamedLikeOnesOfOurs_whenRead_thenRescuedAsOthers(String name)
      throws IOException {
    MessageType schema =
        Types.buildMessage()
            .required(PrimitiveTypeName.INT64)
            .named(name)
            .required(PrimitiveTypeName.INT64)
            .named("id")
            .named("m");
    parquet("a", schema, (row, i) -> row.append(name, 7L).append("id", 1L));

    Row row = read(Jobs.of(Jobs.text("id")).format(RawFormat.PARQUET).job()).get(0);

    assertThat(row.<String>getAs("id")).isEqualTo("1");
    assertThat(row.<String>getAs("_increment")).isEqualTo("a#1");
    assertThat(row.<String>getAs("_rescued")).isEqualTo("{\"" + name + "\":7}");
  }

  @Test
  void givenTextsThatAreNoUtf8_whenRead_thenQuarantinedAndNotTakenForOne() throws IOException {
    parquet(
        "a",
        "message m { required binary id (STRING); }",
        (row, i) ->
            row.append("id", Binary.fromConstantByteArray(new byte[] {'k', (byte) (200 + i)})),
        2);

    List<Row> rows = read(Jobs.of(Jobs.text("id")).format(RawFormat.PARQUET).job());

    assertThat(rows).extracting(row -> row.<String>getAs("_reason")).containsOnly("bad-value");
    assertThat(rows)
        .extracting(row -> row.<String>getAs("_value"))
        .containsExactly("k\\udcc8", "k\\udcc9");
  }

  @Test
  void givenADamagedPage_whenRead_thenTheFailureNamesFileAndIncrement() throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).format(RawFormat.PARQUET).job();
    String schema = "message m { required binary id (STRING); }";
    parquet("good", schema, (row, i) -> row.append("id", "good"));
    parquet("bad page", schema, (row, i) -> row.append("id", "key-" + i * 7919), 2000);
    byte[] bytes = Files.readAllBytes(folder.resolve("bad page"));
    for (int i = 200; i < 260; i++) {
      bytes[i] ^= 0x55;
    }
    raw.write("bad page", bytes);
    ScanResult checked = check(job);

    Throwable failure =
        catchThrowable(
            () ->
                new IncrementReader(job, true)
                    .read(spark, checked.files())
                    .dataset(spark)
                    .collectAsList());

    assertThat(checked.refused()).isEmpty();
    Optional<UnreadableFileException> named = UnreadableFileException.among(failure);
    assertThat(named).isPresent();
    assertThat(named.get().increment()).isEqualTo("bad page#1");
    assertThat(named.get().location()).endsWith("/bad page");
    assertThat(named.get())
        .hasMessageContaining("bad page: the file is damaged or holds what cannot be read, found ")
        .hasMessageContaining("The increment stays pending. Export it again");
  }

  private static JobSpec withTimes(RawFormat format) {
    Map<String, ColumnType> at = new LinkedHashMap<>();
    at.put("at", Simple.TIMESTAMP);
    return Jobs.of(
            Jobs.text("id"),
            Jobs.column("t", Simple.TIMESTAMP),
            Jobs.column("s", new ColumnType.Struct(at)))
        .format(format)
        .zone("UTC")
        .job();
  }

  private ScanResult check(JobSpec job) {
    return new ColumnarCheck(job).of(spark, raw.scan(job));
  }

  private List<Row> read(JobSpec job) {
    ScanResult checked = check(job);
    assertThat(checked.refused()).isEmpty();
    return new IncrementReader(job, true)
        .read(spark, checked.files())
        .dataset(spark)
        .collectAsList();
  }

  private void parquet(String name, String schema, BiConsumer<Group, Integer> fill)
      throws IOException {
    parquet(name, schema, fill, 1);
  }

  private void parquet(String name, String schema, BiConsumer<Group, Integer> fill, int rows)
      throws IOException {
    parquet(name, MessageTypeParser.parseMessageType(schema), fill, rows);
  }

  private void parquet(String name, MessageType schema, BiConsumer<Group, Integer> fill)
      throws IOException {
    parquet(name, schema, fill, 1);
  }

  private void parquet(String name, MessageType schema, BiConsumer<Group, Integer> fill, int rows)
      throws IOException {
    Path file = beside.resolve(name + ".parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toString()))
            .withType(schema)
            .build()) {
      SimpleGroupFactory groups = new SimpleGroupFactory(schema);
      for (int i = 0; i < rows; i++) {
        Group row = groups.newGroup();
        fill.accept(row, i);
        writer.write(row);
      }
    }
    raw.write(name, Files.readAllBytes(file));
  }

  /** Changes the number of rows in a file's footer, in the file and in its row group. */
  private static void miscount(Path file, int by) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length - 8;
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(bytes, end - length, length));
    footer.setNum_rows(footer.getNum_rows() + by);
    footer.getRow_groups().get(0).setNum_rows(footer.getRow_groups().get(0).getNum_rows() + by);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(bytes, 0, end - length);
    Util.writeFileMetaData(footer, changed);
    int newLength = changed.size() - (end - length);
    changed.write(
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(newLength)
            .put(bytes, end + 4, 4)
            .array());
    Files.write(file, changed.toByteArray());
  }

  private void avro(String name, Schema schema, GenericData.Record value) throws IOException {
    avro(name, schema, value, "null");
  }

  private void avro(String name, Schema schema, GenericData.Record value, String codec)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericData.Record> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericData.Record>(schema))) {
      writer.setCodec(CodecFactory.fromString(codec));
      writer.create(schema, bytes);
      writer.append(value);
    }
    raw.write(name, bytes.toByteArray());
  }
}
