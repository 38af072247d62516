package io.sluice.merge;

import io.sluice.spark.Schemas;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.OrderBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;

/**
 * Brings the rows of a run down to the winner of each key, and counts what it beat. A row that is
 * alone with its key wins as it is; the others take one shuffle by key, and are hashed only where
 * the rest of their versions is equal.
 */
final class Reduction {
  /** The winner's version without the hash. */
  static final String VERSION = "_version";

  private static final String HASH = "_hash";
  private static final String PEER = "_peer";
  private static final String RANK = "_rank";
  private static final String REPEATS = "_repeats";
  private static final String TIES = "_ties_before";

  private final JobSpec job;
  private final Version version;
  private final List<String> key;

  Reduction(JobSpec job, Version version) {
    this.job = job;
    this.version = version;
    this.key = job.merge().key();
  }

  /**
   * Returns one row per key: the stored and hidden columns, the operation, {@link #VERSION} and the
   * counts. Of a delete only the key, the values that order it, and its origin are kept.
   */
  Dataset<Row> winners(Dataset<Row> incoming, Optional<Dataset<Row>> repeated) {
    if (repeated.isEmpty()) {
      return reduced(incoming);
    }
    return alone(where(incoming, repeated.get(), "leftanti"))
        .unionByName(reduced(where(incoming, repeated.get(), "leftsemi")));
  }

  /** Returns the keys that more than one row has. */
  Dataset<Row> repeatedKeys(Dataset<Row> incoming) {
    Column[] columns = Names.columns(key, Names.PLAIN);
    return incoming
        .groupBy(columns)
        .agg(functions.count(functions.lit(1)).as(RANK))
        .filter(functions.col(RANK).gt(1))
        .select(columns);
  }

  private Dataset<Row> where(Dataset<Row> incoming, Dataset<Row> keys, String join) {
    return incoming
        .alias("r")
        .join(
            functions.broadcast(keys).alias("k"),
            Names.equal(key, Names.of("r"), Names.of("k")),
            join);
  }

  private Dataset<Row> alone(Dataset<Row> rows) {
    Column none = functions.lit(0L);
    return Names.with(
            relevant(rows),
            Map.of(
                MergeColumns.DUPLICATE, none,
                MergeColumns.TIES, none,
                MergeColumns.SUPERSEDED, none,
                MergeColumns.KEY_COLLISIONS, none))
        .drop(MergeColumns.KEY_ORIGINAL);
  }

  private Dataset<Row> reduced(Dataset<Row> incoming) {
    WindowSpec byKey = Window.partitionBy(Names.columns(key, Names.PLAIN));
    WindowSpec byVersion = byKey.orderBy(version.bestFirst(functions.col(VERSION)));
    Column peer =
        sameAs(functions.lag(VERSION, 1).over(byVersion))
            .or(sameAs(functions.lead(VERSION, 1).over(byVersion)));
    Dataset<Row> hashed =
        relevant(incoming)
            .withColumn(PEER, peer)
            .withColumn(HASH, functions.when(functions.col(PEER), hash(Names.PLAIN)));

    WindowSpec ranked =
        byKey.orderBy(
            version.bestFirst(functions.col(VERSION)), version.bestFirst(functions.col(HASH)));
    Column sameVersion = sameAs(functions.lag(VERSION, 1).over(ranked));
    Column sameHash = functions.lag(HASH, 1).over(ranked).eqNullSafe(functions.col(HASH));
    Column collisions =
        normalisesKey()
            ? functions
                .size(
                    functions
                        .collect_set(functions.struct(functions.col(MergeColumns.KEY_ORIGINAL)))
                        .over(byKey))
                .minus(1)
            : functions.lit(0);
    Column all = functions.count(functions.lit(1)).over(byKey);
    Column repeats = functions.sum(REPEATS).over(byKey);
    Dataset<Row> numbered =
        Names.with(
            hashed,
            Map.of(
                RANK, functions.row_number().over(ranked),
                REPEATS, one(sameVersion.and(sameHash)),
                TIES, one(sameVersion.and(functions.not(sameHash)))));
    return Names.with(
            numbered,
            Map.of(
                MergeColumns.DUPLICATE, repeats,
                MergeColumns.TIES, functions.sum(TIES).over(byKey),
                MergeColumns.SUPERSEDED, all.minus(repeats).minus(1),
                MergeColumns.KEY_COLLISIONS, collisions.cast("bigint")))
        .filter(functions.col(RANK).equalTo(1))
        .drop(PEER, HASH, RANK, REPEATS, TIES, MergeColumns.KEY_ORIGINAL);
  }

