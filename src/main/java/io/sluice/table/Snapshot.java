package io.sluice.table;

import io.sluice.error.DataException;
import io.sluice.spark.FileContent;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Partition;
import io.sluice.spec.WorkingColumns;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One committed version of a table. It never changes. */
public interface Snapshot {
  /** From 1, without gaps. */
  long number();

  Instant committedAt();

  /** A name of the commit that no other has; nothing where an old program made it. */
  Optional<String> commit();

  /** The run that made it. */
  String runId();

  /**
   * Whether it took the place of this one. The number before it may be that of another version: of
   * a writer that slept past the retention.
   */
  boolean isMadeFrom(Snapshot before);

  TableState state();

  /**
   * The same version as the job's next one sees it: partitions of files and floors, and {@link
   * #partitionBy}, under the names that the job has for their columns ({@link JobSpec#renamed}).
   * The columns of {@link #state} stay as they are stored.
   */
  Snapshot named(JobSpec job);

  /**
   * The ids of the increments that it applied, in their order: it names all that was ever applied,
   * and what the one before it lacks is its own.
   *
   * @param before the version of the number before, where that is kept
   * @return nothing where the version that it was made from is not known
   */
  default Optional<List<String>> ownIncrements(Optional<Snapshot> before) {
    Optional<Snapshot> madeFrom = before.filter(this::isMadeFrom);
    if (madeFrom.isEmpty() && number() > 1) {
      return Optional.empty();
    }
    Set<String> old = new HashSet<>();
    madeFrom.ifPresent(one -> one.state().applied().forEach(earlier -> old.add(earlier.id())));
    return Optional.of(
        state().applied().stream().map(Increment::id).filter(id -> !old.contains(id)).toList());
  }

  /** Whether it withdrew increments that the version before it had. */
  default boolean isRolledBackFrom(Snapshot before) {
    Set<String> withdrawn = new HashSet<>();
    state().withdrawn().forEach(increment -> withdrawn.add(increment.id()));
    return before.state().applied().stream()
        .anyMatch(increment -> withdrawn.contains(increment.id()));
  }

  /** The format of the data files. */
  CleanFormat format();

  /** The columns whose values are in the names of folders, in their order. */
  List<String> partitionBy();

  /** All data files. */
  List<DataFile> files();

  /**
   * The files that {@link Change#replace} would write again: those that lose rows, and what goes
   * along with them.
   */
  Set<DataFile> rewritten(Set<DataFile> losing, Set<Partition> growing);

  /** The effective tombstones, if there are any. */
  Optional<SideFolder> tombstones();

  /** Every open quarantine folder. */
  List<SideFolder> quarantine();

  /** What was accepted, where the job asked to keep it. */
  History history();

  /** Every folder of rows that were taken out of quarantine, and are kept on record. */
  List<SideFolder> dismissed();

  /**
   * The lines of a folder of rows in quarantine, or dismissed; read lazily, and to be closed.
   *
   * @throws DataException at the end, if they are not as many as when they were written
   */
  Stream<String> lines(SideFolder folder);

  /** The number of rows in the table. */
  default long rows() {
    return files().stream().mapToLong(DataFile::rows).sum();
  }

  /** The bytes of the data files. */
  default long bytes() {
    return files().stream().mapToLong(DataFile::bytes).sum();
  }

  /** The number of rows in open quarantine. */
  default long quarantinedRows() {
    return quarantine().stream().mapToLong(SideFolder::rows).sum();
  }

  /**
   * The rows of these files in the shape of the job's contract: {@link
   * io.sluice.spark.Schemas#clean} and {@link WorkingColumns#DATA_FILE}, one row per live key.
   * Columns that the version lacks are null, narrower types are widened. Lazy.
   */
  Dataset<Row> rows(SparkSession spark, JobSpec job, Collection<DataFile> of);

  /** The effective tombstones, in the shape of {@link io.sluice.spark.Schemas#tombstones}. Lazy. */
  Dataset<Row> tombstones(SparkSession spark, JobSpec job);

  /** The rows of the history, in the shape of {@link io.sluice.spark.Schemas#history}. Lazy. */
  Dataset<Row> historyRows(SparkSession spark, JobSpec job);

  /**
   * The path of a file that {@link WorkingColumns#DATA_FILE} names, as {@link DataFile#path} has
   * it.
   */
  String pathOf(String dataFile);

  /**
   * Makes sure that rows may be read: that files are as they were written, as far as a listing and
   * the last bytes of suspicious files tell.
   *
   * @throws DataException with what is wrong and the ways back
   * @throws io.sluice.error.TemporaryException if the version is no longer kept
   */
  void requireWhole();

  /** The same for the files of the history alone. */
  void requireWholeHistory();

  /**
   * What is wrong with the files, quarantine and history among them; one text, or nothing.
   *
   * @param deep reads every byte, where it is given
   */
  Optional<String> problem(Optional<FileContent> deep);

  /** Whether a failure of the engine comes of a damaged file: reads the files that it names. */
  Optional<DataException> explained(Throwable failure, FileContent content);
}
