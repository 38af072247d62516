package io.sluice.read;

import io.sluice.error.UsageException;
import io.sluice.spark.PartitionText;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.Partition;
import io.sluice.spec.TextForm;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The key of a row, as somebody has typed it. Travels to executors. */
public final class AskedKey implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> names;
  private final Object[] values;

  /** Where the key lies in rows; null where that is not known yet. */
  private final int[] places;

  private AskedKey(List<String> names, Object[] values, int[] places) {
    this.names = new ArrayList<>(names);
    this.values = values;
    this.places = places;
  }

  /**
   * Parses texts, one for each key column in their order: as {@code show} prints values, or as
   * files have them. They are normalised as the job says.
   *
   * @throws UsageException if a text is no value of its column
   */
  public static AskedKey of(JobSpec job, List<String> texts) {
    List<String> names = job.merge().key();
    Object[] values = new Object[names.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(job, names.get(i), texts.get(i));
    }
    return new AskedKey(names, values, null);
  }

  private static Object value(JobSpec job, String name, String text) {
    ColumnSpec column = job.input(name);
    String normalised = RowParser.normalise(column, text);
    if (!normalised.isEmpty()) {
      for (ColumnSpec form : List.of(shown(column), column)) {
        Optional<Object> value = parsed(job, form, normalised);
        if (value.isPresent()) {
          return value.get();
        }
      }
    }
    throw new UsageException(
        job.dataset()
            + ": \""
            + text
            + "\" is no value of the key column "
            + name
            + ", which is "
            + column.type().text()
            + (normalised.isEmpty() ? " and never empty" : "")
            + ". Nothing was read. Give it as show prints it");
  }

  private static Optional<Object> parsed(JobSpec job, ColumnSpec form, String text) {
    try {
      return Optional.ofNullable(new Values(job.raw().zone()).of(form, text));
    } catch (BadValueException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The column with texts as the table's are shown. */
  private static ColumnSpec shown(ColumnSpec column) {
    return new ColumnSpec(
        column.name(),
        column.from(),
        column.type(),
        column.optional(),
        column.normalise(),
        column.store(),
        column.pii(),
        TextForm.USUAL,
        column.description());
  }

  /** The value of a key column. */
  public Object value(String name) {
    return values[names.indexOf(name)];
  }

  /** What the key says of the partition alone, where floors are of partitions; else all of it. */
  public AskedKey ofPartition(JobSpec job) {
    if (job.merge().mode() != Mode.PARTITION) {
      return this;
    }
    List<String> columns = job.merge().partitionBy();
    return new AskedKey(columns, columns.stream().map(this::value).toArray(), null);
  }

  /** The partition of the key; the whole table where floors are of no partitions. */
  public Partition partition(JobSpec job) {
    return job.merge().mode() == Mode.PARTITION
        ? PartitionText.of(job.merge().partitionBy(), this::value)
        : Partition.WHOLE_TABLE;
  }

  /** Whether a file of this path can hold rows of this key: key columns may come from paths. */
  public boolean canBeIn(JobSpec job, String path) {
    Map<String, String> groups =
        job.raw().pathPattern().flatMap(pattern -> pattern.match(path)).orElse(Map.of());
    for (String name : names) {
      ColumnSpec column = job.input(name);
      String text = column.fromPath() ? groups.get(column.pathGroup()) : null;
      if (text != null && !isOf(job, column, text)) {
        return false;
      }
    }
    return true;
  }

  private boolean isOf(JobSpec job, ColumnSpec column, String text) {
    try {
      String plain = column.form().decode() ? PercentText.decoded(text) : text;
      return parsed(job, column, RowParser.normalise(column, plain))
          .filter(found -> found.equals(value(column.name())))
          .isPresent();
    } catch (BadValueException e) {
      return false;
    }
  }

  /** The same key for rows of this schema. */
  public AskedKey in(StructType schema) {
    return new AskedKey(
        names, values, names.stream().mapToInt(name -> schema.fieldIndex(name)).toArray());
  }

  /** Whether the row, of the schema of {@link #in}, has this key. */
  public boolean isOf(Row row) {
    for (int i = 0; i < values.length; i++) {
      if (!isSame(values[i], row.get(places[i]))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(Object value, Object cell) {
    if (value instanceof byte[] bytes) {
      return cell instanceof byte[] other && Arrays.equals(bytes, other);
    }
    return value.equals(cell);
  }
}
