package io.sluice.run.status;

import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.Seal;
import io.sluice.ledger.ExportRecord.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The windows of sealed exports, laid side by side. Windows that overlap leave no gap. */
final class ExportWindows {
  private record Window(Instant from, Instant to) {}

  private ExportWindows() {}

  /**
   * The gaps between the windows, oldest first. A full load covers all that was before it. An
   * export without a start covers everything before it only if it is the first: otherwise the time
   * between it and an earlier one is unknown.
   *
   * @param exports in the order in which they were asked for
   */
  static List<ExportGap> gaps(List<ExportRecord> exports) {
    List<ExportGap> gaps = new ArrayList<>();
    Optional<Instant> covered = Optional.empty();
    for (Window window : windows(exports)) {
      if (covered.isPresent() && window.from().isAfter(covered.get())) {
        gaps.add(new ExportGap(covered.get(), window.from()));
      }
      covered =
          covered.filter(until -> until.isAfter(window.to())).or(() -> Optional.of(window.to()));
    }
    return gaps;
  }

  private static List<Window> windows(List<ExportRecord> exports) {
    List<Window> windows = new ArrayList<>();
    for (ExportRecord export : exports) {
      Optional<Seal> seal = export.seal().filter(any -> export.state() == State.SEALED);
      if (seal.isPresent()) {
        Instant to = seal.get().processedDate();
        boolean whole = seal.get().full() || (windows.isEmpty() && seal.get().from().isEmpty());
        windows.add(new Window(whole ? Instant.MIN : seal.get().from().orElse(to), to));
      }
    }
    windows.sort(Comparator.comparing(Window::from).thenComparing(Window::to));
    return windows;
  }
}
