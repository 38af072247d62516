package io.sluice.run.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Configuration;
import io.sluice.merge.JoinPlan;
import io.sluice.read.ColumnarCheck;
import io.sluice.read.FileScan;
import io.sluice.read.ScanResult;
import io.sluice.run.Lake;
import io.sluice.run.ingest.EdgeValues.Edge;
import io.sluice.spark.Schemas;
import io.sluice.spark.Sessions;
import io.sluice.spark.TestSession;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.JobSpec;
import io.sluice.spec.RawSpec.RawFormat;
import io.sluice.table.Change;
import io.sluice.table.Snapshot;
import io.sluice.table.TableState;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One table of edge values through every raw format, every clean format and both plans: each comes
 * back as it was, or is in quarantine; and the same files again change nothing, so that what was
 * decided on is what is stored.
 */
class RoundTripTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path home;
  private SparkSession spark;

  @BeforeEach
  void start() {
    TestSession.shared();
    spark = new Sessions(Map.of()).largeSession(0);
  }

  static Stream<Arguments> ways() {
    List<Arguments> ways = new ArrayList<>();
    for (RawFormat raw : RawFormat.values()) {
      for (String clean : List.of("parquet", "orc", "avro")) {
        // Plans share readers and writers: in short, each format meets both, and each other format.
        boolean driver = ways.size() % 2 == 0;
        ways.add(Arguments.of(raw, clean, driver));
        if (Boolean.getBoolean("sluice.test.long")) {
          ways.add(Arguments.of(raw, clean, !driver));
        }
      }
    }
    return ways.stream();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void givenEdgesOfEveryType_whenIngested_thenEachComesBackOrIsRefused(
      RawFormat raw, String clean, boolean driver) throws IOException {
    Map<String, Edge> edges = new LinkedHashMap<>();
    EdgeValues.all().forEach(edge -> edges.put("e" + edges.size(), edge));
    Map<String, ColumnType> columns = new LinkedHashMap<>();
    columns.put("id", Simple.STRING);
    columns.putAll(EdgeValues.COLUMNS);
    JobSpec job = job(raw, clean, columns, "");
    write(raw, columns, edges);
    Map<String, String> expected = new TreeMap<>();
    edges.forEach((id, edge) -> expected.put(id, expected(raw, clean, edge)));

    Outcome outcome = ingested(job, driver);

    assertThat(differences(edges, expected, outcome)).isEmpty();
    assertThat(outcome.again()).containsEntry("unchanged", (long) outcome.rows().size());
  }

  /** CSV has no empty text; ORC has no days from the 5th to the 14th of October 1582. */
  private static String expected(RawFormat raw, String clean, Edge edge) {
    if (clean.equals("orc") && EdgeValues.movesInOrc(edge.value())) {
      return "refused";
    }
    boolean empty =
        edge.value().equals("") || (edge.value() instanceof byte[] bytes && bytes.length == 0);
    return EdgeText.exact(empty && raw == RawFormat.CSV ? null : edge.value());
  }

  static Stream<Arguments> partitioned() {
    return Stream.of("parquet", "orc", "avro")
        .flatMap(clean -> Stream.of(Arguments.of(clean, true), Arguments.of(clean, false)));
  }

  @ParameterizedTest
  @MethodSource("partitioned")
  void givenEdgesAsPartitions_whenIngested_thenEachComesBackOrIsRefused(
      String clean, boolean driver) throws IOException {
    Map<String, ColumnType> columns = new LinkedHashMap<>();
    columns.put("id", Simple.STRING);
    columns.put("text", Simple.STRING);
    columns.put("day", Simple.DATE);
    columns.put("at", Simple.TIMESTAMP);
    columns.put("money", new ColumnType.Decimal(38, 10));
    columns.put("n", Simple.TINYINT);
    Map<String, Edge> edges = new LinkedHashMap<>();
    Map<String, String> expected = new TreeMap<>();
    List<Object> kept = new ArrayList<>(List.of(" ", ".", "..", "a.", "a ", "a/b", "a=b", "a%2Fb"));
    kept.addAll(List.of("\u0001", "a\nb", "\uD83D\uDE00", "*", "{x}", "[x]", "null", "_x", "a\\b"));
    kept.addAll(List.of("x".repeat(250), "\u00E9".repeat(125), "%".repeat(83), "A", "a"));
    List<String> refused = new ArrayList<>(List.of("", "a\0b", "x".repeat(251)));
    refused.addAll(List.of("\u00E9".repeat(126), "%".repeat(84), "__HIVE_DEFAULT_PARTITION__"));
    kept.forEach(value -> edges.put("e" + edges.size(), new Edge("text", value)));
    edges.put("e" + edges.size(), new Edge("day", LocalDate.of(1, 1, 1)));
    edges.put("e" + edges.size(), new Edge("day", LocalDate.of(9999, 12, 31)));
    for (String at : List.of("0001-01-01T00:00:00.000001Z", "9999-12-31T23:59:59.999999Z")) {
      edges.put("e" + edges.size(), new Edge("at", Instant.parse(at)));
    }
    edges.put("e" + edges.size(), new Edge("money", new BigDecimal("0.0000000001")));
    edges.put("e" + edges.size(), new Edge("money", new BigDecimal("1E+27").setScale(10)));
    edges.put("e" + edges.size(), new Edge("n", (byte) -128));
    edges.forEach((id, edge) -> expected.put(id, EdgeText.exact(edge.value())));
    for (String value : refused) {
      expected.put("e" + edges.size(), "refused");
      edges.put("e" + edges.size(), new Edge("text", value));
    }
    JobSpec job =
        job(RawFormat.JSON, clean, columns, "clean: {partition_by: [text, day, at, money, n]}\n");
    write(RawFormat.JSON, columns, edges);

    Outcome outcome = ingested(job, driver);

    assertThat(differences(edges, expected, outcome)).isEmpty();
    assertThat(outcome.again()).containsEntry("unchanged", (long) outcome.rows().size());
  }

  /** What is not as it was, in words that can be read. */
  private static List<String> differences(
      Map<String, Edge> edges, Map<String, String> expected, Outcome outcome) {
    Map<String, String> found = new HashMap<>();
    for (Row row : outcome.rows()) {
      String id = row.getAs("id");
      found.put(id, EdgeText.exact(row.getAs(edges.get(id).column())));
    }
    List<String> differences = new ArrayList<>();
    edges.forEach(
        (id, edge) -> {
          String came = found.getOrDefault(id, "refused");
          if (!came.equals(expected.get(id))) {
            differences.add(
                edge.column() + ": " + shown(expected.get(id)) + " came back as " + shown(came));
          }
        });
    return differences;
  }

  private static String shown(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "... of " + text.length() : text;
  }

  /**
   * What came of it.
   *
   * @param again the counts of the same files merged once more
   */
  private record Outcome(List<Row> rows, Map<String, Long> again) {}

  private Outcome ingested(JobSpec job, boolean driver) throws IOException {
    Lake lake =
        Lake.open(
            Configuration.load(home.resolve("jobs"), home.resolve("conf.yaml"), List.of()),
            Map.of(),
            NOON);
    ScanResult scanned =
        new FileScan(lake.storage(), job, lake.rawFolder(job))
            .scan(lake.rawZone(job).pending(List.of()).increments());
    ColumnarCheck check = new ColumnarCheck(job);
    ScanResult checked = check.applies() ? check.of(spark, scanned) : scanned;
    assertThat(checked.refused()).isEmpty();
    Snapshot first = committed(lake, job, Optional.empty(), checked, driver);
    Snapshot second = committed(lake, job, Optional.of(first), checked, driver);
    return new Outcome(
        first.rows(spark, job, first.files()).collectAsList(), second.state().counts());
  }

  private Snapshot committed(
      Lake lake, JobSpec job, Optional<Snapshot> base, ScanResult checked, boolean driver) {
    BatchInput input = new BatchInput(job, base, checked.files());
    MergePlan.Place place = driver ? MergePlan.Place.DRIVER_ALONE : MergePlan.Place.EXECUTORS;
    try (Batch batch =
            new Batch(spark, lake.storage(), input, new MergePlan(place, JoinPlan.BROADCAST, ""));
        Change change = lake.table(job).change(spark, job, base, "run")) {
      Decided decided = Decided.of(input, checked.accepted(), batch, Optional.empty());
      Map<String, Long> counts = new Staging(input, change).stage(decided, batch);
      return change
          .commit(TableState.of(job, List.of(), decided.floors(), counts), NOON.instant())
          .orElseThrow();
    }
  }

  private JobSpec job(RawFormat raw, String clean, Map<String, ColumnType> columns, String more)
      throws IOException {
    StringBuilder yaml = new StringBuilder("dataset: edge/values\nkey: [id]\ncolumns:\n");
    columns.forEach(
        (name, type) -> yaml.append("  " + name + ": \"").append(type.text()).append("\"\n"));
    yaml.append("raw: {format: " + raw.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    yaml.append("}\n").append(more.isEmpty() ? "clean: {format: " + clean + "}\n" : "");
    yaml.append(more.replace("clean: {", "clean: {format: " + clean + ", "));
    Files.createDirectories(home.resolve("jobs/edge"));
    Files.writeString(home.resolve("jobs/edge/values.yaml"), yaml);
    Files.writeString(home.resolve("conf.yaml"), "lake: \"" + home.resolve("lake") + "\"\n");
    return Configuration.load(home.resolve("jobs"), home.resolve("conf.yaml"), List.of())
        .jobs()
        .get(0);
  }

  private void write(RawFormat raw, Map<String, ColumnType> columns, Map<String, Edge> edges)
      throws IOException {
    Path folder = Files.createDirectories(home.resolve("lake/raw/edge/values"));
    List<String> lines = new ArrayList<>();
    switch (raw) {
      case CSV -> {
        lines.add(String.join(",", columns.keySet()));
        edges.forEach((id, edge) -> lines.add(csvLine(id, edge, columns)));
        Files.writeString(folder.resolve("a.csv"), String.join("\n", lines) + "\n");
      }
      case JSON, JSON_DOCUMENT -> {
        edges.forEach(
            (id, edge) ->
                lines.add(
                    "{\"id\":\"%s\",\"%s\":%s}"
                        .formatted(
                            id,
                            edge.column(),
                            EdgeText.json(columns.get(edge.column()), edge.value()))));
        Files.writeString(
            folder.resolve("a.json"),
            raw == RawFormat.JSON
                ? String.join("\n", lines) + "\n"
                : "[" + String.join(",", lines) + "]");
      }
      case AVRO, PARQUET -> writeColumnar(raw, folder.resolve("a"), columns, edges);
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(NOON.instant().minusSeconds(60)));
      }
    }
  }

  private static String csvLine(String id, Edge edge, Map<String, ColumnType> columns) {
    List<String> cells = new ArrayList<>();
    columns.forEach(
        (name, type) ->
            cells.add(
                name.equals(edge.column())
                    ? '"' + EdgeText.csv(type, edge.value()).replace("\"", "\"\"") + '"'
                    : name.equals("id") ? id : ""));
    return String.join(",", cells);
  }

  private void writeColumnar(
      RawFormat raw, Path file, Map<String, ColumnType> columns, Map<String, Edge> edges)
      throws IOException {
    StructType schema =
        Schemas.contract(
            columns.entrySet().stream()
                .map(column -> ColumnSpec.of(column.getKey(), column.getKey(), column.getValue()))
                .toList());
    List<Row> rows = new ArrayList<>();
    edges.forEach(
        (id, edge) -> {
          Map<String, Object> values = new HashMap<>();
          values.put("id", id);
          values.put(edge.column(), edge.value());
          rows.add(RowFactory.create(columns.keySet().stream().map(values::get).toArray()));
        });
    Path written = home.resolve("written");
    spark
        .createDataFrame(rows, schema)
        .coalesce(1)
        .write()
        .format(raw == RawFormat.AVRO ? "avro" : "parquet")
        .save(written.toString());
    try (Stream<Path> parts = Files.list(written)) {
      Path part =
          parts
              .filter(p -> p.getFileName().toString().startsWith("part-"))
              .findFirst()
              .orElseThrow();
      Files.move(part, file);
    }
  }
}
