package io.sluice.bench;

import io.sluice.bench.Trial.Case;
import io.sluice.bench.Trial.Touches;
import io.sluice.bench.Trials.Typed;
import io.sluice.spark.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * {@code ./sluice bench [--quick] [--format FORMAT]... [--case TEXT] [--repetitions N] [--folder
 * DIR]}. Prints the figures and the targets, and ends with 0 whether these are met or not.
 */
public final class Main {
  private static final long MILLION = 1_000_000;
  private static final double NO_TARGET = 0;
  private static final List<String> FORMATS = List.of("parquet", "orc", "avro");

  private static final Case LEAST = new Case(5 * MILLION, 10_000, Touches.ALL_FILES);
  private static final Case TYPED = new Case(5 * MILLION, 100_000, Touches.ALL_FILES);
  private static final Case HUGE = new Case(20 * MILLION, 10_000, Touches.ALL_FILES);

  private static final String USAGE =
      """
      Usage: sluice bench [--quick] [--format FORMAT]... [--case TEXT] [--repetitions N] [--folder DIR]

      Times merges against a plain copy of the table, and prints what was aimed at beside what was measured.

        --quick          a table of 1 million rows and one repetition: minutes; without it hours
        --format FORMAT  only tables in parquet, orc or avro; may be repeated. 20 million rows, and whole processes,
                         go with parquet
        --case TEXT      without --quick: only cases whose name has this in it, such as "1 M in"
        --repetitions N  how often each is measured, after a turn that is not; default: 3, with --quick 1
        --folder DIR     where lakes are made and removed: 5 GB with --quick, 60 GB without; default: where temporary files go
      """;

  private Main() {}

  /** Runs the bench. */
  public static void main(String[] arguments) throws Exception {
    boolean quick = false;
    int repetitions = 0;
    Predicate<Case> chosen = any -> true;
    List<String> formats = new ArrayList<>();
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    for (Iterator<String> words = List.of(arguments).iterator(); words.hasNext(); ) {
      switch (words.next()) {
        case "--quick" -> quick = true;
        case "--format" -> formats.add(value(words, FORMATS::contains));
        case "--case" -> {
          String part = value(words, any -> true);
          chosen = of -> of.name().contains(part);
        }
        case "--repetitions" ->
            repetitions = Integer.parseInt(value(words, text -> text.matches("[1-9][0-9]?")));
        case "--folder" -> parent = Path.of(value(words, any -> true)).toAbsolutePath();
        case "--help", "-h" -> {
          System.out.print(USAGE);
          return;
        }
        default -> refuse();
      }
    }
    Path work = Files.createTempDirectory(Files.createDirectories(parent), "sluice-bench");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> removed(work)));
    try (Sessions sessions = new Sessions(Map.of())) {
      Trials trials =
          new Trials(sessions.session(), work, repetitions > 0 ? repetitions : quick ? 1 : 3);
      List<String> tried = formats.isEmpty() ? FORMATS : formats;
      Report report = quick ? quick(trials, tried) : full(trials, tried, chosen, work);
      System.out.printf(
          "%d cores, %d MB of heap at most, Java %s, Spark %s%n%n",
          Runtime.getRuntime().availableProcessors(),
          Runtime.getRuntime().maxMemory() / MILLION,
          System.getProperty("java.version"),
          sessions.session().version());
      System.out.print(report.text());
    }
  }

  private static String value(Iterator<String> words, Predicate<String> known) {
    String value = words.hasNext() ? words.next() : "";
    if (value.isEmpty() || !known.test(value)) {
      refuse();
    }
    return value;
  }

  private static void refuse() {
    System.err.print(USAGE);
    System.exit(64);
  }

  private static void removed(Path work) {
    try {
      BenchLake.remove(work);
    } catch (IOException e) {
      System.err.println("bench: " + work + " is left, remove it: " + e.getMessage());
    }
  }

  /** A fiftieth of the table, as in the case of 100,000 rows and 5 million, whose target holds. */
  private static Report quick(Trials trials, List<String> formats) throws Exception {
    Case small = new Case(MILLION, 20_000, Touches.ALL_FILES);
    List<Trial> done = new ArrayList<>();
    for (String format : formats) {
      done.add(trials.run(small, format, Typed.TRIED, OptionalDouble.of(1.45)));
    }
    Report report = new Report();
    report.trials(done);
    report.targets();
    gains(report, done);
    return report;
  }

  private static Report full(Trials trials, List<String> formats, Predicate<Case> chosen, Path work)
      throws Exception {
    Map<Case, Double> cases = new LinkedHashMap<>();
    cases.put(LEAST, 1.25);
    cases.put(TYPED, 1.45);
    cases.put(new Case(5 * MILLION, MILLION, Touches.ALL_FILES), 2.2);
    cases.put(new Case(5 * MILLION, 100_000, Touches.ONE_FILE_IN_FOUR), 0.85);
    cases.put(new Case(5 * MILLION, MILLION, Touches.MOSTLY_ONE_ROW), NO_TARGET);
    cases.put(Case.firstLoad(5 * MILLION, Accounts.COLUMNS), NO_TARGET);
    cases.put(new Case(100_000, 20_000, Touches.ALL_FILES, 600), NO_TARGET);
    List<Trial> done = new ArrayList<>();
    for (String format : formats) {
      for (Case of : cases.keySet().stream().filter(chosen).toList()) {
        Typed typed = of.equals(TYPED) ? Typed.TRIED : Typed.LEFT_OUT;
        done.add(trials.run(of, format, typed, target(!format.equals("avro"), cases.get(of))));
      }
    }
    boolean whole = formats.contains("parquet") && chosen.test(LEAST) && chosen.test(HUGE);
    if (whole) {
      done.add(trials.run(HUGE, "parquet", Typed.LEFT_OUT, OptionalDouble.empty()));
    }
    Report report = new Report();
    report.trials(done);
    report.targets();
    gains(report, done);
    if (whole) {
      Times small =
          done.stream()
              .filter(trial -> trial.of().equals(LEAST) && trial.format().equals("parquet"))
              .findFirst()
              .orElseThrow()
              .merge();
      Times huge = done.get(done.size() - 1).merge();
      double growth = huge.median() / small.median();
      report.atMost("20 M against 5 M rows, 10 k in the increment", 4, growth, " times the time");
      report.atMost("heap, 20 M rows", 4096, huge.mostHeap() / 1048576.0, " MiB");
      new Processes(Path.of(System.getProperty("sluice.home"), "sluice"), work).measure(report, 3);
    }
    return report;
  }

  private static OptionalDouble target(boolean aimedAt, double ratio) {
    return aimedAt && ratio != NO_TARGET ? OptionalDouble.of(ratio) : OptionalDouble.empty();
  }

  private static void gains(Report report, List<Trial> trials) {
    for (Trial trial : trials) {
      if (trial.gain().isPresent()) {
        report.atLeast(
            trial.format() + ", " + trial.of().name() + ", against the typed merge",
            3,
            trial.gain().getAsDouble(),
            " times faster");
      }
    }
  }
}
