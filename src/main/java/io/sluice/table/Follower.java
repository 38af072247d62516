package io.sluice.table;

/**
 * What must follow a commit: lists of files for other engines, catalogs, copies. A run that finds
 * one behind repairs it, as the commit may have been the last thing that a crashed run did.
 */
public interface Follower {
  /** Whether it has not followed the version; needs no engine. */
  boolean isBehind(Snapshot snapshot);

  /** Follows the version, or a newer one; forward only. */
  void follow(Snapshot snapshot);
}
