package io.sluice.run.ingest;

import io.sluice.read.RawExpiry;
import io.sluice.run.Lake;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes raw files that were applied for as long as {@code raw.retain} says. What is pending, held
 * or refused is in no version, and stays.
 */
final class RawRetention {
  private static final Logger LOG = LoggerFactory.getLogger(RawRetention.class);

  private final Lake lake;
  private final JobSpec job;

  RawRetention(Lake lake, JobSpec job) {
    this.lake = lake;
    this.job = job;
  }

  /** Removes what is due; nothing where the job keeps its raw files, or has no table yet. */
  void apply(Table table) {
    if (job.raw().retain().isEmpty()) {
      return;
    }
    Optional<Snapshot> current = table.current();
    List<Increment> due = due(table, job.raw().retain().get());
    if (current.isEmpty() || due.isEmpty()) {
      return;
    }
    int removed =
        new RawExpiry(lake.storage(), job, lake.rawFolder(job))
            .remove(current.get().state().applied(), due);
    if (removed > 0) {
      LOG.info("removed applied raw files dataset={} files={}", job.dataset(), removed);
    }
  }

  /**
   * What the newest version had applied that is as old as the raw files may get, and each version
   * since: a rollback takes increments back, and they may be applied again from their files.
   */
  private List<Increment> due(Table table, Duration retain) {
    Instant latest = lake.clock().instant().minus(retain);
    List<Long> numbers = table.versions();
    List<Set<String>> since = new ArrayList<>();
    for (int i = numbers.size() - 1; i >= 0; i--) {
      Optional<Snapshot> version = table.at(numbers.get(i));
      if (version.filter(one -> !one.committedAt().isAfter(latest)).isPresent()) {
        return version.get().state().applied().stream()
            .filter(increment -> since.stream().allMatch(ids -> ids.contains(increment.id())))
            .toList();
      }
      version.ifPresent(
          one ->
              since.add(
                  one.state().applied().stream().map(Increment::id).collect(Collectors.toSet())));
    }
    return List.of();
  }
}
