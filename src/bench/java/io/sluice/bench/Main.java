package io.sluice.bench;

import io.sluice.bench.Trial.Case;
import io.sluice.bench.Trial.Touches;
import io.sluice.bench.Trials.Typed;
import io.sluice.spark.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * {@code ./sluice bench [--quick] [--folder DIR]}. Prints the figures and the targets, and ends
 * with 0 whether these are met or not.
 */
public final class Main {
  private static final long MILLION = 1_000_000;
  private static final List<String> FORMATS = List.of("parquet", "orc", "avro");

  private Main() {}

  /** Runs the bench. */
  public static void main(String[] arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    boolean quick = words.remove("--quick");
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    if (words.size() == 2 && words.get(0).equals("--folder")) {
      parent = Path.of(words.get(1)).toAbsolutePath();
    } else if (!words.isEmpty()) {
      System.err.println(
          "Usage: sluice bench [--quick] [--folder DIR]\n\n"
              + "Times merges against a plain copy of the table. --quick takes minutes, all of it hours;"
              + " lakes are made in a folder of their own, in DIR or where temporary files go: 5 GB,"
              + " or 60 GB for all of it.");
      System.exit(64);
    }
    Path work = Files.createTempDirectory(parent, "sluice-bench");
    try (Sessions sessions = new Sessions(Map.of())) {
      Trials trials = new Trials(sessions.session(), work, quick ? 1 : 3);
      Report report = quick ? quick(trials) : full(trials, work);
      System.out.printf(
          "%d cores, %d MB of heap at most, Java %s, Spark %s%n%n",
          Runtime.getRuntime().availableProcessors(),
          Runtime.getRuntime().maxMemory() / MILLION,
          System.getProperty("java.version"),
          sessions.session().version());
      System.out.print(report.text());
    } finally {
      BenchLake.remove(work);
    }
  }

  /** A fiftieth of the table, as in the case of 100,000 rows and 5 million, whose target holds. */
  private static Report quick(Trials trials) throws Exception {
    Case small = new Case(MILLION, 20_000, Touches.ALL_FILES);
    List<Trial> done = new ArrayList<>();
    for (String format : FORMATS) {
      done.add(trials.run(small, format, Typed.TRIED, OptionalDouble.of(1.45)));
    }
    Report report = new Report();
    report.trials(done);
    report.targets();
    gains(report, done);
    return report;
  }

  private static Report full(Trials trials, Path work) throws Exception {
    Case least = new Case(5 * MILLION, 10_000, Touches.ALL_FILES);
    Case medium = new Case(5 * MILLION, 100_000, Touches.ALL_FILES);
    Case large = new Case(5 * MILLION, MILLION, Touches.ALL_FILES);
    Case quarter = new Case(5 * MILLION, 100_000, Touches.ONE_FILE_IN_FOUR);
    List<Trial> done = new ArrayList<>();
    for (String format : FORMATS) {
      boolean aimedAt = !format.equals("avro");
      done.add(trials.run(least, format, Typed.LEFT_OUT, target(aimedAt, 1.25)));
      done.add(trials.run(medium, format, Typed.TRIED, target(aimedAt, 1.45)));
      done.add(trials.run(large, format, Typed.LEFT_OUT, target(aimedAt, 2.2)));
      done.add(trials.run(quarter, format, Typed.LEFT_OUT, target(aimedAt, 0.85)));
    }
    Case huge = new Case(20 * MILLION, 10_000, Touches.ALL_FILES);
    Trial greatest = trials.run(huge, "parquet", Typed.LEFT_OUT, OptionalDouble.empty());
    double growth = greatest.merge().median() / done.get(0).merge().median();
    done.add(greatest);
    Report report = new Report();
    report.trials(done);
    report.targets();
    gains(report, done);
    report.atMost("20 M against 5 M rows, 10 k in the increment", 4, growth, " times the time");
    report.atMost("heap, 20 M rows", 4096, greatest.merge().mostHeap() / 1048576.0, " MiB");
    new Processes(Path.of(System.getProperty("sluice.home"), "sluice"), work).measure(report, 3);
    return report;
  }

  private static OptionalDouble target(boolean aimedAt, double ratio) {
    return aimedAt ? OptionalDouble.of(ratio) : OptionalDouble.empty();
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
