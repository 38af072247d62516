package io.sluice.merge;

/**
 * The columns that the merge gives beside the contract's and the hidden ones. Of decisions, {@link
 * io.sluice.spec.WorkingColumns#DATA_FILE} is the file of the row that leaves.
 */
public final class MergeColumns {
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
