package io.sluice.table;

import io.sluice.spec.CleanSpec;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * A clean table: versions, each of which stands alone, and one way to add the next. Readers see a
 * version or the one before it, never something between.
 */
public interface Table {
  /** The table's folder. */
  Location root();

  /** The numbers of the versions that are kept, ascending. */
  List<Long> versions();

  /**
   * The current version; nothing before the first commit.
   *
   * @throws io.sluice.error.DataException if what says so is broken
   * @throws io.sluice.error.ConfigurationException if it is of a newer format
   */
  Optional<Snapshot> current();

  /** The version of this number, if it is kept; throws as {@link #current}. */
  Optional<Snapshot> at(long number);

  /**
   * Begins a change of the table.
   *
   * @param replaced the version that the change takes the place of
   * @param runId of the run that makes it
   */
  Change change(SparkSession spark, JobSpec job, Optional<Snapshot> replaced, String runId);

  /**
   * Makes the files of an older version current again, as a new version; needs no engine.
   *
   * @param replaced the current version
   * @param older a kept version, or the current one where only what the law knows changes
   * @param next what the law knows of the table then
   * @return nothing where another writer was first: nothing has changed then
   * @throws io.sluice.error.CommitUnknownException if the answer was lost
   */
  Optional<Snapshot> restore(
      Snapshot replaced, Snapshot older, TableState next, String runId, Instant now);

  /**
   * Makes the rows of another table current, as a new version; needs no engine. What the other
   * table has is carried: nothing of it is removed.
   *
   * @param replaced the current version; nothing where there is no table
   * @param rebuilt a version of a table of the same dataset elsewhere in the same store
   * @param next what the law knows of the table then
   * @return nothing where another writer was first: nothing has changed then
   * @throws io.sluice.error.CommitUnknownException if the answer was lost
   */
  Optional<Snapshot> adopt(
      Optional<Snapshot> replaced, Snapshot rebuilt, TableState next, String runId, Instant now);

  /**
   * Takes rows out of the open quarantine, as a new version in which they are dismissed; needs no
   * engine. All else stays.
   *
   * @param replaced the current version
   * @param dismissed of a line of quarantine the line that is kept on record; nothing where the row
   *     stays open
   * @return nothing where another writer was first: nothing has changed then
   * @throws io.sluice.error.CommitUnknownException if the answer was lost
   * @throws io.sluice.error.DataException if rows of quarantine are missing
   */
  Optional<Snapshot> dismiss(
      Snapshot replaced, Function<String, Optional<String>> dismissed, String runId, Instant now);

  /** What follows a commit, in this order; also what a crash after one left undone. */
  List<Follower> followers();

  /**
   * Removes versions that the retention no longer keeps, what no kept version names, and what dead
   * writers left. The version that a follower has reached stays until it goes on. Does nothing
   * where another run has committed since: that run does it.
   */
  void tidy(Snapshot current, CleanSpec retention, Instant now);

  /** Names beside the table's own that nobody reads. */
  List<Location> strays();
}
