package io.sluice.run;

import io.sluice.error.UsageException;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds the table version that somebody asks for. */
public final class KeptVersions {
  private final Lake lake;
  private final JobSpec job;
  private final Table table;

  /** Of a table of the lake. */
  public KeptVersions(Lake lake, JobSpec job) {
    this.lake = lake;
    this.job = job;
    this.table = lake.table(job);
  }

  /** The current one. */
  public Snapshot current() {
    return table.current().orElseThrow(() -> lake.noTable(job));
  }

  /**
   * The one of this number.
   *
   * @throws UsageException if it is not kept
   * @throws io.sluice.error.ConfigurationException if there is no table
   */
  public Snapshot numbered(long number) {
    Optional<Snapshot> version = table.at(number);
    if (version.isPresent()) {
      return version.get();
    }
    List<Long> kept = table.versions();
    if (kept.isEmpty()) {
      throw lake.noTable(job);
    }
    throw new UsageException(
        job.dataset() + ": version " + number + " is not kept; the kept versions are " + kept);
  }

  /**
   * The one that was current at this instant.
   *
   * @throws UsageException if all that are kept were committed later
   * @throws io.sluice.error.ConfigurationException if there is no table
   */
  public Snapshot asOf(Instant instant) {
    List<Long> numbers = table.versions();
    Optional<Snapshot> first = Optional.empty();
    for (int i = numbers.size() - 1; i >= 0; i--) {
      Optional<Snapshot> version = table.at(numbers.get(i));
      if (version.filter(one -> !one.committedAt().isAfter(instant)).isPresent()) {
        return version.get();
      }
      first = version.isPresent() ? version : first;
    }
    throw first
        .<RuntimeException>map(version -> tooEarly(instant, version))
        .orElseGet(() -> lake.noTable(job));
  }

  private UsageException tooEarly(Instant instant, Snapshot first) {
    return new UsageException(
        job.dataset()
            + ": no version that was current at "
            + instant
            + " is kept; the first kept version is "
            + first.number()
            + ", committed at "
            + first.committedAt()
            + ". See: sluice versions "
            + job.dataset());
  }
}
