package io.sluice.run;

import io.sluice.read.RawExpiry;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.table.CleanTable;
import io.sluice.table.TableVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
  void apply(CleanTable table) {
    if (job.raw().retain().isEmpty()) {
      return;
    }
    Optional<TableVersion> current = table.current();
    List<Increment> due = due(table, job.raw().retain().get());
    if (current.isEmpty() || due.isEmpty()) {
      return;
    }
    int removed =
        new RawExpiry(lake.storage(), job, lake.rawFolder(job))
            .remove(current.get().applied(), due);
    if (removed > 0) {
      LOG.info("removed applied raw files dataset={} files={}", job.dataset(), removed);
    }
  }

  /** What the newest version had applied that is as old as the raw files may get. */
  private List<Increment> due(CleanTable table, Duration retain) {
    Instant latest = lake.clock().instant().minus(retain);
    List<Long> numbers = table.versions();
    for (int i = numbers.size() - 1; i >= 0; i--) {
      Optional<TableVersion> version = table.load(numbers.get(i));
      if (version.filter(one -> !one.committedAt().isAfter(latest)).isPresent()) {
        return version.get().applied();
      }
    }
    return List.of();
  }
}
