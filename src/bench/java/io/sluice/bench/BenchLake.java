package io.sluice.bench;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A lake in a folder, with job files of its own; all of its datasets are accounts.
 *
 * @param format of the clean tables
 */
record BenchLake(Path folder, String format) {
  private static final String SOURCE = "bench";

  /** Makes a lake without data; the columns are those of {@link Accounts}. */
  static BenchLake create(Path folder, String format, List<String> datasets, Accounts accounts)
      throws IOException {
    BenchLake lake = new BenchLake(folder, format);
    for (String dataset : datasets) {
      write(
          folder.resolve("jobs").resolve(SOURCE).resolve(dataset + ".yaml"),
          job(dataset, format, accounts));
    }
    lake.writeConf();
    return lake;
  }

  /** Where a raw file of the dataset lies; its date is the first part of its name. */
  Path raw(String dataset, String day) {
    return folder.resolve("lake/raw").resolve(SOURCE).resolve(dataset).resolve(day + ".csv");
  }

  /**
   * Applies what is pending, by the product itself.
   *
   * @throws IllegalStateException if anything went wrong, so that no failure is timed
   */
  List<DatasetOutcome> ingest() {
    List<DatasetOutcome> outcomes =
        new IngestVerb(
                new Run(Clock.systemUTC(), Map.of(), Progress.NONE),
                new Workplace(conf(), jobs(), List.of()))
            .ingest(new IngestOptions("bench", Optional.empty()));
    for (DatasetOutcome outcome : outcomes) {
      if (outcome.exitCode() != ExitCode.DONE || outcome.count("quarantined") > 0) {
        throw new IllegalStateException(outcome.toString());
      }
    }
    return outcomes;
  }

  Path conf() {
    return folder.resolve("conf.yaml");
  }

  Path jobs() {
    return folder.resolve("jobs");
  }

  /** The data files of the table's current version. */
  List<Path> dataFiles(String dataset) throws IOException {
    Path manifest =
        folder.resolve("lake/clean").resolve(SOURCE).resolve(dataset).resolve("_manifest");
    return Files.readAllLines(manifest).stream().map(line -> Path.of(URI.create(line))).toList();
  }

  /** A lake with the same tables in another folder. Data is linked, all else is copied. */
  BenchLake copyTo(Path target) throws IOException {
    return copyTo(target, any -> true);
  }

  /** The same before anything was ingested. */
  BenchLake withoutTables(Path target) throws IOException {
    return copyTo(
        target,
        path ->
            !path.startsWith(folder.resolve("lake/clean"))
                && !path.startsWith(folder.resolve("lake/ledger")));
  }

  private BenchLake copyTo(Path target, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path from : all.filter(wanted).toList()) {
        Path to = target.resolve(folder.relativize(from).toString());
        if (Files.isDirectory(from)) {
          Files.createDirectories(to);
        } else if (from.toString().matches(".*\\.(csv|parquet|orc|avro)")) {
          Files.createLink(to, from);
        } else {
          Files.copy(from, to);
        }
      }
    }
    BenchLake copy = new BenchLake(target, format);
    copy.writeConf();
    return copy;
  }

  /** Removes a folder with all that is in it, if it is there. */
  static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private void writeConf() throws IOException {
    write(conf(), "lake: \"" + folder.resolve("lake") + "\"\n");
  }

  private static String job(String dataset, String format, Accounts accounts) {
    return """
    dataset: bench/%s
    raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
    columns:
      id: string
      balance: decimal(18,2)
      autoPay: boolean
      currency: string
      identityId: string
      lastInvoiceDate: date
      contactId: string
      mrr: decimal(18,2)
      crmId: string
      status: string
      updatedAt: timestamp
      deleted: {type: boolean, store: true}
    %skey: [id]
    order_by: [updatedAt]
    delete_when: deleted
    guard: {max_deleted_share: 100%%}
    clean: {format: %s}
    """
        .formatted(dataset, accounts.moreColumns(), format);
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
