package io.sluice.run.status;

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

/** What lies between the windows of exports. */
class ExportWindowsTest {
  @Test
  void givenWindowsThatTouchOrOverlap_whenLaidSideBySide_thenNoGap() {
    assertThat(ExportWindows.gaps(List.of())).isEmpty();
    assertThat(gaps(whole(1), changes(1, 2), changes(2, 3), changes(1, 4))).isEmpty();
  }

  @Test
  void givenAWindowThatIsMissing_whenLaidSideBySide_thenTheGapUntilOneClosesIt() {
    assertThat(gaps(whole(1), changes(1, 2), changes(4, 5), changes(5, 6)))
        .containsExactly(new ExportGap(day(2), day(4)));
    assertThat(gaps(whole(1), changes(4, 5), changes(6, 7)))
        .containsExactly(new ExportGap(day(1), day(4)), new ExportGap(day(5), day(6)));
    assertThat(gaps(whole(1), changes(1, 2), changes(4, 5), changes(2, 6))).isEmpty();
    assertThat(gaps(whole(1), changes(1, 2), changes(4, 5), whole(6))).isEmpty();
  }

  @Test
  void givenAnUnknownBeginning_whenItIsTheFirst_thenItCoversWhatWasBefore() {
    Seal unknown = Seal.changes(day(3), Optional.empty());

    assertThat(gaps(unknown, changes(3, 4))).isEmpty();
    assertThat(gaps(whole(1), unknown, changes(3, 4)))
        .containsExactly(new ExportGap(day(1), day(3)));
  }

  @Test
  void givenAnExportThatIsNotSealed_whenLaidSideBySide_thenItCoversNothing() {
    List<ExportRecord> exports =
        List.of(
            export(State.SEALED, whole(1)),
            export(State.SEALING, changes(1, 2)),
            export(State.SEALED, changes(2, 3)));

    assertThat(ExportWindows.gaps(exports)).containsExactly(new ExportGap(day(1), day(2)));
  }

  private static List<ExportGap> gaps(Seal... seals) {
    return ExportWindows.gaps(
        List.of(seals).stream().map(seal -> export(State.SEALED, seal)).toList());
  }

  private static Seal whole(int at) {
    return Seal.whole(day(at));
  }

  private static Seal changes(int from, int to) {
    return Seal.changes(day(to), Optional.of(day(from)));
  }

  private static Instant day(int day) {
    return Instant.parse("2026-11-0" + day + "T00:30:00Z");
  }

  private static ExportRecord export(State state, Seal seal) {
    return new ExportRecord(
        "id",
        DatasetName.of("zuora/account"),
        "zuora-aqua",
        "run",
        state,
        seal.processedDate(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        List.of(),
        Optional.of(seal),
        Optional.empty());
  }
}
