package io.sluice.run.ingest;

import io.sluice.error.DataException;
import io.sluice.error.TemporaryException;
import io.sluice.run.Findings;
import io.sluice.run.Lake;
import io.sluice.run.Progress;
import io.sluice.run.TableWork;
import io.sluice.spark.Sessions;
import io.sluice.spec.CleanSpec;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Applies increments that are known to another table of their dataset, whatever the guard says:
 * they are in the dataset's table already. Goes on from what the other table has.
 */
public final class Rebuilding {
  private static final int COMMIT_TRIES = 3;

  private final Lake beside;
  private final JobSpec job;
  private final IngestOptions options;
  private final Sessions sessions;
  private final Progress progress;
  private final TableWork work;
  private final Table table;

  /**
   * With the lake whose table it is.
   *
   * @param work under the lease of the dataset
   */
  public Rebuilding(
      Lake beside,
      JobSpec job,
      IngestOptions options,
      Sessions sessions,
      Progress progress,
      TableWork work) {
    this.beside = beside;
    this.job = job;
    this.options = options;
    this.sessions = sessions;
    this.progress = progress;
    this.work = work;
    this.table = beside.table(job);
  }

  /**
   * Applies those that the table lacks, the oldest first; what was committed stays.
   *
   * @return the table with all of them, and nothing else
   * @throws DataException if one cannot be read by today's job file
   */
  public Snapshot apply(List<Increment> increments) {
    List<Increment> ordered =
        increments.stream()
            .sorted(Comparator.comparing(Increment::processedDate).thenComparing(Increment::id))
            .toList();
    for (int lost = 0; ; ) {
      Optional<Snapshot> base = table.current();
      List<Increment> left = left(ordered, base);
      if (left.isEmpty()) {
        return base.orElseThrow(() -> new IllegalStateException("a table without increments"));
      }
      Findings findings = new Findings();
      Attempt.End end =
          new Attempt(
                  beside,
                  job,
                  options,
                  sessions,
                  progress,
                  findings,
                  Optional.of(work),
                  Optional.empty())
              .at(base, Portion.first(left, options.maxBytes()), true);
      if (end instanceof Attempt.Committed committed) {
        CleanSpec newestAlone = new CleanSpec(job.clean().format(), 1, Duration.ZERO);
        table.tidy(committed.version(), newestAlone, beside.clock().instant());
        lost = 0;
      } else if (end instanceof Attempt.Lost && ++lost < COMMIT_TRIES) {
        continue;
      } else if (end instanceof Attempt.Lost) {
        throw new TemporaryException(
            job.dataset() + ": another run rebuilds this table. Nothing was changed. Try again");
      }
      findings.problem().ifPresent(this::refuse);
      if (!(end instanceof Attempt.Committed)) {
        throw new IllegalStateException(job.dataset() + ": a rebuild ended with " + end);
      }
    }
  }

  private void refuse(String problem) {
    throw new DataException(
        job.dataset()
            + ": the table cannot be rebuilt, as an increment that it has cannot be read by today's"
            + " job file. The table was not changed. Correct the job file or the raw file, and run"
            + " backfill again:\n"
            + problem);
  }

  private static List<Increment> left(List<Increment> increments, Optional<Snapshot> base) {
    Set<String> there = new HashSet<>();
    base.ifPresent(version -> version.state().applied().forEach(one -> there.add(one.id())));
    return increments.stream().filter(increment -> !there.contains(increment.id())).toList();
  }
}
