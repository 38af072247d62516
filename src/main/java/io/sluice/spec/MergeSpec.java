package io.sluice.spec;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How rows of increments become rows of the table: the settings of the merge law.
 *
 * @param mode what an increment is
 * @param key the columns that identify a row; empty for {@code append}
 * @param orderBy compared before the processed date
 * @param tie which operation wins at the same version
 * @param ties what happens where only the row hash decides between rows of one increment
 * @param maxSkew how far an order value may lie behind the processed date, towards the future
 * @param deleteFlag a boolean column that marks deletes; never together with a condition
 * @param deleteCondition a SQL condition that marks deletes
 * @param onFullLoad what a manifest's {@code full: true} means in {@code upsert}
 * @param partitionBy the columns that partition the clean table
 */
public record MergeSpec(
    Mode mode,
    List<String> key,
    List<OrderBy> orderBy,
    Operation tie,
    Ties ties,
    Duration maxSkew,
    Optional<String> deleteFlag,
    Optional<String> deleteCondition,
    OnFullLoad onFullLoad,
    List<String> partitionBy) {

  /**
   * What an increment is: changes, the whole table, whole partitions, events, or rows of which the
   * first one stays.
   */
  public enum Mode {
    UPSERT,
    FULL,
    PARTITION,
    APPEND,
    INSERT
  }

  /** The operation of a row. */
  public enum Operation {
    UPSERT,
    DELETE
  }

  /** What happens if two rows of one increment tie with different content. */
  public enum Ties {
    WARN,
    FAIL,
    QUARANTINE
  }

  /** What a full load means in {@code upsert}: merge its rows, or take it as the whole table. */
  public enum OnFullLoad {
    MERGE,
    REPLACE
  }

  /**
   * One column that orders versions.
   *
   * @param elseProcessedDate whether the processed date stands in for null
   */
  public record OrderBy(String column, boolean elseProcessedDate) implements Serializable {}

  /** Copies the lists. */
  public MergeSpec {
    key = List.copyOf(key);
    orderBy = List.copyOf(orderBy);
    partitionBy = List.copyOf(partitionBy);
  }

  /** Whether loads set floors: a row older than its load is not in the table. */
  public boolean hasFloors() {
    return loadsFirst();
  }

  /** Whether versions compare processed date and increment before {@code order_by}. */
  public boolean loadsFirst() {
    return switch (mode) {
      case FULL, PARTITION -> true;
      case UPSERT -> onFullLoad == OnFullLoad.REPLACE;
      case APPEND, INSERT -> false;
    };
  }
}
