package io.sluice.run.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.error.ConfigurationException;
import io.sluice.error.ExitCode;
import io.sluice.error.UsageException;
import io.sluice.run.exports.ExportEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code extract} of Zuora's datasets, from job files to sealed increments, where all goes well.
 */
class ExtractZuoraTest {
  @TempDir private Path home;
  private ZuoraLake lake;

  @BeforeEach
  void prepare() {
    lake = new ZuoraLake(home, "Account", "Contact");
    lake.put("Account", "a1", "Ada");
    lake.put("Account", "a2", "\"a, b\"");
    lake.put("Contact", "c1", "Zoë");
    lake.clock.forward(Duration.ofHours(1));
  }

  @AfterEach
  void end() {
    lake.close();
  }

  @Test
  void givenNewSession_whenExtracted_thenOneJobBringsFullLoads() {
    List<ExtractedDataset> outcome = lake.extract();

    assertThat(outcome).allMatch(one -> one.exitCode() == ExitCode.DONE, "done " + outcome);
    assertThat(lake.server.submissions()).hasSize(1);
    JsonNode manifest = lake.manifests("Account").get(0);
    assertThat(manifest.path("full").asBoolean()).isTrue();
    assertThat(manifest.path("files").get(0).path("rows").asLong()).isEqualTo(2);
    assertThat(manifest.path("files").get(0).path("path").asText()).isEqualTo("Account.csv");
    assertThat(manifest.has("held")).isFalse();
    assertThat(outcome.get(0).rows()).isEqualTo(2);
  }

  @Test
  void givenEarlierExport_whenExtractedNextDay_thenOnlyChangesComeDeletesAmongThem() {
    lake.extract();
    lake.nextDay();
    lake.put("Account", "a3", "Eve");
    lake.delete("Account", "a1");
    lake.clock.forward(Duration.ofMinutes(1));

    List<ExtractedDataset> outcome = lake.extract("zuora");

    assertThat(outcome).allMatch(one -> one.exitCode() == ExitCode.DONE, "done " + outcome);
    JsonNode changes = lake.manifests("Account").get(1);
    assertThat(changes.path("full").asBoolean()).isFalse();
    assertThat(changes.path("files").get(0).path("rows").asLong()).isEqualTo(2);
    assertThat(changes.path("window").path("from").asText())
        .isEqualTo(lake.manifests("Account").get(0).path("processed_date").asText());
    assertThat(lake.merged("Account")).containsOnlyKeys("a2", "a3");
    assertThat(outcome.get(1).rows()).isZero();
    assertThat(lake.manifests("Contact")).hasSize(2);
  }

