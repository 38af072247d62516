package io.sluice.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** {@link RowHash} for Spark: takes a struct of the columns that are hashed. */
final class RowHashFunction implements UDF1<Row, String> {
  private static final long serialVersionUID = 1L;
  private static final UserDefinedFunction FUNCTION =
      functions.udf(new RowHashFunction(), DataTypes.StringType);

  private RowHashFunction() {}

  /** The hash of the columns, each under its own name. */
  static Column of(Column... columns) {
    return FUNCTION.apply(functions.struct(columns));
  }

  @Override
  public String call(Row row) {
    return RowHash.of(map(row));
  }

  private static Map<String, Object> map(Row row) {
    Map<String, Object> values = new HashMap<>();
    String[] names = row.schema().fieldNames();
    for (int i = 0; i < names.length; i++) {
      values.put(names[i], value(row.get(i)));
    }
    return values;
  }

  private static Object value(Object value) {
    if (value instanceof Row row) {
      return map(row);
    }
    if (value instanceof Seq<?> sequence) {
      List<Object> values = new ArrayList<>();
      JavaConverters.seqAsJavaList(sequence).forEach(element -> values.add(value(element)));
      return values;
    }
    return value;
  }
}
