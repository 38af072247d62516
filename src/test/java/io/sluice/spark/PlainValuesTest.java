package io.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.law.RowHash;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;

class PlainValuesTest {
  @Test
  void givenARowInBothFormsOfTheEngine_whenHashed_thenTheHashIsThatOfItsValues() {
    Dataset<Row> rows =
        TestSession.shared()
            .sql(
                "select 'x' s, 1.50bd d, timestamp '1581-01-01 00:00:00.000001' t,"
                    + " date '1500-01-02' day, float('nan') f, cast(null as bigint) none,"
                    + " array(named_struct('k', 1, 'none', cast(null as int))) nested, X'0aff' bytes");
    Map<String, ColumnType> types = new LinkedHashMap<>();
    types.put("s", Simple.STRING);
    types.put("d", new ColumnType.Decimal(3, 2));
    types.put("t", Simple.TIMESTAMP);
    types.put("day", Simple.DATE);
    types.put("f", Simple.FLOAT);
    types.put("none", Simple.BIGINT);
    Map<String, ColumnType> fields = new LinkedHashMap<>();
    fields.put("k", Simple.INT);
    fields.put("none", Simple.INT);
    types.put("nested", new ColumnType.Array(new ColumnType.Struct(fields)));
    types.put("bytes", Simple.BINARY);
    Row row = rows.head();
    InternalRow internal = rows.queryExecution().executedPlan().executeCollect()[0];
    Map<String, Object> ofRow = new HashMap<>();
    Map<String, Object> ofInternal = new HashMap<>();

    types.forEach(
        (name, type) -> {
          int at = row.fieldIndex(name);
          ofRow.put(name, PlainValues.of(type, row.get(at)));
          ofInternal.put(name, PlainValues.of(type, internal, at));
        });

    String hash =
        RowHash.of(
            Map.of(
                "s",
                "x",
                "d",
                new BigDecimal("1.5"),
                "t",
                Instant.parse("1581-01-01T00:00:00.000001Z"),
                "day",
                LocalDate.of(1500, 1, 2),
                "f",
                Float.NaN,
                "nested",
                List.of(Map.of("k", 1)),
                "bytes",
                new byte[] {10, -1}));
    assertThat(RowHash.of(ofRow)).isEqualTo(hash);
    assertThat(RowHash.of(ofInternal)).isEqualTo(hash);
  }
}
