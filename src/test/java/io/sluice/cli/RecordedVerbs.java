package io.sluice.cli;

import io.sluice.error.ExitCode;
import io.sluice.error.SluiceException;
import io.sluice.run.CheckReport;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.DatasetStatus;
import io.sluice.run.DemoExports;
import io.sluice.run.DemoReport;
import io.sluice.run.ExportList;
import io.sluice.run.ExtractOptions;
import io.sluice.run.ExtractedDataset;
import io.sluice.run.IngestOptions;
import io.sluice.run.Progress;
import io.sluice.run.ShowOptions;
import io.sluice.run.ShownRows;
import io.sluice.run.Verbs;
import io.sluice.run.Workplace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Verbs that answer what a test gave them, and note what they were called with. */
final class RecordedVerbs implements Verbs {
  final List<Object> calls = new ArrayList<>();
  List<DatasetOutcome> outcomes = List.of();
  List<ExtractedDataset> extracted = List.of();
  ExportList exports = new ExportList(List.of(), List.of(), ExitCode.DONE);
  List<DatasetStatus> status = List.of();
  ShownRows rows = new ShownRows(List.of("id"), Set.of(), List.of());
  CheckReport check = new CheckReport(0, List.of());
  Optional<RuntimeException> failure = Optional.empty();

  RecordedVerbs failing(SluiceException exception) {
    failure = Optional.of(exception);
    return this;
  }

  @Override
  public List<DatasetOutcome> ingest(Workplace where, IngestOptions options, Progress progress) {
    called(List.of(where, options));
    progress.begin(outcomes.size());
    for (DatasetOutcome outcome : outcomes) {
      progress.step(outcome.dataset(), "merging");
      progress.done(outcome);
    }
    return outcomes;
  }

  @Override
  public List<ExtractedDataset> extract(
      Workplace where, ExtractOptions options, Progress progress) {
    called(List.of(where, options));
    return extracted;
  }

  @Override
  public ExportList exports(Workplace where) {
    called(List.of(where));
    return exports;
  }

  @Override
  public List<DatasetStatus> status(Workplace where) {
    called(List.of(where));
    return status;
  }

  @Override
  public ShownRows show(Workplace where, String dataset, ShowOptions options) {
    called(List.of(where, dataset, options));
    return rows;
  }

  @Override
  public CheckReport check(Workplace where, boolean deep) {
    called(deep ? List.of(where, "deep") : List.of(where));
    return check;
  }

  @Override
  public DemoReport demo(Path folder, Progress progress) {
    called(List.of(folder));
    DemoExports exports = new DemoExports(extracted, outcomes, folder.resolve("exported.yaml"));
    return new DemoReport(outcomes, status, folder, folder.resolve("demo.yaml"), exports);
  }

  private void called(List<Object> with) {
    calls.addAll(with);
    failure.ifPresent(
        exception -> {
          throw exception;
        });
  }
}
