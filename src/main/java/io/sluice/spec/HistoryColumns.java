package io.sluice.spec;

import java.util.List;

/** The columns of the history beyond those of a clean row. */
public final class HistoryColumns {
  /** What a row asked for: string, one of the three below, never null. */
  public static final String OPERATION = "_operation";

  /** The row was to be in the table. */
  public static final String UPSERT = "upsert";

  /** The row took its key away. */
  public static final String DELETE = "delete";

  /**
   * Of stored history only: no row, but a load that was the whole of a partition, or of the table.
   * All columns are null but those of the partition, the processed date and the increment.
   */
  public static final String LOAD = "load";

  /** Of periods: when the row came into force; timestamp, never null. */
  public static final String VALID_FROM = "_valid_from";

  /** Of periods: when it no longer was in force; timestamp, null while it is. */
  public static final String VALID_TO = "_valid_to";

  /** Of periods: whether the row is in the table; boolean. */
  public static final String IS_CURRENT = "_is_current";

  /** Of periods: all of them, in this order. */
  public static final List<String> OF_PERIODS =
      List.of(VALID_FROM, VALID_TO, IS_CURRENT, OPERATION);

  private HistoryColumns() {}
}
