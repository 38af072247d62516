package io.sluice.spec;

import java.util.List;

/** The columns that a clean row has beyond its contract; their names begin with an underscore. */
public final class HiddenColumns {
  /** Columns of the input that the contract lacks: JSON text, or null. */
  public static final String RESCUED = "_rescued";

  /** The processed date of the row's increment: timestamp, never null. */
  public static final String PROCESSED_DATE = "_processed_date";

  /** The id of the row's increment: string, never null. */
  public static final String INCREMENT = "_increment";

  /** The place of the row's file in its increment, from 0: int, never null. */
  public static final String FILE_ORDINAL = "_file_ordinal";

  /** All of them in the order of the clean table, behind the contract's columns. */
  public static final List<String> ALL = List.of(RESCUED, PROCESSED_DATE, INCREMENT, FILE_ORDINAL);

  private HiddenColumns() {}
}
