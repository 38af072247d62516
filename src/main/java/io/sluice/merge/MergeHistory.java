package io.sluice.merge;

import io.sluice.law.Floors;
import io.sluice.law.Loads;
import io.sluice.law.Succession;
import io.sluice.spark.Names;
import io.sluice.spark.PartitionText;
import io.sluice.spark.PlainValues;
import io.sluice.spark.Schemas;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.Floor;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.HistoryColumns;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Partition;
import io.sluice.spec.WorkingColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The history of a table: what increments bring to it, in the shape of {@link Schemas#history}, and
 * what it says of each key. All methods are lazy but {@link #periods}.
 */
public final class MergeHistory {
  /** Of periods: their place among those of their key, from 0; int. */
  public static final String NUMBER = "_number";

  private final JobSpec job;
  private final Contenders contenders;

  /** Of the job's table. */
  public MergeHistory(JobSpec job) {
    this.job = job;
    this.contenders = new Contenders(job);
  }

  /** Incoming rows, as {@link Merge#decide} takes them; of a delete what the law looks at. */
  public Dataset<Row> accepted(Dataset<Row> incoming) {
    List<Column> columns = contenders.cleanOfIncoming();
    columns.add(
        functions
            .when(contenders.isDelete(), HistoryColumns.DELETE)
            .otherwise(HistoryColumns.UPSERT)
            .as(HistoryColumns.OPERATION));
    return incoming.select(columns.toArray(Column[]::new));
  }

  /** Rows of a table. */
  public Dataset<Row> stored(Dataset<Row> rows) {
    return of(rows, List.of(Schemas.clean(job).fieldNames()), HistoryColumns.UPSERT);
  }

  /** Tombstones of a table. */
  public Dataset<Row> tombstones(Dataset<Row> tombstones) {
    return of(tombstones, List.of(Schemas.tombstones(job).fieldNames()), HistoryColumns.DELETE);
  }

  /** Loads, a row for each. */
  public Dataset<Row> loads(SparkSession spark, List<Floor> floors) {
    List<String> partitionBy = job.merge().partitionBy();
    StructType schema = new StructType();
    for (String column : partitionBy) {
      schema = schema.add(column, DataTypes.StringType);
    }
    schema =
        schema
            .add(HiddenColumns.PROCESSED_DATE, DataTypes.TimestampType)
            .add(HiddenColumns.INCREMENT, DataTypes.StringType);
    List<Row> rows = new ArrayList<>();
    for (Floor floor : floors) {
      List<Object> cells = new ArrayList<>();
      partitionBy.forEach(column -> cells.add(floor.partition().values().get(column)));
      cells.add(floor.processedDate());
      cells.add(floor.increment());
      rows.add(RowFactory.create(cells.toArray()));
    }
    return of(
        spark.createDataFrame(rows, schema), List.of(schema.fieldNames()), HistoryColumns.LOAD);
  }

  /** The rows with these columns; the others of the history are null. */
  private Dataset<Row> of(Dataset<Row> rows, List<String> names, String operation) {
    List<Column> columns = new ArrayList<>();
    for (org.apache.spark.sql.types.StructField field : Schemas.clean(job).fields()) {
      Column value =
          names.contains(field.name()) ? Names.PLAIN.apply(field.name()) : functions.lit(null);
      columns.add(value.cast(field.dataType()).as(field.name()));
    }
    columns.add(functions.lit(operation).as(HistoryColumns.OPERATION));
    return rows.select(columns.toArray(Column[]::new));
  }

  /** The columns of periods but for their number: a clean row, and what is said of it. */
  public static StructType schema(JobSpec job) {
    return Schemas.clean(job)
        .add(HistoryColumns.VALID_FROM, DataTypes.TimestampType)
        .add(HistoryColumns.VALID_TO, DataTypes.TimestampType)
        .add(HistoryColumns.IS_CURRENT, DataTypes.BooleanType)
        .add(HistoryColumns.OPERATION, DataTypes.StringType);
  }

  /**
   * When the rows of each key were in force, one row for each period: the columns of {@link
   * Schemas#clean}, {@link HistoryColumns#OF_PERIODS} and {@link #NUMBER}. Runs a job that collects
   * the loads, if the table has any.
   */
  public Dataset<Row> periods(Dataset<Row> history) {
    Column operation = functions.col(HistoryColumns.OPERATION);
    Column delete = operation.equalTo(HistoryColumns.DELETE);
    Dataset<Row> rows =
        history
            .filter(operation.notEqual(HistoryColumns.LOAD))
            .withColumn(
                WorkingColumns.OPERATION,
                functions
                    .when(delete, functions.lit(WorkingColumns.DELETE))
                    .otherwise(functions.lit(WorkingColumns.UPSERT)))
            .withColumn(
                WorkingColumns.KEY_ORIGINAL, functions.lit(null).cast(DataTypes.StringType));
    Succession<KeyRow> succession =
        new Succession<>(
            job.merge(),
            new Loads(
                job.merge().hasFloors()
                    ? floors(history.filter(operation.equalTo(HistoryColumns.LOAD)))
                    : List.of()));
    return Judged.opened(
        job,
        Merge.eachKey(
            contenders.sorted(contenders.incoming(rows)),
            new KeyShape(job, Floors.of(job, List.of())),
            shape -> new Periods(shape, succession),
            Periods.schema(job)));
  }

  private List<Floor> floors(Dataset<Row> loads) {
    List<String> partitionBy = job.merge().partitionBy();
    List<ColumnSpec> columns = partitionBy.stream().map(job::column).toList();
    List<String> names =
        Stream.concat(
                partitionBy.stream(),
                Stream.of(HiddenColumns.PROCESSED_DATE, HiddenColumns.INCREMENT))
            .toList();
    return loads.select(Names.columns(names, Names.PLAIN)).distinct().collectAsList().stream()
        .map(row -> floor(columns, row))
        .toList();
  }

  private static Floor floor(List<ColumnSpec> columns, Row row) {
    List<String> names = columns.stream().map(ColumnSpec::name).toList();
    Partition partition =
        PartitionText.of(
            names,
            name -> {
              int at = names.indexOf(name);
              return PlainValues.of(columns.get(at).type(), row.get(at));
            });
    return new Floor(partition, row.getInstant(columns.size()), row.getString(columns.size() + 1));
  }
}
