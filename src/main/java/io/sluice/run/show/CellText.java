package io.sluice.run.show;

import io.sluice.spec.ColumnType;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import java.math.BigDecimal;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Values of a clean table as text. */
public final class CellText {
  private CellText() {}

  /** Instants in ISO-8601 with a Z, decimals with their full scale, nested values as JSON. */
  public static Column of(Column value, DataType type) {
    if (type.equals(DataTypes.TimestampType)) {
      Column micros = functions.date_format(value, "yyyy-MM-dd'T'HH:mm:ss.SSSSSS");
      return functions.concat(functions.regexp_replace(micros, "\\.?0*$", ""), functions.lit("Z"));
    }
    if (type instanceof StructType || type instanceof ArrayType) {
      return functions.to_json(value);
    }
    if (type.equals(DataTypes.BinaryType)) {
      return functions.base64(value);
    }
    if (type instanceof DecimalType) {
      return functions
          .udf(
              (BigDecimal decimal) -> decimal == null ? null : decimal.toPlainString(),
              DataTypes.StringType)
          .apply(value);
    }
    return value.cast(DataTypes.StringType);
  }

  /** Whether a column's text is JSON; floating numbers are not, as JSON has no NaN. */
  public static boolean isBare(JobSpec job, StructField field) {
    DataType type = field.dataType();
    boolean json =
        job.columns().stream()
            .anyMatch(
                column ->
                    column.name().equals(field.name()) && column.type() == ColumnType.Simple.JSON);
    return json
        || field.name().equals(HiddenColumns.RESCUED)
        || type instanceof StructType
        || type instanceof ArrayType
        || type instanceof IntegralType
        || type instanceof DecimalType
        || type.equals(DataTypes.BooleanType);
  }
}
