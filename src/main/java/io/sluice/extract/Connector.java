package io.sluice.extract;

import io.sluice.settings.Section;
import io.sluice.spec.DatasetName;
import io.sluice.spec.JobSpec;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * One kind of source: what to request, and how to turn answers into files. Stateless; one instance
 * serves all runs, from several threads.
 *
 * <p>A connector keeps to this order, so that a run may be killed at any point:
 *
 * <ol>
 *   <li>{@link DatasetExports#open()}: what an earlier run left unfinished comes first.
 *   <li>{@link DatasetExports#begin}: what is about to be asked for goes to the ledger, with the
 *       cursor or window, before the request is sent.
 *   <li>{@link Export#answered}: what the next run would need to continue the export (a job's id,
 *       the cursor after a page), as soon as the source has said it.
 *   <li>{@link Export#write}: the files.
 *   <li>{@link Export#seal}, or {@link Export#fail} if it cannot become an increment. Any other
 *       export stays open, and the next run continues it.
 * </ol>
 */
public interface Connector {
  /** Its name in job files: {@code extract.connector}. */
  String name();

  /** The options of the command line that it understands, such as {@code from}. */
  Set<String> options();

  /**
   * Reads every setting that it knows of a job and of its connection. What is wrong is collected by
   * the settings, and so are keys that were not read.
   */
  void check(JobSpec job, Section extract, Section connection);

  /**
   * Jobs of one source with the same key are exported by one call of {@link #export}. By default
   * each job is alone.
   */
  default String together(JobSpec job, Section extract, Section connection) {
    return job.dataset().toString();
  }

  /** Whether {@link Group#others} must be known, so that the whole source's jobs are read. */
  default boolean needsOthers() {
    return false;
  }

  /**
   * Refuses a forbidden request, before any group starts.
   *
   * @throws io.sluice.error.UsageException with the reason
   */
  default void refuse(ExtractRequest request, Group group, Clock clock) {}

  /**
   * Datasets that are asked for together.
   *
   * @param jobs that were asked for, sorted by name; at least one
   * @param others with the same key that were not; known where {@link #needsOthers}
   */
  record Group(List<JobSpec> jobs, List<DatasetName> others) {
    /** Copies the lists. */
    public Group {
      jobs = List.copyOf(jobs);
      others = List.copyOf(others);
    }
  }

  /**
   * Exports the datasets of one exchange. A failure of one dataset goes to {@link
   * DatasetExports#fail}; an exception is a failure of all.
   *
   * @throws io.sluice.error.SluiceException for all datasets that were not finished yet
   */
  void export(Exchange exchange);
}
