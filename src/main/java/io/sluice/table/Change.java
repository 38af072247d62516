package io.sluice.table;

import io.sluice.spec.Partition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The next version of a table while it is made. Nothing of it is visible before {@link #commit},
 * which comes last and once.
 */
public interface Change extends AutoCloseable {
  /** The number that the version will have. */
  long number();

  /**
   * Writes rows in the place of files of the replaced version. The others stay.
   *
   * @param losing files that lose rows
   * @param growing partitions that get rows
   * @param added about how many bytes come anew
   * @param rows given files, at least those that lose rows: their rows that stay, and those that
   *     come; in the shape of {@link io.sluice.spark.Schemas#clean}. Not asked where nothing
   *     changes
   */
  void replace(
      Set<DataFile> losing,
      Set<Partition> growing,
      long added,
      Function<List<DataFile>, Dataset<Row>> rows);

  /** Writes the effective tombstones; without this call they stay as they were. */
  void tombstones(Dataset<Row> rows);

  /** Writes rows in quarantine beside those that are open. */
  void quarantine(Dataset<Row> rows, long count);

  /**
   * Writes the rows that are open in quarantine again, so that they name columns as the job does;
   * to be called before {@link #quarantine}.
   *
   * @param names former names by the names that columns have now
   */
  void renameInQuarantine(Map<String, String> names);

  /**
   * Writes rows of the history; without this call the history is not kept from this version on.
   *
   * @param rows as {@link io.sluice.spark.Schemas#history}
   * @param count how many they are
   * @param anew whether they take the place of the files that were written before
   * @throws IllegalStateException if other than so many were written; nothing may be committed then
   */
  void history(Dataset<Row> rows, long count, boolean anew);

  /** The rows of the version, by what was written. */
  long rows();

  /**
   * Makes the version the current one, unless another writer has its number.
   *
   * @return nothing where another writer was first: nothing of this change is visible
   * @throws io.sluice.error.CommitUnknownException if the answer was lost; nothing is removed then
   */
  Optional<Snapshot> commit(TableState next, Instant now);

  /** Removes what was written, unless it was committed or may have been. */
  @Override
  void close();
}
