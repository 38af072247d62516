package io.sluice.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Whole processes of {@code ./sluice ingest} for thirteen small datasets, start-up included. */
final class Processes {
  private static final Accounts ACCOUNTS = new Accounts(Accounts.COLUMNS);
  private static final int ROWS = 50_000;
  private static final int INCOMING = 1_000;

  private static final List<String> DATASETS =
      IntStream.range(0, 13).mapToObj(i -> String.format(Locale.ROOT, "account-%02d", i)).toList();

  private final Path launcher;
  private final Path work;

  /** Processes of this launcher, with lakes in a folder that exists. */
  Processes(Path launcher, Path work) {
    this.launcher = launcher;
    this.work = work;
  }

  /** Measures, and adds the targets to the report. */
  void measure(Report report, int repetitions) throws IOException, InterruptedException {
    BenchLake lake = prepared();
    List<Double> together = new ArrayList<>();
    List<Double> nothing = new ArrayList<>();
    for (int turn = 0; turn <= repetitions; turn++) {
      BenchLake trial = delivered(lake);
      together.add(run(trial));
      nothing.add(run(trial));
      BenchLake.remove(trial.folder());
    }
    BenchLake trial = delivered(lake);
    double apart = 0;
    for (String dataset : DATASETS) {
      apart += run(trial, "bench/" + dataset);
    }
    BenchLake.remove(trial.folder());
    double cold = median(together);
    report.atMost("13 small datasets, whole process, cold", 10, cold, " s");
    report.atLeast("the same, against a process each", 6, apart / cold, " times faster");
    report.atMost("nothing pending, 13 datasets, whole process", 1.2, median(nothing), " s");
  }

  private BenchLake prepared() throws IOException {
    BenchLake lake = BenchLake.create(work.resolve("small"), "parquet", DATASETS, ACCOUNTS);
    for (String dataset : DATASETS) {
      ACCOUNTS.writeStored(lake.raw(dataset, "2026-10-01"), 0, ROWS);
    }
    lake.ingest();
    return lake;
  }

  private BenchLake delivered(BenchLake lake) throws IOException {
    BenchLake trial = lake.copyTo(work.resolve("small-trial"));
    for (String dataset : DATASETS) {
      ACCOUNTS.writeIncrement(
          trial.raw(dataset, "2026-11-19"),
          INCOMING,
          (SplittableRandom random) -> random.nextLong(ROWS),
          ROWS);
    }
    return trial;
  }

  /** The seconds of one process, which must end well. */
  private double run(BenchLake lake, String... names) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString(), "ingest", "--quiet"));
    command.addAll(List.of("--conf", lake.conf().toString(), "--jobs", lake.jobs().toString()));
    command.addAll(Arrays.asList(names));
    File log = Files.createTempFile(work, "process", ".log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
    builder.environment().put("SLUICE_SKIP_BUILD", "1");
    builder.environment().remove("SLUICE_JAVA_OPTS"); // it is for this process
    long started = System.nanoTime();
    int exitCode = builder.start().waitFor();
    double seconds = (System.nanoTime() - started) / 1e9;
    if (exitCode != 0) {
      throw new IllegalStateException(
          "ended with " + exitCode + ": " + command + "\n" + Files.readString(log.toPath()));
    }
    return seconds;
  }

  /** The middle of all but the first, which may have to make the archive of classes. */
  private static double median(List<Double> seconds) {
    List<Double> warm = seconds.subList(1, seconds.size()).stream().sorted().toList();
    return warm.get(warm.size() / 2);
  }
}
