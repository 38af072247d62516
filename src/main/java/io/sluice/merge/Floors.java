package io.sluice.merge;

import io.sluice.spark.Schemas;
import io.sluice.spec.Floor;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** The floors of a run as a column: the greatest that binds a row, or null. */
final class Floors {
  /** Added to rows by {@link #bind}: the (processed date, increment id) of the row's floor. */
  private static final String FLOOR = "_floor";

  private static final String DATE = "date";
  private static final String INCREMENT = "increment";

  private final JobSpec job;
  private final List<Floor> ofTable;
  private final List<Floor> ofPartitions;

  Floors(JobSpec job, List<Floor> floors) {
    this.job = job;
    this.ofTable = floors.stream().filter(floor -> floor.partition().isEmpty()).toList();
    this.ofPartitions = floors.stream().filter(floor -> !floor.partition().isEmpty()).toList();
    floors.forEach(this::check);
  }

  boolean isEmpty() {
    return ofTable.isEmpty() && ofPartitions.isEmpty();
  }

  /** Adds the floor to each row; the key columns tell the partition. */
  Dataset<Row> bind(Dataset<Row> rows) {
    if (isEmpty()) {
      return rows;
    }
    List<Column> floors = new ArrayList<>(ofTable.stream().map(Floors::literal).toList());
    Dataset<Row> joined = rows.alias("r");
    if (!ofPartitions.isEmpty()) {
      joined = joined.join(functions.broadcast(relation(rows)).alias("f"), samePartition(), "left");
      floors.add(functions.col("f." + FLOOR));
    }
    return joined.select(functions.col("r.*"), greatest(floors).as(FLOOR));
  }

  /** Whether a row is below the floor that {@code bound} was given by {@link #bind}. */
  Column below(Function<String, Column> at, Function<String, Column> bound) {
    if (isEmpty()) {
      return functions.lit(false);
    }
    Column load = pair(at.apply(HiddenColumns.PROCESSED_DATE), at.apply(HiddenColumns.INCREMENT));
    return functions.coalesce(load.lt(bound.apply(FLOOR)), functions.lit(false));
  }

  private void check(Floor floor) {
    if (!job.merge().hasFloors()) {
      throw new IllegalArgumentException(
          job.dataset() + ": a floor was given, but mode " + job.merge().mode() + " has none");
    }
    Set<String> columns = Set.copyOf(job.merge().partitionBy());
    if (!floor.partition().isEmpty()
        && (!floor.partition().keySet().equals(columns)
            || !job.merge().key().containsAll(columns))) {
      throw new IllegalArgumentException(
          job.dataset()
              + ": a floor names the partition columns "
              + floor.partition().keySet()
              + ", expected "
              + columns
              + ", each of them in the key");
    }
  }

  /** One row per partition: its columns as the contract types them, and its greatest floor. */
  private Dataset<Row> relation(Dataset<Row> rows) {
    List<String> columns = job.merge().partitionBy();
    List<Row> values =
        ofPartitions.stream()
            .map(
                floor ->
                    RowFactory.create(
                        Stream.concat(
                                columns.stream().map(floor.partition()::get),
                                Stream.of(floor.processedDate(), floor.increment()))
                            .toArray()))
            .toList();
    List<StructField> fields = new ArrayList<>();
    columns.forEach(name -> fields.add(field(name, DataTypes.StringType)));
    fields.add(field(DATE, DataTypes.TimestampType));
    fields.add(field(INCREMENT, DataTypes.StringType));
    // By position, as a partition column may bear any name.
    String[] positions = new String[fields.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = "c" + i;
    }
    Dataset<Row> floors =
        rows.sparkSession()
            .createDataFrame(values, DataTypes.createStructType(fields))
            .toDF(positions);
    Column[] typed = new Column[columns.size()];
    for (int i = 0; i < typed.length; i++) {
      typed[i] =
          functions.col("c" + i).cast(Schemas.of(job.column(columns.get(i)).type())).as("c" + i);
    }
    Column floor = pair(functions.col("c" + typed.length), functions.col("c" + (typed.length + 1)));
    return floors.groupBy(typed).agg(functions.max(floor).as(FLOOR));
  }

  private Column samePartition() {
    List<String> columns = job.merge().partitionBy();
    Column same = functions.lit(true);
    for (int i = 0; i < columns.size(); i++) {
      same = same.and(Names.of("r").apply(columns.get(i)).equalTo(functions.col("f.c" + i)));
    }
    return same;
  }

  private static Column literal(Floor floor) {
    return pair(functions.lit(floor.processedDate()), functions.lit(floor.increment()));
  }

  private static Column greatest(List<Column> floors) {
    return floors.size() == 1 ? floors.get(0) : functions.greatest(floors.toArray(Column[]::new));
  }

  private static Column pair(Column date, Column increment) {
    return functions.struct(date.as(DATE), increment.as(INCREMENT));
  }

  private static StructField field(String name, DataType type) {
    return DataTypes.createStructField(name, type, true);
  }
}
