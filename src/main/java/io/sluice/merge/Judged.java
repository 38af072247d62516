package io.sluice.merge;

import io.sluice.law.Rivals;
import io.sluice.law.Verdict;
import io.sluice.law.Verdict.Beaten;
import io.sluice.spark.Schemas;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import io.sluice.spec.WorkingColumns;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** The verdict of the law on one key, and the form in which it comes back from an executor. */
final class Judged implements SortedKeys.OneKey {
  static final String CONTENT = "content";
  private static final int CELLS = 8;

  private final KeyShape shape;
  private final Rivals<KeyRow> rivals;
  private Optional<KeyRow> stored = Optional.empty();
  private Optional<KeyRow> tombstone = Optional.empty();

  Judged(KeyShape shape) {
    this.shape = shape;
    this.rivals = new Rivals<>(shape.order());
  }

  @Override
  public void add(byte kind, KeyRow row) {
    switch (kind) {
      case Contenders.INCOMING -> {
        UTF8String original = shape.text(row.row());
        rivals.add(row, original == null ? null : original.toString());
      }
      case Contenders.STORED -> stored = Optional.of(row);
      default -> tombstone = Optional.of(row);
    }
  }

  @Override
  public void end(Deque<InternalRow> said) {
    Verdict<KeyRow> verdict = rivals.meet(stored, tombstone);
    List<Object> cells = new ArrayList<>();
    cells.add(verdict.winner().content());
    cells.addAll(shape.originOf(verdict.winner().row()));
    cells.addAll(cells(verdict));
    cells.add(verdict.leaving().map(row -> shape.text(row.row())).orElse(null));
    if (shape.isPartitioned()) {
      cells.add(verdict.leaving().map(row -> shape.partition(row.content())).orElse(null));
    }
    said.add(new GenericInternalRow(cells.toArray()));
  }

  /** What is said of the winner and of those that it beat, of every verdict. */
  static List<Object> cells(Verdict<?> verdict) {
    Beaten beaten = verdict.beaten();
    return List.of(
        beaten.duplicate(),
        beaten.superseded(),
        beaten.ties(),
        beaten.keyCollisions(),
        UTF8String.fromString(verdict.mergeClass().text()),
        verdict.live(),
        verdict.dead(),
        verdict.replaces());
  }

  /**
   * The columns of verdicts on rows that met no stored row.
   *
   * @param cell gives each of {@link #cells} by its place
   */
  static List<Column> columns(JobSpec job, IntFunction<Column> cell) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : verdict(job).fields()) {
      Column value = columns.size() < CELLS ? cell.apply(columns.size()) : functions.lit(null);
      columns.add(value.cast(field.dataType()).as(field.name()));
    }
    return columns;
  }

  /** The columns of what {@link #end} says. */
  static StructType schema(JobSpec job) {
    StructType schema =
        new StructType()
            .add(CONTENT, Contenders.content(job))
            .add(HiddenColumns.PROCESSED_DATE, DataTypes.TimestampType)
            .add(HiddenColumns.INCREMENT, DataTypes.StringType)
            .add(HiddenColumns.FILE_ORDINAL, DataTypes.IntegerType);
    for (StructField field : verdict(job).fields()) {
      schema = schema.add(field);
    }
    return schema;
  }

  /** {@link #cells}, then what is said of the row that leaves. */
  private static StructType verdict(JobSpec job) {
    StructType schema =
        new StructType()
            .add(MergeColumns.DUPLICATE, DataTypes.LongType)
            .add(MergeColumns.SUPERSEDED, DataTypes.LongType)
            .add(MergeColumns.TIES, DataTypes.LongType)
            .add(MergeColumns.KEY_COLLISIONS, DataTypes.LongType)
            .add(MergeColumns.CLASS, DataTypes.StringType)
            .add(MergeColumns.LIVE, DataTypes.BooleanType)
            .add(MergeColumns.DEAD, DataTypes.BooleanType)
            .add(MergeColumns.REPLACES, DataTypes.BooleanType)
            .add(WorkingColumns.DATA_FILE, DataTypes.StringType);
    List<ColumnSpec> partition = job.merge().partitionBy().stream().map(job::column).toList();
    return partition.isEmpty()
        ? schema
        : schema.add(MergeColumns.OLD_PARTITION, Schemas.contract(partition));
  }

  /** The same with the content's columns in its place. */
  static Dataset<Row> opened(JobSpec job, Dataset<Row> judged) {
    List<Column> columns = new ArrayList<>();
    for (String name : Contenders.content(job).fieldNames()) {
      columns.add(functions.col(CONTENT).getField(name).as(name));
    }
    for (String name : judged.columns()) {
      if (!name.equals(CONTENT)) {
        columns.add(functions.col(name));
      }
    }
    return judged.select(columns.toArray(Column[]::new));
  }
}
