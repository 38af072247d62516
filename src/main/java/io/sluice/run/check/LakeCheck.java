package io.sluice.run.check;

import io.sluice.error.ExitCode;
import io.sluice.run.Findings;
import io.sluice.run.Lake;
import io.sluice.spark.FileContent;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.util.List;
import java.util.Optional;

/**
 * Looks for damage in a lake: version files, data files, the ledger and its exports. Writes nothing
 * and starts no engine. Other stores than local disks are only read with {@code deep}, because a
 * machine that checks job files may not reach them.
 */
final class LakeCheck {
  private final Lake lake;
  private final boolean deep;
  private final Findings findings = new Findings();

  LakeCheck(Lake lake, boolean deep) {
    this.lake = lake;
    this.deep = deep;
  }

  /** Looks at one dataset after the other. */
  void look(List<JobSpec> jobs) {
    boolean local =
        Location.of(lake.environment().clean()).isLocal()
            && Location.of(lake.environment().ledger()).isLocal();
    if (local || deep) {
      Optional<FileContent> content = deep ? Optional.of(lake.content()) : Optional.empty();
      jobs.forEach(job -> look(job, content));
    }
  }

  List<String> warnings() {
    return findings.warnings();
  }

  List<String> problems() {
    return findings.problems();
  }

  ExitCode exitCode() {
    return findings.exitCode();
  }

  private void look(JobSpec job, Optional<FileContent> content) {
    Table table = lake.table(job);
    for (Location stray : findings.read("strays", table::strays).orElse(List.of())) {
      findings.warn(
          stray + ": is not a version file, and nothing reads it. Remove it if it is not used");
    }
    List<Long> numbers = findings.read("table", table::versions).orElse(List.of());
    Optional<Snapshot> newest = Optional.empty();
    for (long number : numbers) {
      newest = findings.read("version", () -> table.at(number)).flatMap(one -> one);
    }
    newest
        .flatMap(version -> findings.read("files", () -> version.problem(content)))
        .flatMap(damage -> damage)
        .ifPresent(damage -> findings.fail(ExitCode.DATA, damage));
    findings
        .read("runs", () -> lake.ledger().broken(job.dataset()))
        .ifPresent(broken -> broken.forEach(findings::fail));
    Object unused =
        findings.read(
            "exports", () -> lake.exports().exports(job.dataset(), findings::fail).size());
  }
}