  @Test
  void givenSharedSession_whenOneDatasetIsAskedFor_thenItIsRefusedAndNothingIsAsked() {
    assertThatThrownBy(() -> lake.extract("zuora/account"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("zuora/account shares its session with 1 more (zuora/contact)")
        .hasMessageContaining("Nothing was run");

    assertThat(lake.server.requests()).isEmpty();
  }

  /** The session moves for all of its objects: what the broken one lacks would never come again. */
  @Test
  void givenABrokenJobFile_whenExtracted_thenNothingOfItsSourceIsAsked() throws IOException {
    lake.write("jobs/zuora/contact.yaml", "dataset: zuora/contact\n");

    assertThatThrownBy(() -> lake.extract())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("zuora/contact.yaml")
        .hasMessageContaining("columns");
    assertThat(lake.server.requests()).isEmpty();

    lake.write(
        "jobs/other/item.yaml",
        Files.readString(lake.home.resolve("jobs/zuora/account.yaml"))
            .replace("zuora/account", "other/item")
            .replace("connector:", "connection: zuora\n  connector:"));
    List<ExtractedDataset> outcome = lake.extract();

    assertThat(outcome)
        .extracting(one -> one.dataset() + " " + one.exitCode())
        .containsExactly("other/item DONE", "zuora/contact CONFIGURATION");
    assertThat(outcome.get(1).problem().orElseThrow())
        .contains("zuora/contact.yaml")
        .endsWith("Nothing of the source zuora was exported: its datasets are exported together");
    assertThat(lake.manifests("Account")).isEmpty();
  }

  @Test
  void givenProjectOfItsOwn_whenOneDatasetIsAskedFor_thenItIsExported() {
    lake.job("Account", "project: lake-accounts");

    List<ExtractedDataset> outcome = lake.extract("zuora/account");

    assertThat(outcome).hasSize(1).allMatch(one -> one.exitCode() == ExitCode.DONE);
    assertThat(lake.server.submissions().get(0)).contains("\"project\":\"lake-accounts\"");
  }

  @Test
  void givenDate_whenOneDatasetIsAskedFor_thenTheSessionIsNotMoved() {
    lake.extract();
    lake.nextDay();
    lake.put("Account", "a3", "Eve");
    lake.clock.forward(Duration.ofMinutes(1));

    List<ExtractedDataset> byDate = lake.extract(Map.of("from", "2026-11-18"), "zuora/account");
    lake.clock.forward(Duration.ofHours(7));
    lake.extract();

    assertThat(byDate.get(0).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(lake.server.submissions().get(1))
        .contains("\"incrementalTime\":\"2026-11-18 00:00:00\"")
        .doesNotContain("Contact");
    JsonNode last = lake.manifests("Account").get(2);
    assertThat(last.path("files").get(0).path("rows").asLong()).isEqualTo(1);
    assertThat(lake.merged("Account")).containsKeys("a1", "a2", "a3");
  }

  @Test
  void givenEditedQuery_whenExtracted_thenItsFullLoadIsSealedAndHeld() {
    lake.extract();
    lake.nextDay();
    lake.job("Account", "SELECT Name, Id FROM Account", "");

    List<ExtractedDataset> outcome = lake.extract();

    assertThat(outcome.get(0).exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(outcome.get(0).problem().orElseThrow())
        .contains("is held: Zuora sent all rows instead of changes", "--approve");
    assertThat(lake.manifests("Account").get(1).path("held").asText()).contains("full load");
    assertThat(outcome.get(1).exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void givenExpectedFull_whenQueryWasEdited_thenItsFullLoadIsNotHeld() {
    lake.extract();
    lake.nextDay();
    lake.job("Account", "SELECT Name, Id FROM Account", "expected_full: true");

    List<ExtractedDataset> outcome = lake.extract();

    assertThat(outcome.get(0).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(lake.manifests("Account").get(1).has("held")).isFalse();
  }

  @Test
  void givenNewObject_whenExtracted_thenItsFirstFullLoadIsNotHeld() {
    lake.extract();
    lake.nextDay();
    lake.job("Invoice", "");
    lake.put("Invoice", "i1", "first");
    lake.clock.forward(Duration.ofMinutes(1));

    List<ExtractedDataset> outcome = lake.extract();

    assertThat(outcome).hasSize(3).allMatch(one -> one.exitCode() == ExitCode.DONE);
    assertThat(lake.manifests("Invoice").get(0).path("full").asBoolean()).isTrue();
    assertThat(lake.manifests("Account").get(1).path("full").asBoolean()).isFalse();
  }

  @Test
  void givenJobId_whenExtracted_thenItsFilesAreTakenOnceAndNothingIsSubmitted() {
    lake.extract();
    String jobId = lake.server.jobs().get(0);
    lake.extract(Map.of("job-id", jobId), "zuora/account");

    assertThat(lake.server.submissions()).hasSize(1);
    assertThat(lake.manifests("Account")).hasSize(1);
  }

  @Test
  void givenBeginning_whenNotForced_thenItIsRefusedWithTheReason() {
    assertThatThrownBy(() -> lake.extract(Map.of("from", "beginning")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("runs into Zuora's time limit");

    List<ExtractedDataset> forced = lake.extract(Map.of("from", "beginning", "force", "true"));

    assertThat(forced).allMatch(one -> one.exitCode() == ExitCode.DONE);
    assertThat(lake.server.submissions().get(0))
        .contains("\"incrementalTime\":\"1970-01-01 00:00:00\"");
    assertThat(lake.merged("Account")).hasSize(2);
  }

  @Test
  void givenFullByMonths_whenExtracted_thenOneIncrementHoldsAllMonths() {
    lake.job("Account", "full_since: 2026-08");
    lake.extract(Map.of("full", "true", "window", "month"), "zuora/account");

    JsonNode manifest = lake.manifests("Account").get(0);
    assertThat(lake.manifests("Account")).hasSize(1);
    assertThat(manifest.path("full").asBoolean()).isTrue();
    assertThat(manifest.path("files")).hasSize(5);
    assertThat(lake.merged("Account")).hasSize(2);
    assertThat(lake.server.submissions().get(0)).doesNotContain("partner").contains("forceExport");
  }

  @Test
  void givenSegmentsAndGzip_whenExtracted_thenAllFilesAreInTheIncrement() {
    lake.environment("format: gzip");
    lake.server.segments(1);

    lake.extract();

    JsonNode files = lake.manifests("Account").get(0).path("files");
    assertThat(files).hasSize(2);
    assertThat(files.get(0).path("path").asText()).isEqualTo("Account-0001.csv.gz");
    assertThat(files.get(0).path("rows").asLong()).isEqualTo(1);
  }

  @Test
  void givenExports_whenListed_thenEachHasItsWindowAndRows() {
    lake.extract();

    List<ExportEntry> exports = lake.exports("zuora/account");

    assertThat(exports).hasSize(1);
    assertThat(exports.get(0).state()).isEqualTo("sealed");
    assertThat(exports.get(0).rows()).isEqualTo(2);
    assertThat(exports.get(0).answer()).containsKeys("job_id", "file_ids");
  }
}
