package io.sluice.run.check;

import io.sluice.config.Checked;
import io.sluice.error.ExitCode;
import io.sluice.run.check.CheckReport.Remark;
import io.sluice.settings.Finding;
import io.sluice.settings.Wrong;
import io.sluice.spec.DatasetName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what is found, each once, with the lines of the files that it is about. */
final class Remarks {
  private final Checked checked;
  private final Set<Remark> problems = new LinkedHashSet<>();
  private final Set<Remark> warnings = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private final List<ExitCode> codes = new ArrayList<>();

  /** Begins with what is wrong or risky in the files. */
  Remarks(Checked checked) {
    this.checked = checked;
    checked.problems().forEach(this::problem);
    checked.warnings().forEach(finding -> warnings.add(remark(finding)));
  }

  private void problem(Finding finding) {
    problems.add(remark(finding));
    codes.add(ExitCode.CONFIGURATION);
  }

  private Remark remark(Finding finding) {
    return new Remark(checked.written().dataset(finding), finding);
  }

  /** A problem of a job's file or table. */
  void problem(DatasetName dataset, String path, Wrong wrong, ExitCode code) {
    problems.add(new Remark(Optional.of(dataset), checked.written().inJob(dataset, path, wrong)));
    codes.add(code);
  }

  void warn(DatasetName dataset, String path, Wrong wrong) {
    warnings.add(new Remark(Optional.of(dataset), checked.written().inJob(dataset, path, wrong)));
  }

  /** A problem of a section {@code extract}, or of the connection that it uses. */
  void problemOfExtract(DatasetName dataset, Finding finding) {
    if (finding.path().startsWith("connections.")) {
      problem(checked.written().inEnvironment(finding.path(), finding.wrong()));
    } else {
      problem(dataset, finding.path(), finding.wrong(), ExitCode.CONFIGURATION);
    }
  }

  void warnOfEnvironment(Finding finding) {
    Finding placed = checked.written().inEnvironment(finding.path(), finding.wrong());
    warnings.add(new Remark(Optional.empty(), placed));
  }

  void note(String note) {
    notes.add(note);
  }

  CheckReport report() {
    return new CheckReport(
        checked.datasets().size(),
        List.copyOf(problems),
        List.copyOf(warnings),
        List.copyOf(notes),
        ExitCode.worst(codes));
  }
}
