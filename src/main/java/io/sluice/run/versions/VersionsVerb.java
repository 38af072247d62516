package io.sluice.run.versions;

import io.sluice.config.Loaded;
import io.sluice.run.Findings;
import io.sluice.run.Lake;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code versions}. */
public final class VersionsVerb {
  private final Run run;
  private final Workplace where;

  /** For the one dataset that is named. */
  public VersionsVerb(Run run, Workplace where) {
    this.run = run;
    this.where = where;
  }

  /**
   * Reads the version files; a broken one does not hide the others.
   *
   * @throws io.sluice.error.ConfigurationException if there is no table
   */
  public VersionList versions() {
    Loaded loaded = run.loadOne(where, "versions");
    JobSpec job = loaded.jobs().get(0);
    Lake lake = run.lake(loaded);
    Table table = lake.table(job);
    List<Long> numbers = table.versions();
    if (numbers.isEmpty()) {
      throw lake.noTable(job);
    }
    Findings findings = new Findings();
    List<VersionEntry> entries = new ArrayList<>();
    int current = numbers.size() - 1;
    // Each names all that was ever applied: no more than two are held at a time.
    Optional<Snapshot> version = read(table, numbers.get(current), findings);
    Optional<Instant> replaced = Optional.empty();
    for (int i = current; i >= 0; i--) {
      Optional<Snapshot> before =
          i == 0 ? Optional.empty() : read(table, numbers.get(i - 1), findings);
      Kept kept = i == current ? Kept.CURRENT : Kept.of(job.clean(), current - i, replaced);
      version.map(one -> entry(job, one, before, kept)).ifPresent(entries::add);
      replaced = version.map(Snapshot::committedAt);
      version = before;
    }
    return new VersionList(entries, findings.problems(), findings.exitCode());
  }

  private static Optional<Snapshot> read(Table table, long number, Findings findings) {
    return findings.read("version " + number, () -> table.at(number)).flatMap(Function.identity());
  }

  private static VersionEntry entry(
      JobSpec job, Snapshot version, Optional<Snapshot> before, Kept kept) {
    return new VersionEntry(
        job.dataset(),
        version.number(),
        version.committedAt(),
        version.runId(),
        version.ownIncrements(before),
        version.state().counts(),
        version.rows(),
        version.bytes(),
        kept);
  }
}
