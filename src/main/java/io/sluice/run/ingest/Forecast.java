package io.sluice.run.ingest;

import io.sluice.run.show.RowChange.Kind;
import io.sluice.run.show.RowDiff;
import io.sluice.run.show.ShownDiff;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Partition;
import io.sluice.table.DataFile;
import io.sluice.table.Snapshot;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/**
 * What the next commit of a dataset would do to its table.
 *
 * @param version that it would make
 * @param held why the guard would hold it, a reason each; nothing would be committed then
 * @param rows of the table after it
 * @param partitions that it would write
 * @param files that it would write again
 * @param bytes of those files
 * @param allFiles of the table now
 * @param allBytes of the table now
 * @param plan where the rows would be merged: on the driver alone, on the driver, or how they would
 *     be joined on executors
 * @param last whether nothing more would follow in further commits
 * @param drift in which columns its files differ from the contract
 * @param samples the first rows of each kind, from the version now to that one; empty where none
 *     was asked for, or rows have no key
 */
public record Forecast(
    long version,
    List<String> held,
    long rows,
    int partitions,
    int files,
    long bytes,
    int allFiles,
    long allBytes,
    String plan,
    boolean last,
    List<ColumnDrift> drift,
    Optional<ShownDiff> samples) {
  /** Copies the lists. */
  public Forecast {
    held = List.copyOf(held);
    drift = List.copyOf(drift);
  }

  /** Reads the rows that would be written again, for samples of so many rows of each kind. */
  static Forecast of(
      SparkSession spark,
      BatchInput input,
      MergePlan plan,
      Decided decided,
      boolean last,
      int ofEach) {
    Optional<Snapshot> base = input.base();
    Set<DataFile> losing = decided.losing(input);
    Set<DataFile> rewritten =
        base.map(version -> version.rewritten(losing, decided.growing())).orElse(Set.of());
    Set<Partition> partitions = new HashSet<>(decided.growing());
    losing.forEach(file -> partitions.add(file.partition()));
    return new Forecast(
        base.map(Snapshot::number).orElse(0L) + 1,
        decided.held(),
        decided.counts(input.job().dataset()).rowsAfter(input.storedRows()),
        partitions.size(),
        rewritten.size(),
        bytes(rewritten),
        input.stored().size(),
        input.storedBytes(),
        plan.name(),
        last,
        ColumnDrift.of(input.files()),
        samples(spark, input, decided, List.copyOf(rewritten), ofEach));
  }

  private static Optional<ShownDiff> samples(
      SparkSession spark, BatchInput input, Decided decided, List<DataFile> rewritten, int ofEach) {
    JobSpec job = input.job();
    if (job.merge().key().isEmpty() || ofEach == 0) {
      return Optional.empty();
    }
    RowDiff diff = new RowDiff(job);
    Map<String, Long> counts = decided.counts(job.dataset()).byName();
    long version = input.base().map(Snapshot::number).orElse(0L);
    return Optional.of(
        new ShownDiff(
            version,
            version + 1,
            job.merge().key(),
            diff.bare(),
            List.of(),
            Map.of(
                Kind.INSERTED,
                counts.get("inserted"),
                Kind.UPDATED,
                counts.get("updated"),
                Kind.DELETED,
                counts.get("deleted") + counts.get("removed")),
            diff.first(input.stored(spark, rewritten), decided.merged().rows(rewritten), ofEach)));
  }

  private static long bytes(Collection<DataFile> files) {
    return files.stream().mapToLong(DataFile::bytes).sum();
  }
}
