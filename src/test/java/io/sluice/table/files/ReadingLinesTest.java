package io.sluice.table.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.DatasetName;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.table.ReadingEngine;
import io.sluice.table.ReadingLines;
import io.sluice.table.Snapshot;
import io.sluice.table.TableState;
import io.sluice.table.files.TableVersion.Layout;
import io.sluice.table.files.TableVersion.Lineage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lines are those of docs/reading.md; {@code src/test/readers/run} runs them. */
class ReadingLinesTest {
  private static final String LOCAL = "/data/lake/clean";
  private static final String S3 = "s3a://acme-lake/clean";

  @ParameterizedTest
  @EnumSource(ReadingEngine.class)
  void givenTheTableOfThePage_whenAsked_thenTheLinesAreThoseOfThePage(ReadingEngine engine)
      throws IOException {
    String page =
        Files.readString(Path.of("docs/reading.md"))
            .replace("Path(\"/data", "Path(\"file:/data")
            .replace("amount` decimal(18,2)\n", "amount` decimal(18,2)," + hidden() + "\n")
            .replace("`id` bigint, ", "`id` bigint,\n  ");
    boolean onS3 = engine == ReadingEngine.ATHENA || engine == ReadingEngine.TRINO;

    String lines =
        lines(onS3 ? S3 : LOCAL, "parquet", List.of("country"), columns()).of(engine, "").get();

    for (String block : lines.split("(?m)^(?=-- In Athena)", -1)) {
      assertThat(page).contains("\n" + block.strip() + "\n```\n");
    }
  }

  @ParameterizedTest
  @EnumSource(ReadingEngine.class)
  void givenNoPartitions_whenAsked_thenNoLineSpeaksOfThem(ReadingEngine engine) {
    boolean onS3 = engine == ReadingEngine.ATHENA || engine == ReadingEngine.TRINO;

    String lines = lines(onS3 ? S3 : LOCAL, "parquet", List.of(), columns()).of(engine, "").get();

    assertThat(lines).doesNotContainIgnoringCase("partition").doesNotContain("(country");
  }

  @Test
  void givenAnotherTable_whenAsked_thenItsFolderColumnsAndFormatAreThere() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("n", "bigint");
    columns.put("more", "array<json>");
    columns.put("day", "date");
    columns.put("pr\"ice", "decimal(9,2)");
    List<String> partitions = List.of("day", "pr\"ice");

    ReadingLines local = lines("/da'ta/la\"ke", "parquet", partitions, columns);
    ReadingLines onS3 = lines("s3://acme/zone one", "orc", partitions, columns);

    assertThat(local.of(ReadingEngine.DUCKDB, "two\nlines").get())
        .startsWith("-- two\n-- lines\n")
        .contains("read_text('/da''ta/la\"ke/shop/orders/_manifest')")
        .contains("hive_types = {'day': 'DATE', 'pr\"ice': 'DECIMAL(9,2)'}");
    assertThat(local.of(ReadingEngine.POLARS, "").get())
        .contains("from_uri(\"/da'ta/la\\\"ke/shop/orders\")")
        .contains("{\"day\": pl.Date, \"pr\\\"ice\": pl.Decimal(9,2)}");
    assertThat(local.of(ReadingEngine.BIGQUERY, "").get())
        .contains("cat '/da'\\''ta/la\"ke/shop/orders/_manifest'");
    assertThat(onS3.of(ReadingEngine.SPARK, "").get())
        .contains("Path(\"s3://acme/zone one/shop/orders/_manifest\")")
        .contains(".format(\"orc\")", "\"day\": rows[\"day\"].cast(\"date\")");
    assertThat(onS3.of(ReadingEngine.PANDAS, "").get())
        .contains("from_uri(\"s3://acme/zone one/shop/orders\")", "format=\"orc\"")
        .contains("[(\"day\", pa.date32()), (\"pr\\\"ice\", pa.string())]");
    assertThat(onS3.of(ReadingEngine.ATHENA, "").get())
        .contains("(\n  `n` bigint,\n  `more` array<string>,\n  `_rescued` string,\n")
        .contains("PARTITIONED BY (`day` date, `pr\"ice` decimal(9,2))\n", "orc.OrcSerde")
        .contains("LOCATION 's3://acme/links/shop/orders/'");
  }

  @Test
  void givenATableThatAnEngineCannotRead_whenAsked_thenThereAreNoLinesForIt() {
    assertThat(lines(LOCAL, "avro", List.of(), columns()).engines())
        .containsExactly(ReadingEngine.SPARK);
    assertThat(lines(LOCAL, "parquet", List.of(), columns()).engines())
        .doesNotContain(ReadingEngine.ATHENA, ReadingEngine.TRINO);
    assertThat(lines("hdfs://name/lake", "parquet", List.of(), columns()).engines())
        .containsExactly(ReadingEngine.SPARK);
    assertThat(lines(S3, "parquet", List.of(), columns()).engines())
        .containsExactly(ReadingEngine.values());
  }

  private static String hidden() {
    return "\n  `_rescued` string,\n  `_processed_date` timestamp,\n  `_increment` string,\n"
        + "  `_file_ordinal` int";
  }

  private static Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("id", "bigint");
    columns.put("country", "string");
    columns.put("amount", "decimal(18,2)");
    return columns;
  }

  private static ReadingLines lines(
      String zone, String format, List<String> partitionBy, Map<String, String> columns) {
    DatasetName dataset = DatasetName.of("shop/orders");
    FilesTable table = new FilesTable(new RoutedStorage(Map.of()), Location.of(zone), dataset);
    Layout layout =
        new Layout(
            CleanFormat.valueOf(format.toUpperCase(java.util.Locale.ROOT)),
            partitionBy,
            List.of(),
            Optional.empty(),
            List.of());
    Snapshot version =
        new FilesSnapshot(
            table,
            new TableVersion(
                1,
                Instant.EPOCH,
                "run",
                Lineage.UNKNOWN,
                new TableState(Map.of(), columns, List.of(), List.of(), List.of(), Map.of()),
                layout));
    return new ReadingLines(dataset, table.root(), version);
  }
}
