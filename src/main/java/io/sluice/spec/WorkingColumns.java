package io.sluice.spec;

/**
 * The columns that rows take from one step of a run to the next beside their contract's and the
 * hidden ones. None is stored.
 */
public final class WorkingColumns {
  /**
   * Of read rows: what the row asks for, tinyint, {@link #UPSERT} or {@link #DELETE}; null in
   * quarantine.
   */
  public static final String OPERATION = "_operation";

  /** The value of {@link #OPERATION} for a row that is to be in the table. */
  public static final byte UPSERT = 0;

  /** The value of {@link #OPERATION} for a row that takes its key away. */
  public static final byte DELETE = 1;

  /**
   * Of read rows: where a key column has normalisers, the key's texts before them, as a JSON
   * object; else null.
   */
  public static final String KEY_ORIGINAL = "_key_original";

  /** Of stored rows: the file that holds the row, a URI as the engine writes it. */
  public static final String DATA_FILE = "_data_file";

  private WorkingColumns() {}
}
