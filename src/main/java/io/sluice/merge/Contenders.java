package io.sluice.merge;

import io.sluice.spark.Names;
import io.sluice.spark.Schemas;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.OrderBy;
import io.sluice.spec.WorkingColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of increments, of the table and tombstones in one form: what the law looks at in columns of
 * its own ({@link KeyShape} has their places), all else in one struct that nobody opens.
 */
final class Contenders {
  static final byte INCOMING = 0;
  static final byte STORED = 1;
  static final byte TOMBSTONE = 2;

  private static final String KEY = "key";
  private static final String ORDER = "order";
  private static final String OPERATION = "delete";
  private static final String KIND = "kind";
  private static final String TEXT = "text";
  private static final String CONTENT = "content";
  private static final String SUM = "sum";
  private static final long MICROS_OF_A_DAY = 86_400_000_000L;

  private final JobSpec job;
  private final StructType content;

  Contenders(JobSpec job) {
    this.job = job;
    this.content = content(job);
  }

  /** What makes two rows of one key equal: the stored columns, and what was rescued. */
  static StructType content(JobSpec job) {
    return Schemas.contract(job.storedColumns()).add(HiddenColumns.RESCUED, DataTypes.StringType);
  }

  /** Of a delete only the key, the values that order it, and its origin are kept. */
  Dataset<Row> incoming(Dataset<Row> rows) {
    Column original = functions.col(WorkingColumns.KEY_ORIGINAL);
    return of(
        rows,
        INCOMING,
        isDelete(),
        job.normalisesKey() ? original : functions.lit(null).cast(DataTypes.StringType),
        functions.struct(relevant().toArray(Column[]::new)));
  }

  Column isDelete() {
    return functions.col(WorkingColumns.OPERATION).equalTo(WorkingColumns.DELETE);
  }

  /** What is kept of incoming rows, as {@link Schemas#clean}. */
  List<Column> cleanOfIncoming() {
    List<Column> columns = relevant();
    Stream.of(HiddenColumns.PROCESSED_DATE, HiddenColumns.INCREMENT, HiddenColumns.FILE_ORDINAL)
        .forEach(name -> columns.add(functions.col(name)));
    return columns;
  }

  Dataset<Row> stored(Dataset<Row> rows) {
    return of(
        rows,
        STORED,
        functions.lit(false),
        functions.col(WorkingColumns.DATA_FILE),
        functions.struct(Names.columns(List.of(content.fieldNames()), Names.PLAIN)));
  }

  Dataset<Row> tombstones(Dataset<Row> rows) {
    return of(
        rows,
        TOMBSTONE,
        functions.lit(true),
        functions.lit(null).cast(DataTypes.StringType),
        functions.lit(null).cast(content));
  }

  /**
   * Puts the rows of a key side by side: those of increments first, among them those of one
   * version, and among these those of one content.
   */
  Dataset<Row> sorted(Dataset<Row> contenders) {
    List<Column> key = numbered(KEY, job.merge().key().size());
    List<Column> sort = new ArrayList<>(key);
    sort.add(functions.col(KIND));
    sort.addAll(numbered(ORDER, job.merge().orderBy().size()));
    Stream.of(
            HiddenColumns.PROCESSED_DATE,
            OPERATION,
            HiddenColumns.INCREMENT,
            HiddenColumns.FILE_ORDINAL,
            SUM)
        .forEach(name -> sort.add(functions.col(name)));
    return contenders
        // Of the rows of increments alone can several have one version.
        .withColumn(
            SUM,
            functions
                .when(
                    functions.col(KIND).equalTo(INCOMING),
                    functions.xxhash64(functions.col(CONTENT)))
                .otherwise(functions.lit(0L)))
        .repartition(key.toArray(Column[]::new))
        .sortWithinPartitions(sort.toArray(Column[]::new));
  }

  /** The key and the parts of the version of incoming rows, in the order of {@link KeyShape}. */
  List<Column> keyAndVersion(Function<String, Column> at) {
    return keyAndVersion(at, at.apply(WorkingColumns.OPERATION).equalTo(WorkingColumns.DELETE));
  }

  private List<Column> keyAndVersion(Function<String, Column> at, Column delete) {
    List<Column> columns = new ArrayList<>();
    List<String> key = job.merge().key();
    for (int i = 0; i < key.size(); i++) {
      columns.add(at.apply(key.get(i)).as(KEY + i));
    }
    List<OrderBy> orders = job.merge().orderBy();
    for (int i = 0; i < orders.size(); i++) {
      columns.add(orderValue(orders.get(i), at).as(ORDER + i));
    }
    columns.add(at.apply(HiddenColumns.PROCESSED_DATE).as(HiddenColumns.PROCESSED_DATE));
    columns.add(at.apply(HiddenColumns.INCREMENT).as(HiddenColumns.INCREMENT));
    columns.add(at.apply(HiddenColumns.FILE_ORDINAL).as(HiddenColumns.FILE_ORDINAL));
    columns.add(delete.as(OPERATION));
    return columns;
  }

  private Dataset<Row> of(
      Dataset<Row> rows, byte kind, Column delete, Column text, Column contentOf) {
    List<Column> columns = keyAndVersion(Names.PLAIN, delete);
    columns.add(functions.lit(kind).as(KIND));
    columns.add(text.as(TEXT));
    columns.add(contentOf.as(CONTENT));
    return rows.select(columns.toArray(Column[]::new));
  }

  private static List<Column> numbered(String name, int count) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(functions.col(name + i));
    }
    return columns;
  }

  private List<Column> relevant() {
    List<Column> columns = new ArrayList<>();
    for (ColumnSpec column : job.storedColumns()) {
      columns.add(relevant(column).as(column.name()));
    }
    columns.add(
        functions
            .when(functions.not(isDelete()), functions.col(HiddenColumns.RESCUED))
            .as(HiddenColumns.RESCUED));
    return columns;
  }

  /** Deletes of one version must not differ by what they say beside their key. */
  private Column relevant(ColumnSpec column) {
    Column value = Names.PLAIN.apply(column.name());
    if (job.merge().key().contains(column.name())) {
      return value;
    }
    Optional<OrderBy> order =
        job.merge().orderBy().stream().filter(o -> o.column().equals(column.name())).findFirst();
    Column ofDelete =
        order.map(o -> orderValue(o, Names.PLAIN)).orElseGet(() -> functions.lit(null));
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

  /** As {@link io.sluice.law.Version#orderValue}: rows of one version must be sorted together. */
  private Column orderValue(OrderBy order, Function<String, Column> at) {
    Column value = at.apply(order.column());
    if (!order.elseProcessedDate()) {
      return value;
    }
    DataType type = Schemas.of(job.column(order.column()).type());
    Column instant = at.apply(HiddenColumns.PROCESSED_DATE);
    // The day is that of UTC whatever the time zone of the session.
    Column day = functions.floor(functions.unix_micros(instant).divide(MICROS_OF_A_DAY));
    return functions.coalesce(
        value,
        type.equals(DataTypes.DateType)
            ? functions.date_from_unix_date(day.cast(DataTypes.IntegerType))
            : instant.cast(type));
  }
}
