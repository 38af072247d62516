package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.error.ExitCode;
import io.sluice.run.exports.ExportEntry;
import io.sluice.run.exports.ExportList;
import io.sluice.run.extract.ExtractOptions;
import io.sluice.run.extract.ExtractedDataset;
import io.sluice.spec.DatasetName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code extract} and {@code exports} as they are typed and seen. */
class ExtractCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;
  private TerminalSession terminal;

  @BeforeEach
  void prepare() {
    terminal = new TerminalSession(folder);
  }

  @Test
  void givenSealedAndFailed_whenExtracted_thenARowEachAndWhatIsWrongOnce() {
    terminal.runner.outcome =
        List.of(
            extracted("zuora/account", ExitCode.DONE, List.of(export()), Optional.empty()),
            extracted("zuora/contact", ExitCode.TEMPORARY, List.of(), Optional.of("no answer")),
            extracted("zuora/refund", ExitCode.TEMPORARY, List.of(), Optional.of("no answer")));

    TerminalSession.Seen seen = terminal.type("extract", "zuora");

    assertThat(seen.exitCode()).isEqualTo(75);
    assertThat(seen.out())
        .isEqualTo(
            """
            DATASET        INCREMENT                      ROWS    SIZE  SINCE                 PROCESSED DATE        TOOK
            zuora/account  20261118T003000Z-d32c (held)  9,000  1.2 MB  2026-11-17T00:30:00Z  2026-11-18T00:30:02Z  3.5s
            problem: zuora/contact and 1 more: no answer
            """);
  }

  @Test
  void givenATerminal_whenManyAreExtracted_thenTheFineOnesAreOneRow() {
    List<ExtractedDataset> datasets = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      datasets.add(extracted("shop/table-" + i, ExitCode.DONE, List.of(fine()), Optional.empty()));
    }
    datasets.add(extracted("zuora/account", ExitCode.DONE, List.of(export()), Optional.empty()));
    terminal.runner.outcome = datasets;

    assertThat(terminal.wide(80).type("extract").out())
        .isEqualTo(
            """
            DATASET        INCREMENT                       ROWS     SIZE  SINCE    TOOK
            zuora/account  20261118T003000Z-d32c (held)   9,000   1.2 MB  4 d ago  3.5s
            12 more        -                             60,000  12.0 kB  -           -
            (--wide shows PROCESSED DATE too)
            """);
  }

  @Test
  void givenATerminal_whenExportsAreListed_thenTheyFitAndTimesAreRelative() {
    terminal.runner.outcome = new ExportList(List.of(export()), List.of(), ExitCode.DONE);

    assertThat(terminal.wide(80).type("exports").out())
        .isEqualTo(
            """
            DATASET        ASKED    STATE   FROM     ROWS  INCREMENT              PROBLEM
            zuora/account  3 d ago  sealed  4 d ago  9000  20261118T003000Z-d32c  -
            (--wide shows TO, FULL, HELD, BYTES, SECONDS too)
            """);
  }

  @Test
  void givenOptionsOfConnectors_whenExtracted_thenTheyAreHandedOn() {
    terminal.type("extract", "zuora/account", "--full", "--window", "month", "--run-id", "r1");

    assertThat(terminal.runner.asked(0, ExtractCommand.Asked.class).options())
        .isEqualTo(new ExtractOptions("r1", Map.of("full", "true", "window", "month")));
  }

  @Test
  void givenEventFile_whenExtracted_thenItIsLookedForHere() {
    terminal.type("extract", "--event", "event.json", "--run-id", "r1");

    assertThat(terminal.runner.asked(0, ExtractCommand.Asked.class).options())
        .isEqualTo(
            new ExtractOptions("r1", Map.of("event", folder.resolve("event.json").toString())));
  }

  @Test
  void givenJson_whenExtracted_thenEveryKeyIsThere() throws Exception {
    terminal.runner.outcome =
        List.of(extracted("zuora/account", ExitCode.DONE, List.of(export()), Optional.empty()));

    JsonNode json = MAPPER.readTree(terminal.type("extract", "--json", "--run-id", "r").out());

    assertThat(json.toString())
        .isEqualTo(
            "{\"run_id\":\"r\",\"exit_code\":0,\"datasets\":[{\"dataset\":\"zuora/account\","
                + "\"exit_code\":0,\"rows\":9000,\"bytes\":1234567,\"exports\":["
                + json.at("/datasets/0/exports/0")
                + "],\"took_seconds\":3.5,\"warnings\":[],\"problem\":null}]}");
    assertThat(json.at("/datasets/0/exports/0/held").asText()).isEqualTo("a full load");
    assertThat(json.at("/datasets/0/exports/0/answer/job_id").asText()).isEqualTo("2c92");
    assertThat(json.at("/datasets/0/exports/0").has("problem")).isTrue();
  }

  @Test
  void givenExports_whenListed_thenTableCsvAndJsonSayTheSame() throws Exception {
    terminal.runner.outcome = new ExportList(List.of(export()), List.of(), ExitCode.DONE);

    assertThat(terminal.type("exports").out())
        .isEqualTo(
            """
            DATASET        ASKED                 STATE   FROM                  TO                    FULL   HELD         ROWS    BYTES  SECONDS  INCREMENT              PROBLEM
            zuora/account  2026-11-18T00:30:00Z  sealed  2026-11-17T00:30:00Z  2026-11-18T00:30:02Z  false  a full load  9000  1234567      4.2  20261118T003000Z-d32c  -
            """);
    assertThat(terminal.type("exports", "--format", "csv").out())
        .isEqualTo(
            """
            dataset,asked,state,from,to,full,held,rows,bytes,seconds,increment,problem
            zuora/account,2026-11-18T00:30:00Z,sealed,2026-11-17T00:30:00Z,2026-11-18T00:30:02Z,false,a full load,9000,1234567,4.2,20261118T003000Z-d32c,
            """);
    assertThat(MAPPER.readTree(terminal.type("exports", "--json").out()).get("rows").asLong())
        .isEqualTo(9000);
  }

  private static ExtractedDataset extracted(
      String dataset, ExitCode code, List<ExportEntry> exports, Optional<String> problem) {
    return new ExtractedDataset(
        DatasetName.of(dataset), code, exports, Duration.ofMillis(3500), List.of(), problem);
  }

  private static ExportEntry fine() {
    return new ExportEntry(
        DatasetName.of("shop/items"),
        "x",
        "zendesk",
        "night",
        "sealed",
        Instant.parse("2026-11-18T00:30:00Z"),
        Optional.of(Instant.parse("2026-11-18T00:30:02Z")),
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.empty(),
        1,
        5000,
        1000,
        Optional.of(Duration.ofMillis(4200)),
        Map.of(),
        Map.of(),
        Optional.empty());
  }

  private static ExportEntry export() {
    return new ExportEntry(
        DatasetName.of("zuora/account"),
        "20261118T003000Z-d32c",
        "zuora-aqua",
        "night",
        "sealed",
        Instant.parse("2026-11-18T00:30:00Z"),
        Optional.of(Instant.parse("2026-11-18T00:30:02Z")),
        Optional.of("2026-11-17T00:30:00Z"),
        Optional.of("2026-11-18T00:30:02Z"),
        false,
        Optional.of("a full load"),
        1,
        9000,
        1_234_567,
        Optional.of(Duration.ofMillis(4200)),
        Map.of("mode", "session"),
        Map.of("job_id", "2c92"),
        Optional.empty());
  }
}
