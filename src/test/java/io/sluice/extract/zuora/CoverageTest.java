package io.sluice.extract.zuora;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.Seal;
import io.sluice.ledger.ExportRecord.State;
import io.sluice.spec.DatasetName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final Instant MONDAY = Instant.parse("2026-11-16T00:30:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-11-17T00:30:00Z");
  private static final Instant WEDNESDAY = Instant.parse("2026-11-18T00:30:00Z");

  @Test
  void givenNothing_whenCovered_thenNothingIsBroken() {
    assertThat(Coverage.of(List.of()))
        .isEqualTo(new Coverage(Optional.empty(), false, false, false));
  }

  @Test
  void givenFullLoadAndChanges_whenCovered_thenUpToTheLast() {
    Coverage coverage = Coverage.of(List.of(full(MONDAY), changes(MONDAY, TUESDAY)));

    assertThat(coverage.until()).contains(TUESDAY);
    assertThat(coverage.broken()).isFalse();
  }

  @Test
  void givenLostExport_whenCovered_thenTheSessionIsAheadUntilItsWindowCame() {
    List<ExportRecord> lost = List.of(full(MONDAY), failed(Map.of("job_id", "j")));

    assertThat(Coverage.of(lost).broken()).isTrue();
    assertThat(Coverage.of(lost).until()).contains(MONDAY);
    assertThat(Coverage.of(List.of(lost.get(0), lost.get(1), changes(MONDAY, WEDNESDAY))).broken())
        .isFalse();
  }

  @Test
  void givenLostExport_whenOnlyALaterWindowCame_thenTheGapStays() {
    Coverage coverage =
        Coverage.of(
            List.of(full(MONDAY), failed(Map.of("lost", "true")), changes(TUESDAY, WEDNESDAY)));

    assertThat(coverage.broken()).isTrue();
    assertThat(coverage.until()).contains(MONDAY);
  }

  @Test
  void givenExportThatWasNeverTaken_whenCovered_thenTheSessionDidNotMove() {
    assertThat(Coverage.of(List.of(full(MONDAY), failed(Map.of()))).broken()).isFalse();
  }

  @Test
  void givenLostFirstLoad_whenChangesCame_thenTheBaseIsMissingUntilAFullLoad() {
    List<ExportRecord> history = List.of(failed(Map.of("job_id", "j")), changes(MONDAY, TUESDAY));

    assertThat(Coverage.of(history).baseless()).isTrue();
    assertThat(Coverage.of(List.of(history.get(0), history.get(1), full(WEDNESDAY))).baseless())
        .isFalse();
  }

  private static ExportRecord full(Instant at) {
    return record(State.SEALED, Map.of(), Optional.of(Seal.whole(at)));
  }

  private static ExportRecord changes(Instant from, Instant to) {
    return record(State.SEALED, Map.of(), Optional.of(Seal.changes(to, Optional.of(from))));
  }

  private static ExportRecord failed(Map<String, String> answer) {
    return record(State.FAILED, answer, Optional.empty());
  }

  private static ExportRecord record(State state, Map<String, String> answer, Optional<Seal> seal) {
    return new ExportRecord(
        "id",
        DatasetName.of("zuora/account"),
        "zuora-aqua",
        "run",
        state,
        MONDAY,
        Optional.empty(),
        Map.of("mode", "session", "session", "acme/lake-1"),
        answer,
        List.of(),
        seal,
        Optional.empty());
  }
}
