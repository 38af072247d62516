package io.sluice.run.why;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.trim;

import io.sluice.read.AskedKey;
import io.sluice.run.show.CellText;
import io.sluice.run.show.ShownRows;
import io.sluice.spark.Names;
import io.sluice.spark.PartitionText;
import io.sluice.spark.Rows;
import io.sluice.spark.Schemas;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import io.sluice.table.DataFile;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** What a version of the table has of one key: its row, or its tombstone. */
record StoredKey(Snapshot version, Optional<Row> row, Optional<Row> tombstone) {

  /** Reads the files that can hold the key. */
  static StoredKey of(Snapshot version, JobSpec job, AskedKey key, SparkSession spark) {
    List<DataFile> files =
        version.files().stream().filter(file -> canHold(job, key, file)).toList();
    Optional<Row> row = first(version.rows(spark, job, files), job, key);
    Optional<Row> tombstone =
        row.isPresent() || version.tombstones().isEmpty()
            ? Optional.empty()
            : first(version.tombstones(spark, job), job, key);
    return new StoredKey(version, row, tombstone);
  }

  private static boolean canHold(JobSpec job, AskedKey key, DataFile file) {
    Map<String, String> values = file.partition().values();
    return job.merge().partitionBy().stream()
        .filter(job.merge().key()::contains)
        .allMatch(name -> PartitionText.of(key.value(name)).equals(values.get(name)));
  }

  private static Optional<Row> first(Dataset<Row> rows, JobSpec job, AskedKey key) {
    Dataset<Row> found = rows;
    for (String name : job.merge().key()) {
      found = found.filter(Names.PLAIN.apply(name).equalTo(lit(key.value(name))));
    }
    return found.takeAsList(1).stream().findFirst();
  }

  /** Texts of other keys of the table that differ from this one by case or blanks alone. */
  static List<String> near(Snapshot version, JobSpec job, AskedKey key, SparkSession spark) {
    Dataset<Row> found = version.rows(spark, job, version.files());
    for (String name : job.merge().key()) {
      Column column = Names.PLAIN.apply(name);
      Object value = key.value(name);
      found =
          found.filter(
              value instanceof String text
                  ? lower(trim(column)).equalTo(lit(text.strip().toLowerCase(Locale.ROOT)))
                  : column.equalTo(lit(value)));
    }
    List<StructField> fields = List.of(Schemas.key(job).fields());
    return texts(spark, new Rows.Local(found.schema(), found.takeAsList(1)), fields).stream()
        .flatMap(cells -> cells.stream().map(cell -> cell.orElse("")))
        .toList();
  }

  /** The row, or the tombstone. */
  Optional<Row> any() {
    return row.or(this::tombstone);
  }

  /** The id of the increment that it came from. */
  Optional<String> increment() {
    return any().map(one -> one.getAs(HiddenColumns.INCREMENT));
  }

  /** What is told of it. */
  InTable told(Table table, JobSpec job, SparkSession spark) {
    Since since = increment().map(id -> since(table, id)).orElse(Since.UNKNOWN);
    return new InTable(
        version.number(),
        row.map(one -> shown(one, job, spark)),
        tombstone.isPresent(),
        increment(),
        since.version(),
        since.atTheLatest());
  }

  /** The version that applied an increment. */
  private record Since(OptionalLong version, boolean atTheLatest) {
    static final Since UNKNOWN = new Since(OptionalLong.empty(), false);
  }

  /** Versions only ever add increments, so half of those that are left are ruled out by each. */
  private Since since(Table table, String increment) {
    List<Long> numbers =
        table.versions().stream().filter(number -> number <= version.number()).toList();
    int low = 0;
    int high = numbers.size() - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      Optional<Snapshot> one = table.at(numbers.get(middle));
      if (one.filter(kept -> has(kept, increment)).isPresent()) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return numbers.isEmpty()
        ? Since.UNKNOWN
        : new Since(OptionalLong.of(numbers.get(low)), low == 0 && numbers.get(0) > 1);
  }

  private static boolean has(Snapshot version, String increment) {
    return version.state().applied().stream().anyMatch(one -> one.id().equals(increment));
  }

  private static ShownRows shown(Row row, JobSpec job, SparkSession spark) {
    List<StructField> fields =
        Arrays.stream(Schemas.clean(job).fields())
            .filter(field -> !field.name().startsWith("_"))
            .toList();
    Set<String> bare = new HashSet<>();
    fields.stream()
        .filter(field -> CellText.isBare(job, field))
        .forEach(field -> bare.add(field.name()));
    return new ShownRows(
        fields.stream().map(StructField::name).toList(),
        Set.copyOf(job.merge().key()),
        bare,
        texts(spark, new Rows.Local(row.schema(), List.of(row)), fields));
  }

  /** The cells of rows as show prints them. */
  static List<List<Optional<String>>> texts(
      SparkSession spark, Rows.Local rows, List<StructField> fields) {
    Column[] cells =
        fields.stream()
            .map(field -> CellText.of(Names.PLAIN.apply(field.name()), field.dataType()))
            .toArray(Column[]::new);
    List<List<Optional<String>>> texts = new ArrayList<>();
    for (Row row : rows.dataset(spark).select(cells).collectAsList()) {
      List<Optional<String>> text = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        text.add(Optional.ofNullable(row.getString(i)));
      }
      texts.add(text);
    }
    return texts;
  }
}
