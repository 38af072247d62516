package io.sluice.run.ingest;

import io.sluice.spec.Partition;
import io.sluice.table.DataFile;
import io.sluice.table.Snapshot;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    boolean last) {
  /** Copies the list. */
  public Forecast {
    held = List.copyOf(held);
  }

  static Forecast of(BatchInput input, MergePlan plan, Decided decided, boolean last) {
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
        last);
  }

  private static long bytes(Collection<DataFile> files) {
    return files.stream().mapToLong(DataFile::bytes).sum();
  }
}
