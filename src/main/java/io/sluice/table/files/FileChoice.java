package io.sluice.table.files;

import io.sluice.spec.Partition;
import io.sluice.table.DataFile;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which data files a merge writes again; the others of their partitions are carried.
 *
 * @param rewritten files whose rows are written again
 * @param partitions that get a folder in the new version
 */
record FileChoice(Set<DataFile> rewritten, Set<Partition> partitions) {
  /** Files below this size are written again with the rest of their partition, so few remain. */
  private static final long SMALL_BYTES = 16L << 20;

  /**
   * Chooses.
   *
   * @param losing files that lose rows
   * @param grown partitions that get rows
   */
  static FileChoice of(List<DataFile> stored, Set<DataFile> losing, Set<Partition> grown) {
    Set<Partition> partitions = new HashSet<>(grown);
    losing.forEach(file -> partitions.add(file.partition()));
    Set<DataFile> rewritten = new LinkedHashSet<>(losing);
    for (DataFile file : stored) {
      if (file.bytes() < SMALL_BYTES && partitions.contains(file.partition())) {
        rewritten.add(file);
      }
    }
    return new FileChoice(rewritten, partitions);
  }

  boolean isEmpty() {
    return partitions.isEmpty();
  }

  long bytes() {
    return rewritten.stream().mapToLong(DataFile::bytes).sum();
  }
}
