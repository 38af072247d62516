package io.sluice.merge;

/** The columns that the merge takes and gives beside the contract's and the hidden ones. */
public final class MergeColumns {
  /** Of incoming rows: tinyint, {@link #UPSERT} or {@link #DELETE}. */
  public static final String OPERATION = "_operation";

  /** The value of {@link #OPERATION} for a row that is to be in the table. */
  public static final byte UPSERT = 0;

  /** The value of {@link #OPERATION} for a row that takes its key away. */
  public static final byte DELETE = 1;

  /** Of incoming rows: the key before it was normalised, as text; null where nothing changed it. */
  public static final String KEY_ORIGINAL = "_key_original";

  /** Of stored rows: the file that holds the row. Of decisions: that of the row that leaves. */
  public static final String DATA_FILE = "_data_file";

  /** Of decisions: the class of the winning row, as {@link MergeClass#text} writes it. */
  public static final String CLASS = "_class";

  /** Of decisions: how many other rows of the key are equal to one of the run; long. */
  public static final String DUPLICATE = "_duplicate";

  /** Of decisions: how many other rows of the key are beaten by one of the run; long. */
  public static final String SUPERSEDED = "_superseded";

  /** Of decisions: how often the row hash alone decided between rows of the key; long. */
  public static final String TIES = "_ties";

  /** Of decisions: the originals beyond one that normalised to the key; long. */
  public static final String KEY_COLLISIONS = "_key_collisions";

  /** Of decisions: whether the winner goes into the clean table. */
  public static final String LIVE = "_live";

  /** Of decisions: whether the winner becomes a tombstone. */
  public static final String DEAD = "_dead";

  /** Of decisions: whether the key's stored row leaves the table. */
  public static final String REPLACES = "_replaces";

  /** Of decisions of partitioned tables: the partition of the row that leaves; struct or null. */
  public static final String OLD_PARTITION = "_old_partition";

  /** Of incoming rows that were asked for ties: whether the row is one side of a tie. */
  public static final String TIED = "_tied";

  private MergeColumns() {}
}
