package io.sluice.run.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ExitCode;
import io.sluice.run.check.CheckVerb;
import io.sluice.run.exports.ExportList;
import io.sluice.run.exports.ExportsVerb;
import io.sluice.run.extract.ZuoraLake;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import io.sluice.spark.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From export to table: how far a dataset is, and whether it is fresh. */
class StatusTest {
  @TempDir private Path home;
  private ZuoraLake lake;

  @BeforeEach
  void open() throws IOException {
    lake = new ZuoraLake(home, "Account");
    Files.writeString(home.resolve("jobs/zuora/_source.yaml"), "freshness: 26h\n");
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void givenExports_whenTimePasses_thenOnlyWhatWasAppliedKeepsATableFresh() {
    TestSession.shared();
    assertThat(status().freshness()).isEqualTo("never loaded");
    assertThat(status().lastExport()).isEmpty();
    assertThat(status().newestSealed()).isEmpty();

    lake.put("Account", "1", "one");
    lake.extract();
    Instant first = date(0);
    assertThat(status().lastExport().orElseThrow().state()).isEqualTo("sealed");
    assertThat(status().newestSealed()).contains(first);
    assertThat(status().newestApplied()).isEmpty();
    assertThat(status().freshness()).isEqualTo("never loaded");

    ingest();
    assertThat(status().newestApplied()).contains(first);
    assertThat(status().freshness()).isEqualTo("fresh");

    lake.clock.forward(Duration.ofHours(27));
    assertThat(status().freshness()).isEqualTo("stale");
    lake.extract();
    assertThat(status().newestSealed()).contains(date(1));
    assertThat(status().freshness()).isEqualTo("stale");

    // Nothing had changed: an export that says so is news all the same.
    ingest();
    assertThat(status().newestApplied()).contains(date(1));
    assertThat(status().freshness()).isEqualTo("fresh");
    assertThat(status().gaps()).isEmpty();
  }

  @Test
  void givenAnExportThatBeginsTooLate_whenStatus_thenTheGapUntilItIsFilled() {
    lake.extract();
    Instant end = date(0);
    lake.nextDay();
    lake.nextDay();
    lake.extract(Map.of("from", "2026-11-19"));

    assertThat(status().gaps())
        .containsExactly(new ExportGap(end, Instant.parse("2026-11-19T00:00:00Z")));

    lake.extract(Map.of("from", "2026-11-18"));

    assertThat(status().gaps()).isEmpty();
    assertThat(status().problems()).isEmpty();
  }

  @Test
  void givenAFailedExport_whenStatus_thenItSaysWhy() {
    lake.extract();
    lake.nextDay();
    lake.server.breakQuery("Account", "no such field");
    lake.extract();

    DatasetStatus status = status();

    assertThat(status.lastExport().orElseThrow().state()).isEqualTo("failed");
    assertThat(status.newestSealed()).contains(date(0));
    assertThat(status.problems())
        .singleElement()
        .asString()
        .startsWith("zuora/account: the last export failed: ")
        .contains("no such field");
  }

  @Test
  void givenFilesThatNothingReads_whenStatus_thenItSaysHowManyAndWhy() throws IOException {
    lake.extract();
    Path folder = Files.createDirectories(lake.raw("Account").resolve("by-hand"));
    Files.writeString(folder.resolve("a.csv"), "id\n1\n");
    Path exported = lake.raw("Account").resolve("20261121T003000Z-7f3a00aa");
    Files.writeString(Files.createDirectories(exported).resolve("a.csv"), "on its way");

    assertThat(status().problems())
        .singleElement()
        .asString()
        .contains("1 file is not read, by-hand/a.csv: files in folders are not increments");
  }

  @Test
  void givenABrokenExportOfTheLedger_whenAsked_thenTheOthersAreTold() throws IOException {
    lake.extract();
    lake.nextDay();
    lake.extract();
    String id = lake.exports().get(0).id();
    Path broken = home.resolve("lake/ledger/zuora/account/_exports/" + id + ".json");
    Files.writeString(broken, "{\"format\": 1}");

    ExportList exports = new ExportsVerb(lake.run(), lake.where()).exports();

    assertThat(exports.entries()).hasSize(1);
    assertThat(exports.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(exports.problems())
        .singleElement()
        .asString()
        .startsWith(broken + ": is not an export of the ledger");
    assertThat(status().unread()).containsExactly("exports");
    assertThat(status().pending()).hasSize(2);
    assertThat(new CheckVerb(lake.run(), lake.where()).check(false).problems())
        .extracting(one -> one.finding().message())
        .isEqualTo(exports.problems());
  }

  private DatasetStatus status() {
    return new StatusVerb(lake.run(), lake.where()).status().get(0);
  }

  private void ingest() {
    IngestOptions options = new IngestOptions("night", Optional.empty());
    assertThat(new IngestVerb(lake.run(), lake.where()).ingest(options))
        .allSatisfy(outcome -> assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE));
  }

  private Instant date(int export) {
    return lake.exports().get(export).processedDate().orElseThrow();
  }
}
