package io.sluice.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.error.ConfigurationException;
import io.sluice.spark.PlainValues;
import io.sluice.spark.Rows;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import io.sluice.spec.WorkingColumns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * Judges rows once nothing changes them any more: keys, order, partitions and flags of the columns
 * that the table is to have, and whether its format can store the values.
 */
public final class Judging {
  private final JobSpec job;
  private final StructType schema;

  /** The judging of a job's rows. */
  public Judging(JobSpec job) {
    this.job = job;
    this.schema = ReadColumns.schema(job.columns());
  }

  /**
   * The rows in the columns of the job and {@link ReadColumns}, found by their names; those that
   * cannot be used with a reason. Rows that have one already keep it.
   *
   * @throws ConfigurationException if a column of the job is missing or of another type, or the
   *     condition for deletes cannot be evaluated
   */
  public Rows of(SparkSession spark, Rows rows) {
    return withCondition(spark, rows.each(schema, new EachRow(job, schema, rows.schema())));
  }

  /** Rows that are judged, with the operation that the job's condition gives them. */
  Rows withCondition(SparkSession spark, Rows rows) {
    return job.merge().deleteCondition().isEmpty()
        ? rows
        : DeleteCondition.evaluated(job, () -> rows.through(spark, this::withCondition));
  }

  private Dataset<Row> withCondition(Dataset<Row> rows) {
    return rows.withColumn(
        WorkingColumns.OPERATION,
        functions
            .when(functions.col(ReadColumns.REASON).isNotNull(), functions.lit(null))
            .when(
                functions.expr(DeleteCondition.sql(job.merge().deleteCondition().get())),
                WorkingColumns.DELETE)
            .otherwise(WorkingColumns.UPSERT)
            .cast(DataTypes.ByteType));
  }

  /** Judges one row; travels to executors. */
  private static final class EachRow implements Rows.Function {
    private static final long serialVersionUID = 1L;

    private final ArrayList<ColumnSpec> columns;
    private final RowJudge judge;
    private final Storable storable;
    private final int[] places;
    private final int processedDate;
    private final int operation;
    private final int reason;

    EachRow(JobSpec job, StructType judged, StructType rows) {
      this.columns = new ArrayList<>(job.columns());
      this.judge = new RowJudge(job);
      this.storable = new Storable(job.clean().format());
      this.places = places(job, judged, rows);
      this.processedDate = judged.fieldIndex(HiddenColumns.PROCESSED_DATE);
      this.operation = judged.fieldIndex(WorkingColumns.OPERATION);
      this.reason = judged.fieldIndex(ReadColumns.REASON);
    }

    @Override
    public Row of(Row row) {
      Object[] cells = new Object[places.length];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = row.get(places[i]);
      }
      if (cells[reason] != null) {
        return RowFactory.create(cells);
      }
      try {
        cells[operation] = judge.operation(cells, (Instant) cells[processedDate]);
        requireStorable(cells);
      } catch (RowRefusedException e) {
        refuse(cells, e);
      }
      return RowFactory.create(cells);
    }

    private void requireStorable(Object[] cells) throws RowRefusedException {
      for (int i = 0; i < columns.size(); i++) {
        try {
          storable.require(cells[i]);
        } catch (BadValueException e) {
          throw new RowRefusedException("bad-value", columns.get(i).name(), cells[i].toString());
        }
      }
    }

    /** Where the file's own text is not known any more, the row is kept as it was judged. */
    private void refuse(Object[] cells, RowRefusedException refusal) {
      ObjectNode raw = CanonicalJson.MAPPER.createObjectNode();
      for (int i = 0; i < columns.size(); i++) {
        ColumnSpec column = columns.get(i);
        raw.set(column.name(), json(PlainValues.of(column.type(), cells[i])));
        cells[i] = null;
      }
      cells[operation] = null;
      int next = reason;
      for (String cell : refusal.cells(null, raw.toString())) {
        cells[next++] = cell;
      }
    }

    private static JsonNode json(Object plain) {
      if (plain instanceof Map<?, ?> fields) {
        ObjectNode node = CanonicalJson.MAPPER.createObjectNode();
        fields.forEach((name, value) -> node.set(name.toString(), json(value)));
        return node;
      }
      if (plain instanceof List<?> elements) {
        ArrayNode node = CanonicalJson.MAPPER.createArrayNode();
        elements.forEach(element -> node.add(json(element)));
        return node;
      }
      return plain instanceof Number || plain instanceof Boolean
          ? CanonicalJson.MAPPER.valueToTree(plain)
          : Values.node(plain);
    }

    private static int[] places(JobSpec job, StructType judged, StructType rows) {
      List<String> wrong = new ArrayList<>();
      int[] places = new int[judged.length()];
      for (int i = 0; i < places.length; i++) {
        String name = judged.fields()[i].name();
        String type = judged.fields()[i].dataType().catalogString();
        Option<Object> found = rows.getFieldIndex(name);
        if (found.isEmpty()) {
          wrong.add(name + " is missing");
          continue;
        }
        places[i] = (Integer) found.get();
        String foundType = rows.fields()[places[i]].dataType().catalogString();
        if (!foundType.equals(type)) {
          wrong.add(name + " is " + foundType + " against " + type);
        }
      }
      if (!wrong.isEmpty()) {
        throw new ConfigurationException(
            job.dataset()
                + ": rows do not have the columns of the job: "
                + String.join(", ", wrong)
                + ". Nothing was committed; the table stays as it was. Correct the job file.");
      }
      return places;
    }
  }
}
