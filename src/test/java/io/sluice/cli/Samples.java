package io.sluice.cli;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.check.CheckReport.Remark;
import io.sluice.run.status.DatasetStatus;
import io.sluice.run.status.ExportGap;
import io.sluice.run.status.LastExport;
import io.sluice.settings.Finding;
import io.sluice.settings.Wrong;
import io.sluice.spec.DatasetName;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reports as a run gives them. */
final class Samples {
  private Samples() {}

  static DatasetOutcome merged() {
    return merged("zuora/account");
  }

  static DatasetOutcome merged(String dataset) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("read", 68L);
    counts.put("inserted", 10L);
    counts.put("updated", 55L);
    counts.put("deleted", 2L);
    counts.put("removed", 1L);
    counts.put("quarantined", 0L);
    return new DatasetOutcome(
        DatasetName.of(dataset),
        ExitCode.DONE,
        1,
        counts,
        OptionalLong.of(10123),
        OptionalLong.of(12),
        Duration.ofMillis(2100),
        List.of(),
        Optional.empty(),
        List.of());
  }

  static DatasetOutcome idle(String dataset) {
    return new DatasetOutcome(
        DatasetName.of(dataset),
        ExitCode.DONE,
        0,
        Map.of(),
        OptionalLong.of(5),
        OptionalLong.of(3),
        Duration.ofMillis(4),
        List.of(),
        Optional.empty(),
        List.of());
  }

  static DatasetOutcome failed(String dataset, ExitCode exitCode, String problem) {
    return new DatasetOutcome(
        DatasetName.of(dataset),
        exitCode,
        0,
        Map.of(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Duration.ofSeconds(65),
        List.of(),
        Optional.of(problem),
        problem.contains("holds") ? List.of("2026-11-21.csv#1") : List.of());
  }

  /** A dataset that needs nobody. */
  static DatasetStatus fine(String dataset) {
    DatasetStatus standing = standing("fresh");
    return new DatasetStatus(
        DatasetName.of(dataset),
        List.of(),
        List.of(),
        List.of(),
        standing.rows(),
        standing.version(),
        0,
        standing.lastExport(),
        standing.newestSealed(),
        standing.newestApplied(),
        List.of(),
        standing.lastRun(),
        "fresh",
        List.of(),
        ExitCode.DONE);
  }

  static DatasetStatus standing(String freshness) {
    return new DatasetStatus(
        DatasetName.of("zuora/account"),
        List.of("a", "b", "c", "d", "e", "f", "g"),
        List.of(),
        List.of("zuora/account: increment \"a\" lacks column \"Account.Id\""),
        OptionalLong.of(10123),
        OptionalLong.of(12),
        2,
        Optional.of(
            new LastExport(
                "20261121T003000Z-7f3a",
                Instant.parse("2026-11-21T00:30:00.123Z"),
                "sealed",
                Optional.empty())),
        Optional.of(Instant.parse("2026-11-21T00:30:04Z")),
        Optional.of(Instant.parse("2026-11-20T23:00:00Z")),
        List.of(
            new ExportGap(
                Instant.parse("2026-11-18T00:30:00Z"), Instant.parse("2026-11-19T00:30:00Z"))),
        Optional.of("2026-11-21T00:31:07Z done"),
        freshness,
        List.of(),
        ExitCode.DONE);
  }

  /** A problem or warning of check, of a file as a whole. */
  static Remark remark(String file, int line, String message) {
    return new Remark(Optional.empty(), new Finding(file, line, "", Wrong.of(message)));
  }
}
