package io.sluice.run.check;

import io.sluice.error.ExitCode;
import io.sluice.error.SluiceException;
import io.sluice.run.Findings;
import io.sluice.run.Lake;
import io.sluice.settings.Wrong;
import io.sluice.spark.FileContent;
import io.sluice.spec.DatasetName;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.table.ContractChange;
import io.sluice.table.ContractChange.Difference;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at the tables: whether they can follow their job files, and for damage of version files,
 * data files, the ledger and its exports. Writes nothing and starts no engine. Of other stores than
 * local disks only the newest version file of each table is read without {@code deep}, and nothing
 * where the store cannot be reached: a machine that checks job files may not be allowed to.
 */
final class LakeCheck {
  private static final int PATIENCE_SECONDS = 20;
  private static final String COLUMNS = "columns.";

  private final Lake lake;
  private final Remarks remarks;
  private final boolean deep;
  private final boolean local;

  LakeCheck(Lake lake, Remarks remarks, boolean deep) {
    this.lake = lake;
    this.remarks = remarks;
    this.deep = deep;
    this.local =
        Location.of(lake.environment().clean()).isLocal()
            && Location.of(lake.environment().ledger()).isLocal();
  }

  /** Looks at one dataset after the other. */
  void look(List<JobSpec> jobs) {
    if (jobs.isEmpty()) {
      return;
    }
    Optional<String> away = local || deep ? Optional.empty() : away();
    if (away.isPresent()) {
      remarks.note(
          "the tables were not looked at, as the lake cannot be reached from here: " + away.get());
    } else {
      Optional<FileContent> content = deep ? Optional.of(lake.content()) : Optional.empty();
      jobs.forEach(job -> look(job, content));
    }
  }

  /** Why the lake cannot be reached. A store that does not answer is not waited for. */
  private Optional<String> away() {
    Location clean = Location.of(lake.environment().clean());
    CompletableFuture<Void> answer = new CompletableFuture<>();
    Thread asking =
        new Thread(
            () -> {
              try {
                lake.storage().checkReachable(clean);
                answer.complete(null);
              } catch (SluiceException e) {
                answer.completeExceptionally(e);
              } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
              }
            },
            "reach-lake");
    asking.setDaemon(true);
    asking.start();
    try {
      answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return Optional.empty();
    } catch (TimeoutException e) {
      asking.interrupt();
      return Optional.of(clean + " did not answer within " + PATIENCE_SECONDS + " seconds");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the check was interrupted");
    } catch (ExecutionException e) {
      return Optional.of(String.valueOf(e.getCause().getMessage()));
    }
  }

  private void look(JobSpec job, Optional<FileContent> content) {
    DatasetName dataset = job.dataset();
    Findings findings = new Findings();
    newest(lake.table(job), content, findings)
        .ifPresent(
            version -> {
              compare(version, job);
              compareDates(version, job, findings);
            });
    if (local || deep) {
      findings
          .read("runs", () -> lake.ledger().broken(dataset))
          .ifPresent(broken -> broken.forEach(findings::fail));
      Object unused =
          findings.read("exports", () -> lake.exports().exports(dataset, findings::fail).size());
    }
    findings.warnings().forEach(warning -> remarks.warn(dataset, "", Wrong.of(warning)));
    findings
        .problems()
        .forEach(problem -> remarks.problem(dataset, "", Wrong.of(problem), findings.exitCode()));
  }

  /** The version that the next run would add to, as far as it can be read. */
  private Optional<Snapshot> newest(Table table, Optional<FileContent> content, Findings findings) {
    List<Long> numbers = findings.read("table", table::versions).orElse(List.of());
    Optional<Snapshot> newest = Optional.empty();
    if (!local && !deep) {
      return numbers.isEmpty() ? newest : read(table, numbers.get(numbers.size() - 1), findings);
    }
    for (Location stray : findings.read("strays", table::strays).orElse(List.of())) {
      findings.warn(
          stray + ": is not a version file, and nothing reads it. Remove it if it is not used");
    }
    for (long number : numbers) {
      newest = read(table, number, findings);
    }
    newest
        .flatMap(version -> findings.read("files", () -> version.problem(content)))
        .flatMap(damage -> damage)
        .ifPresent(damage -> findings.fail(ExitCode.DATA, damage));
    return newest;
  }

  private static Optional<Snapshot> read(Table table, long number, Findings findings) {
    return findings.read("version", () -> table.at(number)).flatMap(one -> one);
  }

  /** What the next run would refuse, or do to the whole table. */
  private void compare(Snapshot version, JobSpec job) {
    List<Difference> refused = ContractChange.refused(version, job);
    String waysOut = refused.isEmpty() ? "" : lake.waysOut(job, version);
    for (int i = 0; i < refused.size(); i++) {
      Difference difference = refused.get(i);
      boolean last = i == refused.size() - 1;
      Wrong wrong =
          new Wrong(
              job.dataset()
                  + ": the table's version "
                  + version.number()
                  + (isMissing(difference)
                      ? " has the column "
                          + difference.path().substring(COLUMNS.length())
                          + ": "
                          + difference.stored()
                          + ", which the job file lacks"
                      : " has \""
                          + difference.stored()
                          + "\" against \""
                          + difference.found()
                          + "\"")
                  + difference.advice()
                  + "; stored rows cannot be converted, so ingest refuses it"
                  + (last ? ". " + waysOut + "." : ""),
              Optional.of(difference.found()).filter(text -> !text.isEmpty()),
              Optional.of(difference.stored()),
              Optional.of(difference.stored()).filter(text -> !text.isEmpty()));
      remarks.problem(job.dataset(), difference.path(), wrong, ExitCode.CONFIGURATION);
    }
    if (!refused.isEmpty()) {
      return;
    }
    ContractChange change = ContractChange.of(version, job);
    Optional<String> why = change.refusal(version, job);
    if (why.isPresent()) {
      remarks.problem(
          job.dataset(),
          "on_contract_change",
          Wrong.of(
              job.dataset()
                  + ": "
                  + why.get()
                  + "; so ingest refuses it. Set on_contract_change: apply to have it applied by"
                  + " the next run, or undo the change."),
          ExitCode.CONFIGURATION);
    } else {
      for (String note : change.notes()) {
        remarks.warn(
            job.dataset(),
            "",
            Wrong.of(
                job.dataset()
                    + ": the next run writes the whole table again, as it differs from version "
                    + version.number()
                    + ": "
                    + note));
      }
    }
  }

  /**
   * Whether the job file reads dates into names of applied files that they were not applied with.
   */
  private void compareDates(Snapshot version, JobSpec job, Findings findings) {
    if (!lake.rawFolder(job).isLocal() && !deep) {
      return;
    }
    findings
        .read("raw", () -> lake.rawZone(job).redated(version.state().applied()))
        .flatMap(told -> told)
        .ifPresent(
            told ->
                remarks.problem(
                    job.dataset(),
                    "raw.processed_date",
                    Wrong.of(
                        job.dataset()
                            + ": "
                            + told
                            + ", so ingest refuses it. "
                            + lake.waysOut(job, version)
                            + "."),
                    ExitCode.CONFIGURATION));
  }

  private static boolean isMissing(Difference difference) {
    return difference.found().isEmpty() && difference.path().startsWith(COLUMNS);
  }
}
