package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.ExitCode;
import io.sluice.spec.DatasetName;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final DatasetName ACCOUNT = DatasetName.of("zuora/account");
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path disk;
  private Storage storage;
  private Ledger ledger;

  @BeforeEach
  void open() {
    storage = new RoutedStorage(Map.of());
    ledger = new Ledger(storage, Location.of(disk.toString()));
  }

  @Test
  void givenARun_whenRecorded_thenAllOfItIsReadAgain() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("read", 68L);
    counts.put("accepted", 67L);
    RunRecord full =
        new RunRecord(
            "scheduled__2026-11-20T10:00:00+00:00",
            "ingest",
            ACCOUNT,
            "host-1",
            NOON,
            NOON.plusSeconds(2),
            ExitCode.DATA,
            OptionalLong.of(12),
            List.of("2026-11-20", "x.csv#2"),
            counts,
            List.of("1 row went to quarantine."),
            Optional.of("zuora/account: held"),
            List.of("2026-11-21"));

    ledger.record(full);

    assertThat(ledger.last(ACCOUNT, "ingest")).contains(full);
    assertThat(ledger.last(ACCOUNT, "ingest").orElseThrow().counts().keySet())
        .containsExactly("read", "accepted");
    assertThat(disk.resolve("zuora/account/scheduled__2026-11-20T10%3A00%3A00%2B00%3A00-1.json"))
        .exists();
  }

  @Test
  void givenTheSameRunAgain_whenRecorded_thenEachAttemptIsKept() {
    ledger.record(run("run-7", NOON));
    ledger.record(run("run-7", NOON.plusSeconds(60)));
    ledger.record(run("run-7", NOON.minusSeconds(60)));

    assertThat(ledger.runs(ACCOUNT))
        .extracting(RunRecord::started)
        .containsExactly(NOON.minusSeconds(60), NOON, NOON.plusSeconds(60));
    assertThat(ledger.last(ACCOUNT, "ingest")).contains(run("run-7", NOON.plusSeconds(60)));
    assertThat(storage.names(folder()))
        .containsExactly("run-7-1.json", "run-7-2.json", "run-7-3.json");
  }

  @Test
  void givenNoRun_whenAsked_thenNothing() {
    assertThat(ledger.last(ACCOUNT, "ingest")).isEmpty();
    assertThat(ledger.runs(ACCOUNT)).isEmpty();
  }

  @Test
  void givenOddRunIds_whenRecorded_thenEachIsANameOfItsOwn() {
    List<String> ids =
        List.of("_tmp.1", ".hidden", "a/b", "a%2Fb", "..", "é ü", "x".repeat(400), "x".repeat(401));

    ids.forEach(id -> ledger.record(run(id, NOON)));

    assertThat(ledger.runs(ACCOUNT))
        .extracting(RunRecord::runId)
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(storage.names(folder())).hasSize(ids.size()).allMatch(name -> name.length() < 255);
  }

  @Test
  void givenUnknownKeys_whenRead_thenTheyAreIgnored() throws IOException {
    ledger.record(run("run-7", NOON));
    Path file = disk.resolve("zuora/account/run-7-1.json");
    Files.writeString(
        file, Files.readString(file).replaceFirst("\\{", "{ \"later\": {\"a\": [1]},"));

    assertThat(ledger.last(ACCOUNT, "ingest")).contains(run("run-7", NOON));
  }

  @Test
  void givenANewerFormat_whenRead_thenItIsRefused() throws IOException {
    ledger.record(run("run-7", NOON));
    Path file = disk.resolve("zuora/account/run-7-1.json");
    Files.writeString(file, "{\"format\": 2}");

    assertThatThrownBy(() -> ledger.last(ACCOUNT, "ingest"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            file
                + ": is of format 2, this version reads up to 1. The file was not changed. Use the"
                + " newer version that wrote it.");
  }

  @Test
  void givenAFileThatIsNoRun_whenRead_thenTheMessageSaysWhy() throws IOException {
    ledger.record(run("run-7", NOON));
    Path file = disk.resolve("zuora/account/run-7-1.json");

    Files.writeString(file, "{\"format\": 1, \"run_id\": 7}");
    assertThatThrownBy(() -> ledger.runs(ACCOUNT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file + ": is not a run of the ledger, \"run_id\" is not text.")
        .hasMessageContaining("Move it out of the ledger");
    Files.writeString(file, "{\"format");
    assertThatThrownBy(() -> ledger.runs(ACCOUNT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file + ": is not a run of the ledger, it is not JSON");
    Files.writeString(file, "");
    assertThatThrownBy(() -> ledger.runs(ACCOUNT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("it is not a JSON object");
  }

  private Location folder() {
    return Location.of(disk.toString()).append("zuora/account");
  }

  private static RunRecord run(String id, Instant started) {
    return new RunRecord(
        id,
        "ingest",
        ACCOUNT,
        "host-1",
        started,
        started.plusSeconds(2),
        ExitCode.DONE,
        OptionalLong.empty(),
        List.of(),
        Map.of(),
        List.of(),
        Optional.empty(),
        List.of());
  }
}
