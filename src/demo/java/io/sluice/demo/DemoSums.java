package io.sluice.demo;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.exports.ExportEntry;
import io.sluice.run.extract.ExtractedDataset;
import io.sluice.spec.DatasetName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What several rounds came to together. */
final class DemoSums {
  private DemoSums() {}

  /** One outcome per dataset: increments, counts and times summed, rows and version of the last. */
  static List<DatasetOutcome> ofIngests(List<List<DatasetOutcome>> rounds) {
    Map<String, DatasetOutcome> sums = new LinkedHashMap<>();
    for (List<DatasetOutcome> round : rounds) {
      for (DatasetOutcome outcome : round) {
        sums.merge(outcome.dataset().toString(), outcome, DemoSums::sum);
      }
    }
    return List.copyOf(sums.values());
  }

  private static DatasetOutcome sum(DatasetOutcome first, DatasetOutcome second) {
    Map<String, Long> counts = new LinkedHashMap<>(first.counts());
    second.counts().forEach((name, rows) -> counts.merge(name, rows, Long::sum));
    return new DatasetOutcome(
        first.dataset(),
        ExitCode.worst(List.of(first.exitCode(), second.exitCode())),
        first.increments() + second.increments(),
        counts,
        second.rows(),
        second.version(),
        first.took().plus(second.took()),
        both(first.warnings(), second.warnings()),
        both(first.problem(), second.problem()),
        second.held());
  }

  /** One per dataset: the exports of all rounds, and the times summed. */
  static List<ExtractedDataset> ofExtracts(List<List<ExtractedDataset>> rounds) {
    Map<DatasetName, ExtractedDataset> sums = new LinkedHashMap<>();
    for (List<ExtractedDataset> round : rounds) {
      round.forEach(one -> sums.merge(one.dataset(), one, DemoSums::sum));
    }
    return List.copyOf(sums.values());
  }

  private static ExtractedDataset sum(ExtractedDataset first, ExtractedDataset second) {
    List<ExportEntry> exports = new ArrayList<>(first.exports());
    exports.addAll(second.exports());
    return new ExtractedDataset(
        first.dataset(),
        ExitCode.worst(List.of(first.exitCode(), second.exitCode())),
        exports,
        first.took().plus(second.took()),
        both(first.warnings(), second.warnings()),
        both(first.problem(), second.problem()));
  }

  private static List<String> both(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all.stream().distinct().toList();
  }

  private static Optional<String> both(Optional<String> first, Optional<String> second) {
    return first.isPresent() && second.isPresent()
        ? Optional.of(first.get() + "\n" + second.get())
        : first.or(() -> second);
  }
}
