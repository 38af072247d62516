package io.sluice.read;

import io.sluice.spark.Schemas;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.WorkingColumns;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that reading adds behind the contract's and the hidden ones, beside the {@link
 * WorkingColumns}.
 */
public final class ReadColumns {
  /** A reason that nobody needs to mend. */
  public static final String REPEATED_HEADER = "repeated-header";

  /** Why the row is in quarantine: {@code bad-value}, {@code null-key}; null for accepted rows. */
  public static final String REASON = "_reason";

  /**
   * The column that is to blame, where one is. Of accepted rows: the columns whose instants were
   * finer than a microsecond and were cut, with commas between them; else null.
   */
  public static final String COLUMN = "_column";

  /** That column's text; of a row with the reason {@code ragged} how it differs from the header. */
  public static final String VALUE = "_value";

  /** The file, as a path below the raw folder; quarantined rows only. */
  public static final String FILE = "_file";

  /** The row as it was read; quarantined rows only. */
  public static final String RAW = "_raw";

  /**
   * Which record of the file it is, from 1, the header not counted; null where it is not known.
   * Quarantined rows of text files only.
   */
  public static final String RECORD = "_record";

  /** The columns of text that only quarantined rows fill. */
  public static final List<String> QUARANTINE = List.of(REASON, COLUMN, VALUE, FILE, RAW);

  private ReadColumns() {}

  static StructType schema(List<ColumnSpec> contract) {
    StructType schema =
        Schemas.withHidden(Schemas.contract(contract))
            .add(WorkingColumns.OPERATION, DataTypes.ByteType, true)
            .add(WorkingColumns.KEY_ORIGINAL, DataTypes.StringType, true);
    for (String column : QUARANTINE) {
      schema = schema.add(column, DataTypes.StringType, true);
    }
    return schema.add(RECORD, DataTypes.LongType, true);
  }
}
