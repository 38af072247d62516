package io.sluice.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spark.Names;
import io.sluice.spark.Rows;
import io.sluice.spark.Schemas;
import io.sluice.spark.TestSession;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnSpec.Normaliser;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.Floor;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.Partition;
import io.sluice.spec.WorkingColumns;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The merge on the driver decides as the one of Spark does, for values of every type. */
class LocalMergeTest {
  private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
  private static final Map<ColumnType, List<Object>> DOMAINS = domains();

  private final SparkSession spark = TestSession.own();
  private final Random random = new Random(17);

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"UPSERT", "PARTITION", "INSERT"})
  void givenValuesOfEveryType_whenMergedInMemory_thenTheDecisionsAreThoseOfSpark(Mode mode) {
    JobSpec job = job(mode);
    spark.conf().set("spark.sql.codegen.wholeStage", "false");
    spark.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    List<Row> first = incoming(job, mode, 0, 150);
    List<Row> second = incoming(job, mode, 1, 150);
    List<Floor> floors =
        mode == Mode.PARTITION
            ? List.of(
                new Floor(
                    new Partition(Map.of("day", "2026-11-20", "part", "é")),
                    START.plusMillis(1),
                    "b"))
            : List.of();
    LocalMerge driver = new LocalMerge(job, floors);
    Rows.Local nothing = new Rows.Local(stored(job), List.of());
    Rows.Local noTombstones = new Rows.Local(Schemas.tombstones(job), List.of());
    LocalDecisions before =
        driver.decide(new Rows.Local(incomingSchema(job), first), nothing, noTombstones);
    Rows.Local current = new Rows.Local(stored(job), withFile(driver.rows(nothing, before)));
    Rows.Local dead =
        new Rows.Local(Schemas.tombstones(job), driver.tombstones(noTombstones, before));

    LocalDecisions inMemory =
        driver.decide(new Rows.Local(incomingSchema(job), second), current, dead);

    Merge merge = new Merge(job);
    Dataset<Row> incoming = spark.createDataFrame(second, incomingSchema(job));
    Dataset<Row> bySpark = merge.decide(incoming, dataset(current), dataset(dead), floors);
    DecidedRows form = new DecidedRows(job);
    String[] columns = form.schema().fieldNames();
    Dataset<Row> decisions = spark.createDataFrame(form.of(inMemory), form.schema());
    assertThat(texts(decisions))
        .isEqualTo(texts(bySpark.select(Names.columns(List.of(columns), Names.PLAIN))));
    assertThat(inMemory.counts()).isEqualTo(MergeCounts.of(bySpark));
    assertThat(inMemory.counts().classes())
        .allSatisfy((name, rows) -> assertThat(rows).isNotNull());
    Rows.Distributed currentOfSpark = new Rows.Distributed(dataset(current));
    Rows.Distributed deadOfSpark = new Rows.Distributed(dataset(dead));
    Decisions ofSpark = merge.decisions(bySpark, floors);
    for (Decisions applied : List.of(inMemory, ofSpark)) {
      assertThat(texts(applied.rows(currentOfSpark).dataset(spark)))
          .isEqualTo(texts(inMemory.rows(current).dataset(spark)));
      assertThat(texts(applied.tombstones(deadOfSpark).dataset(spark)))
          .isEqualTo(texts(inMemory.tombstones(dead).dataset(spark)));
      assertThat(applied.removed(currentOfSpark)).isEqualTo(inMemory.removed(current));
    }
  }

  private Dataset<Row> dataset(Rows.Local rows) {
    return spark.createDataFrame(rows.rows(), rows.schema());
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(LocalMergeTest::text).sorted().toList();
  }

  /** Arrays by their elements: bytes have no text of their own. */
  private static String text(Row row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Object cell = row.get(i);
      cells.add(
          cell instanceof byte[] bytes
              ? Arrays.toString(bytes)
              : cell instanceof Row nested ? "(" + text(nested) + ")" : String.valueOf(cell));
    }
    return String.join("|", cells);
  }

  private static List<Row> withFile(List<Row> rows) {
    List<Row> stored = new ArrayList<>();
    for (Row row : rows) {
      List<Object> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(row.get(i));
      }
      cells.add("file-" + stored.size() % 3);
      stored.add(RowFactory.create(cells.toArray()));
    }
    return stored;
  }

  private List<Row> incoming(JobSpec job, Mode mode, int run, int rows) {
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      String increment = random.nextBoolean() ? "a" : "b" + run;
      boolean delete = mode != Mode.INSERT && random.nextInt(4) == 0;
      List<Object> cells = new ArrayList<>();
      for (ColumnSpec column : job.columns()) {
        List<Object> domain = DOMAINS.get(column.type());
        boolean keyed = job.merge().key().contains(column.name());
        Object value = domain.get(random.nextInt(domain.size()));
        cells.add(keyed || random.nextInt(3) > 0 ? value : null);
      }
      cells.add(random.nextInt(6) == 0 ? "{\"x\":1}" : null);
      cells.add(START.plusMillis(random.nextInt(3)));
      cells.add(increment);
      cells.add(random.nextInt(2));
      cells.add(delete ? WorkingColumns.DELETE : WorkingColumns.UPSERT);
      cells.add("{\"part\":\"" + random.nextInt(2) + "\"}");
      Row row = RowFactory.create(cells.toArray());
      all.add(row);
      if (random.nextInt(3) == 0) {
        all.add(row);
      }
    }
    return all;
  }

  private static StructType incomingSchema(JobSpec job) {
    return Schemas.withHidden(Schemas.contract(job.columns()))
        .add(WorkingColumns.OPERATION, DataTypes.ByteType)
        .add(WorkingColumns.KEY_ORIGINAL, DataTypes.StringType);
  }

  private static StructType stored(JobSpec job) {
    return Schemas.clean(job).add(WorkingColumns.DATA_FILE, DataTypes.StringType);
  }

  private static Map<ColumnType, List<Object>> domains() {
    Map<ColumnType, List<Object>> domains = new LinkedHashMap<>();
    // The last two sort one way by their bytes and the other way by Java's characters.
    domains.put(Simple.STRING, List.of("é", "x", "\uff5a", "\ud83d\ude00"));
    domains.put(Simple.DATE, List.of(LocalDate.parse("2026-11-20"), LocalDate.parse("1500-01-01")));
    domains.put(
        new ColumnType.Decimal(10, 2), List.of(new BigDecimal("1.50"), new BigDecimal("2.00")));
    domains.put(Simple.DOUBLE, List.of(0.0, -0.0, Double.NaN));
    domains.put(Simple.FLOAT, List.of(0.0f, -0.0f, Float.NaN));
    domains.put(Simple.BINARY, List.of(new byte[] {1}, new byte[] {-1}));
    domains.put(Simple.BOOLEAN, List.of(true, false));
    domains.put(Simple.TIMESTAMP, List.of(START, START.plusNanos(1000)));
    domains.put(
        new ColumnType.Struct(Map.of("k", Simple.INT)),
        List.of(RowFactory.create(1), RowFactory.create((Object) null)));
    domains.put(
        new ColumnType.Array(Simple.STRING),
        List.of(List.of("x"), List.of(), Arrays.asList("x", null)));
    return domains;
  }

  private static JobSpec job(Mode mode) {
    List<ColumnSpec> columns = new ArrayList<>();
    columns.add(Jobs.normalised("part", Normaliser.LOWER));
    columns.add(Jobs.column("day", Simple.DATE));
    columns.add(Jobs.column("number", new ColumnType.Decimal(10, 2)));
    columns.add(Jobs.column("changed", Simple.DATE));
    for (ColumnType type : DOMAINS.keySet()) {
      columns.add(Jobs.column("of." + columns.size(), type));
    }
    return Jobs.of(columns.toArray(ColumnSpec[]::new))
        .mode(mode)
        .key("part", "day", "number")
        .orderBy("changed", true)
        .partitionBy("day", "part")
        .job();
  }
}
