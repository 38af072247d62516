package io.sluice.table;

import java.util.OptionalLong;

/**
 * What must follow a commit: lists of files for other engines, catalogs, copies. A run that finds
 * one behind repairs it, as the commit may have been the last thing that a crashed run did. Each
 * leaves a {@link FollowerMark}.
 */
public interface Follower {
  /**
   * Whether it has not followed the version, or what it left was changed since as far as a cheap
   * look tells; needs no engine.
   */
  boolean isBehind(Snapshot snapshot);

  /** Follows the version, or a newer one; forward only. Its mark is written last. */
  void follow(Snapshot snapshot);

  /** The version that it has reached, and still points at. */
  OptionalLong reached();
}