  /** Marks each row that shares key and version but the hash with a row of other content. */
  Dataset<Row> withTies(Dataset<Row> incoming) {
    Dataset<Row> versioned = incoming.withColumn(VERSION, version.ofIncoming(Names.PLAIN));
    List<Column> peers = new ArrayList<>(List.of(Names.columns(key, Names.PLAIN)));
    // The increment is part of the version, so rows of different increments never meet here.
    peers.add(functions.col(VERSION));
    WindowSpec window = Window.partitionBy(peers.toArray(Column[]::new));
    Column content =
        functions.when(
            functions.not(isDelete()), functions.struct(Names.columns(content(), Names.PLAIN)));
    Column differs =
        functions.min(content).over(window).notEqual(functions.max(content).over(window));
    return versioned
        .withColumn(MergeColumns.TIED, functions.coalesce(differs, functions.lit(false)))
        .drop(VERSION);
  }

  /**
   * The hash of an upsert. Deletes of one key and version are all the same one: any text serves.
   */
  Column hash(Function<String, Column> at) {
    Column ofContent = RowHashFunction.of(named(content(), at));
    return functions
        .when(at.apply(MergeColumns.OPERATION).equalTo(MergeColumns.DELETE), functions.lit(""))
        .otherwise(ofContent);
  }

  /** The hash of a row of the table. */
  Column storedHash(Function<String, Column> at) {
    return RowHashFunction.of(named(content(), at));
  }

  /** The columns that make two rows of one key equal: the stored ones and what was rescued. */
  List<String> content() {
    return Stream.concat(
            job.storedColumns().stream().map(ColumnSpec::name), Stream.of(HiddenColumns.RESCUED))
        .toList();
  }

  private Dataset<Row> relevant(Dataset<Row> incoming) {
    List<Column> columns = new ArrayList<>();
    for (ColumnSpec column : job.storedColumns()) {
      columns.add(relevant(column).as(column.name()));
    }
    columns.add(
        functions
            .when(functions.not(isDelete()), functions.col(HiddenColumns.RESCUED))
            .as(HiddenColumns.RESCUED));
    columns.add(functions.col(HiddenColumns.PROCESSED_DATE));
    columns.add(functions.col(HiddenColumns.INCREMENT));
    columns.add(functions.col(HiddenColumns.FILE_ORDINAL));
    columns.add(functions.col(MergeColumns.OPERATION));
    columns.add(functions.col(MergeColumns.KEY_ORIGINAL));
    columns.add(version.ofIncoming(Names.PLAIN).as(VERSION));
    return incoming.select(columns.toArray(Column[]::new));
  }

  /** Deletes of one version must not differ by what they say beside their key. */
  private Column relevant(ColumnSpec column) {
    Column value = Names.PLAIN.apply(column.name());
    if (key.contains(column.name())) {
      return value;
    }
    Optional<OrderBy> order =
        job.merge().orderBy().stream().filter(o -> o.column().equals(column.name())).findFirst();
    Column ofDelete =
        order.map(o -> version.orderValue(o, Names.PLAIN)).orElseGet(() -> functions.lit(null));
    return functions.when(isDelete(), ofDelete).otherwise(unsigned(column, value));
  }

  /** Negative zero equals zero, so the two must not be told apart once they are stored. */
  private static Column unsigned(ColumnSpec column, Column value) {
    boolean floating =
        column.type() == ColumnType.Simple.FLOAT || column.type() == ColumnType.Simple.DOUBLE;
    return floating
        ? functions
            .when(value.equalTo(0), functions.lit(0).cast(Schemas.of(column.type())))
            .otherwise(value)
        : value;
  }

  private boolean normalisesKey() {
    return key.stream().anyMatch(name -> !job.column(name).normalise().isEmpty());
  }

  private static Column[] named(List<String> names, Function<String, Column> at) {
    return names.stream().map(name -> at.apply(name).as(name)).toArray(Column[]::new);
  }

  private static Column isDelete() {
    return functions.col(MergeColumns.OPERATION).equalTo(MergeColumns.DELETE);
  }

  private static Column sameAs(Column other) {
    return functions.coalesce(other.equalTo(functions.col(VERSION)), functions.lit(false));
  }

  private static Column one(Column condition) {
    return functions.when(condition, functions.lit(1L)).otherwise(functions.lit(0L));
  }
}
