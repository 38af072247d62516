package io.sluice.run;

import io.sluice.error.ExitCode;
import io.sluice.spec.DatasetName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code ingest} did for one dataset.
 *
 * @param increments how many were applied
 * @param counts of rows, by the names of docs/merge-law.md: read, accepted, quarantined, the nine
 *     classes, removed, ties
 * @param rows of the table now; empty where there is none or it could not be read
 * @param version of the table now
 * @param took wall time
 * @param warnings one sentence each
 * @param problem why the dataset failed; empty with exit code 0
 * @param held the increments that wait for approval
 */
public record DatasetOutcome(
    DatasetName dataset,
    ExitCode exitCode,
    int increments,
    Map<String, Long> counts,
    OptionalLong rows,
    OptionalLong version,
    Duration took,
    List<String> warnings,
    Optional<String> problem,
    List<String> held) {
  /** Copies lists and maps; the order of counts is kept. */
  public DatasetOutcome {
    counts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    warnings = List.copyOf(warnings);
    held = List.copyOf(held);
  }

  /** Of a dataset of which nothing is known but why it failed. */
  public static DatasetOutcome failed(DatasetName dataset, ExitCode exitCode, String problem) {
    return new DatasetOutcome(
        dataset,
        exitCode,
        0,
        Map.of(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Duration.ZERO,
        List.of(),
        Optional.of(problem),
        List.of());
  }

  /** The same with one more warning, if there is one. */
  public DatasetOutcome warned(Optional<String> warning) {
    List<String> all = Stream.concat(warnings.stream(), warning.stream()).toList();
    return new DatasetOutcome(
        dataset, exitCode, increments, counts, rows, version, took, all, problem, held);
  }

  /** The same with one more problem, if there is one, that is a matter of data. */
  public DatasetOutcome failed(Optional<String> another) {
    if (another.isEmpty()) {
      return this;
    }
    String all =
        Stream.concat(problem.stream(), another.stream()).collect(Collectors.joining("\n"));
    ExitCode worst = ExitCode.worst(List.of(exitCode, ExitCode.DATA));
    return new DatasetOutcome(
        dataset, worst, increments, counts, rows, version, took, warnings, Optional.of(all), held);
  }

  /** One of the counts, 0 where it was not counted. */
  public long count(String name) {
    return counts.getOrDefault(name, 0L);
  }
}
