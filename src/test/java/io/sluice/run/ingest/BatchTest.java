package io.sluice.run.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.merge.JoinPlan;
import io.sluice.read.FileScan;
import io.sluice.read.RawZone;
import io.sluice.read.ScanResult;
import io.sluice.spark.TestSession;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.storage.Storage;
import io.sluice.transform.Transform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows are judged after they were transformed, wherever they are. */
class BatchTest {
  private static final ColumnSpec NUMBER = Jobs.column("n", Simple.INT);

  @TempDir private Path raw;
  private SparkSession spark;

  @BeforeEach
  void start() {
    spark = TestSession.shared();
  }

  @ParameterizedTest
  @EnumSource(MergePlan.Place.class)
  void givenATransform_whenRead_thenItsRowsAreJudged(MergePlan.Place place) throws IOException {
    write("no,n,state\nA-1,1,gone\nA-2,2,there\nB-,3,there\nA-3,x,there\nA-4,4,odd\n");
    JobSpec job =
        Jobs.of(Jobs.text("id"), NUMBER, Jobs.text("gone"))
            .fileColumns(Jobs.text("no"), NUMBER, Jobs.text("state"))
            .deleteFlag("gone")
            .job();
    Transform id =
        (session, rows) ->
            rows.through(
                session,
                all ->
                    all.withColumn("id", regexp_replace(col("no"), "^[A-Z]-", ""))
                        .withColumn("gone", regexp_replace(col("state"), "^gone$", "true"))
                        .withColumn("gone", regexp_replace(col("gone"), "^there$", "no")));

    try (Batch batch = batch(job, place, List.of(id))) {
      assertThat(batch.counts().reasons())
          .containsOnly(
              entry("null-key in column id"),
              entry("bad-value in column n"),
              entry("bad-flag in column gone"));
      assertThat(batch.counts().examples())
          .containsOnly(
              Map.entry("null-key in column id", new ReadCounts.Example("id", null, null, null)),
              Map.entry(
                  "bad-value in column n", new ReadCounts.Example("n", "x", "orders.csv", 4L)),
              Map.entry(
                  "bad-flag in column gone", new ReadCounts.Example("gone", "odd", null, null)));
      assertThat(quarantined(batch))
          .containsExactlyInAnyOrder(
              "null-key id null null {\"id\":\"\",\"n\":3,\"gone\":\"no\"}",
              "bad-value n x orders.csv {\"n\":\"x\",\"no\":\"A-3\",\"state\":\"there\"}",
              "bad-flag gone odd null {\"id\":\"4\",\"n\":4,\"gone\":\"odd\"}");
      Merged merged = batch.merge(List.of());
      assertThat(merged.rows(List.of()).collectAsList())
          .extracting(row -> row.getAs("id") + " " + row.getAs("n"))
          .containsExactly("2 2");
      assertThat(merged.tombstones().collectAsList())
          .extracting(row -> row.getAs("id"))
          .containsExactly("1");
    }
  }

  @ParameterizedTest
  @EnumSource(MergePlan.Place.class)
  void givenBadRowsInFiles_whenRead_thenTheFirstOfEachReasonIsNamed(MergePlan.Place place)
      throws IOException {
    write("id,n,gone\na,1,\nb,y,\nc,x,\nd,1,,1\n,1,\ne,1,maybe\n");
    JobSpec job = Jobs.of(Jobs.text("id"), NUMBER, Jobs.text("gone")).deleteFlag("gone").job();

    try (Batch batch = batch(job, place, List.of())) {
      assertThat(
              batch.counts().reasons().entrySet().stream()
                  .map(one -> batch.counts().withExample(job, one.getKey(), one.getValue())))
          .containsExactly(
              "bad-flag in column gone: \"maybe\" is neither true nor false; type: boolean with"
                  + " true_values and false_values says which texts are (orders.csv, record 6)",
              "bad-value in column n: \"y\" is no int (first: orders.csv, record 2)",
              "null-key in column id (orders.csv, record 5)",
              "ragged: has 4 fields, the header 3 (orders.csv, record 4)");
      assertThat(batch.quarantined().select("_record").collectAsList())
          .extracting(row -> row.getLong(0))
          .containsExactlyInAnyOrder(2L, 3L, 4L, 5L, 6L);
    }
  }

  @ParameterizedTest
  @EnumSource(MergePlan.Place.class)
  void givenFilesWithMoreColumnsInAnotherOrder_whenRead_thenTheTableHasItsOwn(MergePlan.Place place)
      throws IOException {
    write("n,state,id\n1,gone,a\n2,there,b\n,gone,\n");
    JobSpec job =
        Jobs.of(Jobs.text("id"), NUMBER, Jobs.text("state"))
            .fileColumns(NUMBER, Jobs.text("state"), Jobs.text("id"), Jobs.optional("later"))
            .deleteCondition("state = 'gone'")
            .job();

    try (Batch batch = batch(job, place, List.of())) {
      assertThat(batch.counts().reasons()).containsOnly(entry("null-key in column id"));
      Merged merged = batch.merge(List.of());
      assertThat(merged.rows(List.of()).collectAsList())
          .extracting(row -> row.get(0) + " " + row.get(1))
          .containsExactly("b 2");
      assertThat(merged.tombstones().collectAsList())
          .extracting(row -> row.getAs("id"))
          .containsExactly("a");
    }
  }

  @ParameterizedTest
  @EnumSource(MergePlan.Place.class)
  void givenATransformThatLeavesAColumnOut_whenRead_thenItSaysWhich(MergePlan.Place place)
      throws IOException {
    write("id,n\na,1\n");
    JobSpec job = Jobs.of(Jobs.text("id"), NUMBER).job();
    Transform odd =
        (session, rows) ->
            rows.through(session, all -> all.drop("id").withColumn("n", col("n").cast("string")));

    assertThatThrownBy(() -> batch(job, place, List.of(odd)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("id is missing, n is string against int");
  }

  private static Map.Entry<String, Long> entry(String reason) {
    return Map.entry(reason, 1L);
  }

  private static List<String> quarantined(Batch batch) {
    return batch.quarantined().collectAsList().stream().map(BatchTest::told).toList();
  }

  private static String told(Row row) {
    return String.join(
        " ",
        row.<String>getAs("_reason"),
        row.<String>getAs("_column"),
        row.<String>getAs("_value"),
        row.<String>getAs("_file"),
        row.<String>getAs("_raw"));
  }

  private void write(String text) throws IOException {
    Files.writeString(raw.resolve("orders.csv"), text);
  }

  private Batch batch(JobSpec job, MergePlan.Place place, List<Transform> transforms) {
    Storage storage = new RoutedStorage(Map.of());
    Location folder = Location.of(raw.toString());
    ScanResult scanned =
        new FileScan(storage, job, folder)
            .scan(
                new RawZone(storage, job, folder, Clock.systemUTC())
                    .pending(List.of())
                    .increments());
    assertThat(scanned.refused()).isEmpty();
    BatchInput input = new BatchInput(job, Optional.empty(), scanned.files());
    return new Batch(
        spark, storage, input, new MergePlan(place, JoinPlan.BROADCAST, "test"), transforms);
  }
}
