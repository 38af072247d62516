package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.TerminalSession.Seen;
import io.sluice.error.ExitCode;
import io.sluice.run.versions.Kept;
import io.sluice.run.versions.VersionEntry;
import io.sluice.run.versions.VersionList;
import io.sluice.spec.DatasetName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionsCommandTest {
  private static final Map<String, Long> COUNTS =
      Map.of(
          "read",
          4L,
          "inserted",
          1L,
          "updated",
          1200L,
          "deleted",
          3L,
          "removed",
          0L,
          "quarantined",
          0L);

  @TempDir private Path folder;
  private TerminalSession terminal;

  @BeforeEach
  void open() {
    terminal = new TerminalSession(folder);
    terminal.runner.outcome =
        list(
            List.of(),
            version(
                12,
                "2026-11-20T22:00:00.123Z",
                Optional.of(List.of("b", "c")),
                new Kept(true, Optional.empty(), 0)),
            version(11, "2026-11-18T00:30:00Z", Optional.of(List.of("a")), kept("22T22:30:00", 2)),
            version(10, "2026-11-17T00:30:00Z", Optional.of(List.of()), kept("20T00:30:00", 1)),
            version(9, "2026-11-16T00:30:00Z", Optional.of(List.of()), kept("19T00:30:00", 0)),
            version(8, "2026-11-15T00:30:00Z", Optional.of(List.of()), kept("23T00:30:00", 0)),
            version(
                7, "2026-11-14T00:30:00Z", Optional.empty(), new Kept(false, Optional.empty(), 0)));
  }

  private static Kept kept(String until, int versions) {
    return new Kept(false, Optional.of(Instant.parse("2026-11-" + until + "Z")), versions);
  }

  private static VersionList list(List<String> problems, VersionEntry... versions) {
    return new VersionList(
        List.of(versions), problems, problems.isEmpty() ? ExitCode.DONE : ExitCode.DATA);
  }

  private static VersionEntry version(
      long number, String committed, Optional<List<String>> increments, Kept kept) {
    return new VersionEntry(
        DatasetName.of("zuora/account"),
        number,
        Instant.parse(committed),
        "run-" + number,
        increments,
        number == 7 ? Map.of() : COUNTS,
        10123,
        4_567_890,
        kept);
  }

  @Test
  void givenVersions_whenPrinted_thenAllColumnsAndExactTimes() {
    assertThat(terminal.type("versions", "zuora/account"))
        .isEqualTo(
            new Seen(
                0,
                """
                VERSION  COMMITTED             RUN     INCREMENTS  READ  INSERTED  UPDATED  DELETED  QUARANTINED    ROWS    SIZE  KEPT UNTIL
                     12  2026-11-20T22:00:00Z  run-12           2     4         1    1,200        3            0  10,123  4.6 MB  current
                     11  2026-11-18T00:30:00Z  run-11           1     4         1    1,200        3            0  10,123  4.6 MB  2026-11-22T22:30:00Z and 2 more versions
                     10  2026-11-17T00:30:00Z  run-10           0     4         1    1,200        3            0  10,123  4.6 MB  1 more version
                      9  2026-11-16T00:30:00Z  run-9            0     4         1    1,200        3            0  10,123  4.6 MB  next commit
                      8  2026-11-15T00:30:00Z  run-8            0     4         1    1,200        3            0  10,123  4.6 MB  2026-11-23T00:30:00Z
                      7  2026-11-14T00:30:00Z  run-7            -     -         -        -        -            -  10,123  4.6 MB  unknown
                """,
                ""));
  }

  @Test
  void givenATerminal_whenPrinted_thenWhatMattersMostInItsWidth() {
    assertThat(terminal.wide(80).type("versions", "zuora/account").out())
        .isEqualTo(
            """
            VERSION  COMMITTED  READ  INSERTED  DELETED    ROWS  KEPT UNTIL
                 12  2 h ago       4         1        3  10,123  current
                 11  3 d ago       4         1        3  10,123  in 46 h and 2 more versions
                 10  4 d ago       4         1        3  10,123  1 more version
                  9  5 d ago       4         1        3  10,123  next commit
                  8  6 d ago       4         1        3  10,123  in 2 d
                  7  7 d ago       -         -        -  10,123  unknown
            (--wide shows RUN, INCREMENTS, UPDATED, QUARANTINED, SIZE too)
            """);
  }

  @Test
  void givenVersions_whenPrintedForPrograms_thenStableKeys() throws Exception {
    assertThat(terminal.type("versions", "zuora/account", "--format", "csv").out())
        .startsWith(
            """
            dataset,version,committed,run_id,increments,read,inserted,updated,deleted,removed,quarantined,rows,bytes,current,kept_until,kept_versions
            zuora/account,12,2026-11-20T22:00:00.123Z,run-12,2,4,1,1200,3,0,0,10123,4567890,true,,0
            zuora/account,11,2026-11-18T00:30:00Z,run-11,1,4,1,1200,3,0,0,10123,4567890,false,2026-11-22T22:30:00Z,2
            """)
        .endsWith("zuora/account,7,2026-11-14T00:30:00Z,run-7,,,,,,,,10123,4567890,false,,0\n");
    List<String> lines =
        terminal.type("versions", "zuora/account", "--json").out().lines().toList();
    ObjectMapper json = new ObjectMapper();
    assertThat(lines).hasSize(6);
    assertThat(json.readTree(lines.get(1)))
        .isEqualTo(
            json.readTree(
                """
                {"dataset": "zuora/account", "version": 11, "committed": "2026-11-18T00:30:00Z",
                 "run_id": "run-11", "increments": ["a"],
                 "counts": {"read": 4, "inserted": 1, "updated": 1200, "deleted": 3, "removed": 0,
                            "quarantined": 0},
                 "rows": 10123, "bytes": 4567890, "current": false,
                 "kept_until": "2026-11-22T22:30:00Z", "kept_versions": 2}
                """));
    assertThat(json.readTree(lines.get(5)).get("increments").isNull()).isTrue();
  }

  @Test
  void givenABrokenVersionFile_whenPrinted_thenTheOthersAndTheProblemApart() {
    terminal.runner.outcome = list(List.of("/lake/7.json: the version file is broken"));

    assertThat(terminal.type("versions", "zuora/account"))
        .isEqualTo(new Seen(65, "", "problem: /lake/7.json: the version file is broken\n"));
  }

  @Test
  void givenNoDatasetOrTwo_whenTyped_thenOneIsAskedFor() {
    assertThat(terminal.type("versions").err())
        .startsWith(
            "sluice versions: a dataset is missing, one such as zuora/account is needed. Nothing"
                + " was run.");
    assertThat(terminal.type("versions", "a/b", "a/c").exitCode()).isEqualTo(64);
  }

  @Test
  void givenHelp_whenPrinted_thenEightyColumns() {
    for (String verb : List.of("versions", "show")) {
      assertThat(terminal.wide(80).type(verb, "--help").out().lines())
          .allMatch(line -> line.length() <= 80);
    }
  }
}
