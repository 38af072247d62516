package io.sluice.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How a command prints.
 *
 * @param json the result as one JSON document instead of text
 * @param quiet no advice
 * @param debug stack traces
 * @param program what the user types to call this program, for advice
 * @param given options that a further command needs as well, such as {@code " --conf x.yaml"}
 * @param view how wide, and how exact
 * @param logs where the log goes
 */
record Style(
    boolean json,
    boolean quiet,
    boolean debug,
    String program,
    String given,
    View view,
    LogOptions logs) {

  /** A command to try, with what this one was given. */
  String call(String arguments) {
    return program + " " + arguments + given;
  }

  /** Commands under a heading, each with what it is for behind it. */
  static String advice(String heading, List<List<String>> commands) {
    TextTable table =
        new TextTable(
            TextTable.Column.left(""), TextTable.Column.left(""), TextTable.Column.left(""));
    commands.forEach(command -> table.add(List.of("", command.get(0), command.get(1))));
    return "\n" + heading + "\n" + table.body();
  }

  /** Two numbers as a line: {@code 3 -> 4}, or {@code 3, as now}. */
  static String change(long before, long after) {
    return number(before) + (before == after ? ", as now" : " -> " + number(after)) + "\n";
  }

  /** A number with thousands separators. */
  /** Some of the names, with commas between them, and how many more there are. */
  static String first(List<String> names, int most) {
    int more = names.size() - most;
    return String.join(", ", names.subList(0, Math.min(most, names.size())))
        + (more > 0 ? " and " + number(more) + " more" : "");
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A size, the greater the coarser: {@code 812 B}, {@code 12.5 MB}. */
  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double size = bytes / 1000.0;
    for (String unit : List.of("kB", "MB", "GB")) {
      if (size < 999.95) {
        return String.format(Locale.ROOT, "%.1f %s", size, unit);
      }
      size /= 1000;
    }
    return String.format(Locale.ROOT, "%,.1f TB", size);
  }

  /** A number that may be missing. */
  static String number(OptionalLong number) {
    return number.isPresent() ? number(number.getAsLong()) : "-";
  }

  /** A length of time, the finer the shorter: {@code 2.1s}, {@code 3m 05s}, {@code 2h 05m}. */
  static String took(Duration took) {
    if (took.compareTo(Duration.ofMillis(59_950)) < 0) {
      return String.format(Locale.ROOT, "%.1fs", took.toMillis() / 1000.0);
    }
    Duration rounded = took.plusMillis(500);
    if (rounded.toHours() == 0) {
      return String.format(Locale.ROOT, "%dm %02ds", rounded.toMinutes(), rounded.toSecondsPart());
    }
    return String.format(Locale.ROOT, "%dh %02dm", rounded.toHours(), rounded.toMinutesPart());
  }

  /** A duration as job files write it, in the greatest unit that fits it: {@code 26h}. */
  static String duration(Duration duration) {
    long millis = duration.toMillis();
    List<String> units = List.of("d", "h", "m", "s");
    List<Long> sizes = List.of(86_400_000L, 3_600_000L, 60_000L, 1_000L);
    for (int i = 0; i < units.size(); i++) {
      if (millis > 0 && millis % sizes.get(i) == 0) {
        return millis / sizes.get(i) + units.get(i);
      }
    }
    return millis == 0 ? "0s" : millis + "ms";
  }

  /** An argument as a shell takes it. */
  static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_./:@%+=,-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
