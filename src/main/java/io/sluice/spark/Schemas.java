package io.sluice.spark;

import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.HistoryColumns;
import io.sluice.spec.JobSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Spark's view of contracts: types and schemas. */
public final class Schemas {
  /** The type {@code json}, alone or in another; not a field of that name. */
  private static final Pattern JSON = Pattern.compile("(?<![^<:])json(?![^,>])");

  private Schemas() {}

  /** The Spark type of a declared type; {@code json} is a string. All parts are nullable. */
  public static DataType of(ColumnType type) {
    if (type instanceof ColumnType.Simple simple) {
      return switch (simple) {
        case STRING, JSON -> DataTypes.StringType;
        case BOOLEAN -> DataTypes.BooleanType;
        case TINYINT -> DataTypes.ByteType;
        case SMALLINT -> DataTypes.ShortType;
        case INT -> DataTypes.IntegerType;
        case BIGINT -> DataTypes.LongType;
        case FLOAT -> DataTypes.FloatType;
        case DOUBLE -> DataTypes.DoubleType;
        case DATE -> DataTypes.DateType;
        case TIMESTAMP -> DataTypes.TimestampType;
        case BINARY -> DataTypes.BinaryType;
      };
    }
    if (type instanceof ColumnType.Decimal decimal) {
      return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
    }
    if (type instanceof ColumnType.Array array) {
      return DataTypes.createArrayType(of(array.element()));
    }
    ColumnType.Struct struct = (ColumnType.Struct) type;
    List<StructField> fields = new ArrayList<>();
    struct.fields().forEach((name, field) -> fields.add(nullable(name, of(field))));
    return DataTypes.createStructType(fields);
  }

  /** A declared type as text, as Spark and Hive write it: {@code json} is a string. */
  public static String withoutJson(String type) {
    return JSON.matcher(type).replaceAll("string");
  }

  /** The columns of the contract in its order, steering columns among them. */
  public static StructType contract(List<ColumnSpec> columns) {
    List<StructField> fields = new ArrayList<>();
    columns.forEach(column -> fields.add(nullable(column.name(), of(column.type()))));
    return DataTypes.createStructType(fields);
  }

  /** The key columns. */
  public static StructType key(JobSpec job) {
    return contract(job.merge().key().stream().map(job::column).toList());
  }

  /** A clean row: the stored columns, then the hidden ones. */
  public static StructType clean(JobSpec job) {
    return withHidden(contract(job.storedColumns()));
  }

  /**
   * A tombstone: the key, the order columns, and where the delete came from; what the version of a
   * delete is made of. Order columns that were null hold their replacement.
   */
  public static StructType tombstones(JobSpec job) {
    Set<String> names = new LinkedHashSet<>(job.merge().key());
    job.merge().orderBy().forEach(order -> names.add(order.column()));
    return contract(names.stream().map(job::column).toList())
        .add(nullable(HiddenColumns.PROCESSED_DATE, DataTypes.TimestampType))
        .add(nullable(HiddenColumns.INCREMENT, DataTypes.StringType))
        .add(nullable(HiddenColumns.FILE_ORDINAL, DataTypes.IntegerType));
  }

  /** A row of the history: a clean row, and what it asked for. */
  public static StructType history(JobSpec job) {
    return clean(job).add(nullable(HistoryColumns.OPERATION, DataTypes.StringType));
  }

  /** The given columns, then the hidden ones. */
  public static StructType withHidden(StructType columns) {
    return columns
        .add(nullable(HiddenColumns.RESCUED, DataTypes.StringType))
        .add(nullable(HiddenColumns.PROCESSED_DATE, DataTypes.TimestampType))
        .add(nullable(HiddenColumns.INCREMENT, DataTypes.StringType))
        .add(nullable(HiddenColumns.FILE_ORDINAL, DataTypes.IntegerType));
  }

  private static StructField nullable(String name, DataType type) {
    return DataTypes.createStructField(name, type, true);
  }
}
