package io.sluice.merge;

import io.sluice.spark.Rows;
import io.sluice.spark.Schemas;
import io.sluice.spec.Partition;
import java.util.Map;

/** What a merge decided, to be applied to the table wherever its rows are. */
public interface Decisions {
  /** What the decisions add up to. */
  MergeCounts counts();

  /**
   * The clean table after the run, in the columns of {@link Schemas#clean}: the rows of {@code
   * current} that stay, and the live winners. Where only some data files are given, the rows of the
   * others are left to the caller.
   */
  Rows rows(Rows current);

  /** How many rows of {@code current} a floor takes away and no winner replaces, by partition. */
  Map<Partition, Long> removed(Rows current);

  /** The effective tombstones after the run, as {@link Schemas#tombstones}. */
  Rows tombstones(Rows before);
}
