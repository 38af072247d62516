package io.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The outcome as a table in Markdown, with what was aimed at beside what was measured. */
final class Report {
  private final List<String> lines = new ArrayList<>();

  /** Adds the cases, a row each. */
  void trials(List<Trial> trials) {
    lines.add(
        "| case | format | copy s | merge s | ratio, least | ratio, median | of processor time | target | met | heap MB"
            + " | read MB | written MB | carried | rewritten |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (Trial trial : trials) {
      lines.add(
          row(
              trial.of().name(),
              trial.format(),
              seconds(trial.copy()),
              seconds(trial.merge()),
              two(trial.leastRatio()),
              two(trial.medianRatio()),
              two(trial.busyRatio()),
              trial.target().isPresent() ? two(trial.target().getAsDouble()) : "-",
              met(trial.target(), trial.medianRatio()),
              megabytes(trial.merge().mostHeap()),
              megabytes(trial.merge().last().readBytes()),
              megabytes(trial.merge().last().writtenBytes()),
              Long.toString(trial.carried()),
              Long.toString(trial.rewritten())));
    }
    lines.add("");
  }

  /** Begins the table of all other targets. */
  void targets() {
    lines.add("| target | aimed at | measured | met |");
    lines.add("|---|---|---|---|");
  }

  /** Adds a target that is a greatest value. */
  void atMost(String name, double target, double measured, String unit) {
    target(name, "at most " + two(target) + unit, two(measured) + unit, measured <= target);
  }

  /** Adds a target that is a least value. */
  void atLeast(String name, double target, double measured, String unit) {
    target(name, "at least " + two(target) + unit, two(measured) + unit, measured >= target);
  }

  /** The report so far. */
  String text() {
    return String.join("\n", lines) + "\n";
  }

  private void target(String name, String target, String measured, boolean met) {
    lines.add(row(name, target, measured, met ? "yes" : "no"));
  }

  private static String met(OptionalDouble target, double measured) {
    return target.isEmpty() ? "-" : measured <= target.getAsDouble() ? "yes" : "no";
  }

  private static String seconds(Times times) {
    return two(times.least()) + " / " + two(times.median());
  }

  private static String two(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
