package io.sluice.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.ExitCode;
import io.sluice.ledger.ExportRecord.ExportFile;
import io.sluice.ledger.ExportRecord.Seal;
import io.sluice.ledger.ExportRecord.State;
import io.sluice.ledger.Json.MalformedException;
import io.sluice.spec.DatasetName;
import io.sluice.storage.Location;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Runs, exports and leases are read as they were written, or refused with the file's name. */
class LedgerFileProperties {
  private static final Location FILE = Location.of("/lake/ledger/shop/items/night-1.json");
  private static final DatasetName ITEMS = DatasetName.of("shop/items");
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final List<String> ODD =
      List.of(
          "",
          "null",
          "-1",
          "1e999999999",
          "99999999999999999999999",
          "1.5",
          "true",
          "\"\"",
          "\"+999999999-12-31T23:59:59Z\"",
          "\"..\"",
          "[]",
          "{}",
          "[".repeat(5000),
          "{\"a\":".repeat(5000));

  private interface Reading {
    Object of(byte[] content);
  }

  @Property(tries = 300, seed = "20261126")
  void givenAnyBytes_whenRead_thenRefusedWithTheFile(@ForAll byte[] content) {
    assertThatThrownBy(() -> RunRecordFormat.read(FILE, content))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(FILE + ": is not a run of the ledger, ")
        .hasMessageContaining("Move it out of the ledger");
    assertThatThrownBy(() -> ExportRecordFormat.read(FILE, content))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(FILE + ": is not an export of the ledger, ");
    assertThatThrownBy(() -> LeaseState.read(content)).isInstanceOf(MalformedException.class);
  }

  @Property(tries = 1000, seed = "20261126")
  void givenBytesChanged_whenRead_thenReadOrRefused(
      @ForAll @IntRange(max = 1_000_000) int at, @ForAll byte change) throws Exception {
    byte[] run = RunRecordFormat.write(run());
    run[at % run.length] = change;
    requireReadOrRefused(run, content -> RunRecordFormat.read(FILE, content));
    byte[] export = ExportRecordFormat.write(export());
    export[at % export.length] = change;
    requireReadOrRefused(export, content -> ExportRecordFormat.read(FILE, content));
    byte[] lease = lease();
    lease[at % lease.length] = change;
    requireLeaseReadOrMalformed(lease);
  }

  @Property(tries = 1000, seed = "20261126")
  void givenAnOddValueInPlaceOfAnother_whenRead_thenReadOrRefused(
      @ForAll @IntRange(max = 1_000_000) int which, @ForAll("odd") String value) throws Exception {
    requireReadOrRefused(
        with(RunRecordFormat.write(run()), which, value),
        content -> RunRecordFormat.read(FILE, content));
    requireReadOrRefused(
        with(ExportRecordFormat.write(export()), which, value),
        content -> ExportRecordFormat.read(FILE, content));
    requireLeaseReadOrMalformed(with(lease(), which, value));
  }

  @Provide
  Arbitrary<String> odd() {
    return Arbitraries.of(ODD);
  }

  private static byte[] with(byte[] content, int which, String value) {
    String[] lines = new String(content, UTF_8).split("\n", -1);
    int line = which % lines.length;
    lines[line] = lines[line].replaceFirst("(\" : )[^,\\[{]+", "$1" + value);
    return String.join("\n", lines).getBytes(UTF_8);
  }

  private static void requireReadOrRefused(byte[] content, Reading reading) {
    try {
      assertThat(reading.of(content)).isNotNull();
    } catch (DataException | ConfigurationException e) {
      assertThat(e.getMessage()).startsWith(FILE.toString()).doesNotContain("Exception");
    }
  }

  private static void requireLeaseReadOrMalformed(byte[] content) {
    try {
      assertThat(LeaseState.read(content).runId()).isNotNull();
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("Exception");
    }
  }

  private static byte[] lease() {
    Holder holder = new Holder("host-2", Optional.of("system"), 4711, Optional.of(NOON));
    return LeaseState.taken("night", holder, NOON).write();
  }

  private static RunRecord run() {
    return new RunRecord(
        "night",
        "ingest",
        ITEMS,
        "host",
        NOON,
        NOON,
        ExitCode.DATA,
        OptionalLong.of(4),
        List.of("a"),
        Map.of("read", 1L),
        List.of("one"),
        Optional.of("why"),
        List.of("b"));
  }

  private static ExportRecord export() {
    return new ExportRecord(
        "a",
        ITEMS,
        "zendesk",
        "night",
        State.SEALED,
        NOON,
        Optional.of(NOON),
        Map.of("from", "x"),
        Map.of("to", "y"),
        List.of(new ExportFile("a.csv", 1, "ff", 1)),
        Optional.of(Seal.whole(NOON)),
        Optional.empty());
  }
}
