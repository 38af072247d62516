package io.sluice.bench;

import io.sluice.bench.Meter.Measured;
import io.sluice.bench.Trial.Case;
import io.sluice.bench.Trial.Touches;
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
    BenchLake lake = lake(format, of);
    PlainCopy copy = PlainCopy.of(spark, format, lake.dataFiles(DATASET));
    Path increment = work.resolve("increment.csv");
    if (of.touches() != Touches.NONE) {
      new Accounts(of.columns())
          .writeIncrement(increment, of.incoming(), known(of, copy), of.rows());
    }
    List<Measured> copies = new ArrayList<>();
    List<Measured> merges = new ArrayList<>();
    List<Measured> typedMerges = new ArrayList<>();
    Set<Object> after = Set.of();
    for (int turn = 0; turn <= repetitions; turn++) {
      copies.add(tell("copy", measured(() -> copy.writeTo(work.resolve("out")))));
      BenchLake trial = trial(of, lake, increment);
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
    Files.deleteIfExists(increment);
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

  private BenchLake trial(Case of, BenchLake lake, Path increment) throws IOException {
    Path folder = work.resolve("merge");
    if (of.touches() == Touches.NONE) {
      return lake.withoutTables(folder);
    }
    BenchLake trial = lake.copyTo(folder);
    Files.createLink(trial.raw(DATASET, DAY), increment);
    return trial;
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

  private BenchLake lake(String format, Case of) throws Exception {
    String name = format + "-" + of.rows() + "-" + of.columns();
    if (!lakes.containsKey(name)) {
      Accounts accounts = new Accounts(of.columns());
      BenchLake lake = BenchLake.create(work.resolve(name), format, List.of(DATASET), accounts);
      for (int file = 0; file < FILES; file++) {
        accounts.writeStored(
            lake.raw(DATASET, "2026-10-0" + (file + 1)),
            of.rows() * file / FILES,
            of.rows() * (file + 1) / FILES);
      }
      tell("first load", meter.measure(lake::ingest));
      lakes.put(name, lake);
    }
    return lakes.get(name);
  }

  private ToLongFunction<SplittableRandom> known(Case of, PlainCopy table) {
    return switch (of.touches()) {
      case NONE -> throw new IllegalArgumentException("a first load has no increment");
      case ALL_FILES -> random -> random.nextLong(of.rows());
      // Of all rows 15 % are new.
      case MOSTLY_ONE_ROW -> random -> random.nextInt(17) < 10 ? 7 : random.nextLong(of.rows());
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
