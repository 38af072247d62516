package io.sluice.bench;

import io.sluice.bench.Meter.Measured;
import io.sluice.bench.Trial.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** Runs cases in one session, each thing in turn with the others, after a first turn unmeasured. */
final class Trials {
  private static final String DATASET = "account";
  private static final String DAY = "2026-11-19";
  private static final int FILES = 8;

  private final SparkSession spark;
  private final Meter meter;
  private final Path work;
  private final int repetitions;
  private final Map<String, BenchLake> lakes = new HashMap<>();

  /** Trials in this folder, which exists. */
  Trials(SparkSession spark, Path work, int repetitions) {
    this.spark = spark;
    this.meter = new Meter(spark);
    this.work = work;
    this.repetitions = repetitions;
  }

  /** Whether the usual merge is tried beside the product. */
  enum Typed {
    TRIED,
    LEFT_OUT
  }

  /** Runs the case for the format; its table is made first where it is not there. */
  Trial run(Case of, String format, Typed typed, OptionalDouble target) throws Exception {
    System.err.printf("bench: %s, %s%n", format, of.name());
    BenchLake lake = lake(format, of.rows());
    PlainCopy copy = PlainCopy.of(spark, format, lake.dataFiles(DATASET));
    Path increment = work.resolve("increment.csv");
    Accounts.writeIncrement(increment, of.incoming(), known(of, copy), of.rows());
    List<Measured> copies = new ArrayList<>();
    List<Measured> merges = new ArrayList<>();
    List<Measured> typedMerges = new ArrayList<>();
    Set<Object> after = Set.of();
    for (int turn = 0; turn <= repetitions; turn++) {
      copies.add(tell("copy", measured(() -> copy.writeTo(work.resolve("out")))));
      BenchLake trial = lake.copyTo(work.resolve("merge"));
      Files.createLink(trial.raw(DATASET, DAY), increment);
      merges.add(tell("merge", meter.measure(trial::ingest)));
      after = identities(trial.dataFiles(DATASET));
      BenchLake.remove(trial.folder());
      if (typed == Typed.TRIED) {
        typedMerges.add(
            tell(
                "typed merge",
                measured(() -> new TypedMerge(copy, increment).writeTo(work.resolve("out")))));
      }
    }
    Set<Object> before = identities(copy.files());
    long carried = before.stream().filter(after::contains).count();
    Files.delete(increment);
    return new Trial(
        of,
        format,
        warm(copies),
        warm(merges),
        typed == Typed.TRIED ? Optional.of(warm(typedMerges)) : Optional.empty(),
        target,
        carried,
        before.size() - carried);
  }

  private Measured measured(Callable<Path> writing) throws Exception {
    Measured measured = meter.measure(writing);
    BenchLake.remove(work.resolve("out"));
    return measured;
  }

  /** So that a long run can be followed, and one that is stopped has said something. */
  private static Measured tell(String what, Measured measured) {
    System.err.printf(
        "bench: %s: %.2f s, %.2f s of processors%n",
        what, measured.seconds(), measured.busySeconds());
    return measured;
  }

  private static Times warm(List<Measured> all) {
    return new Times(all.subList(1, all.size()));
  }

  private BenchLake lake(String format, long rows) throws Exception {
    String name = format + "-" + rows;
    if (!lakes.containsKey(name)) {
      BenchLake lake = BenchLake.create(work.resolve(name), format, List.of(DATASET));
      for (int file = 0; file < FILES; file++) {
        Accounts.writeStored(
            lake.raw(DATASET, "2026-10-0" + (file + 1)),
            rows * file / FILES,
            rows * (file + 1) / FILES);
      }
      tell("first load", meter.measure(lake::ingest));
      lakes.put(name, lake);
    }
    return lakes.get(name);
  }

  private ToLongFunction<SplittableRandom> known(Case of, PlainCopy table) {
    return switch (of.touches()) {
      case ALL_FILES -> random -> random.nextLong(of.rows());
      case ONE_FILE_IN_FOUR -> {
        int files = Math.max(1, table.files().size() / 4);
        PlainCopy part =
            new PlainCopy(spark, table.format(), table.schema(), table.files().subList(0, files));
        long[] numbers =
            part.rows().select("id").as(Encoders.STRING()).collectAsList().stream()
                .mapToLong(Accounts::number)
                .toArray();
        yield random -> numbers[random.nextInt(numbers.length)];
      }
    };
  }

  /** What tells a file from all others, whatever its name; a carried one is the same file. */
  private static Set<Object> identities(List<Path> files) throws IOException {
    Set<Object> identities = new HashSet<>();
    for (Path file : files) {
      identities.add(Files.getAttribute(file, "fileKey"));
    }
    return identities;
  }
}
