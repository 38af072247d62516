package io.sluice.run.describe;

import io.sluice.config.Loaded;
import io.sluice.error.ConfigurationException;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.spec.JobSpec;
import io.sluice.table.ReadingEngine;
import io.sluice.table.ReadingLines;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code describe --read-with}: how another engine reads a table. Starts no engine. */
public final class ReadWith {
  /** The engines that lines are known for, as people type them. */
  public static final List<String> ENGINES = ReadingEngine.words();

  private final Run run;
  private final Workplace where;

  /** For the one dataset that is named. */
  public ReadWith(Run run, Workplace where) {
    this.run = run;
    this.where = where;
  }

  /**
   * The lines for the engine, the version as a comment above them.
   *
   * @param engine one of {@link #ENGINES}
   * @throws ConfigurationException if there is no table, or the engine cannot read it
   */
  public String lines(String engine) {
    Loaded loaded = run.load(where);
    JobSpec job = loaded.jobs().get(0);
    Table table = run.lake(loaded).table(job);
    Snapshot version =
        table
            .current()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        job.dataset()
                            + ": there is no table at "
                            + table.root()
                            + ". Run ingest first, or name the environment file of another lake by"
                            + " --conf"));
    ReadingLines lines = new ReadingLines(job.dataset(), table.root(), version);
    return lines
        .of(ReadingEngine.of(engine).orElseThrow(), headline(job, version))
        .orElseThrow(() -> unreadable(engine, job, table, version, lines));
  }

  private static String headline(JobSpec job, Snapshot version) {
    return String.format(
        Locale.ROOT,
        """
        %s: version %d has %,d %s in %d %s. These lines read the version that is current when they run.
        Behind the contract's columns, each row has:
          _rescued         JSON of what the file had beyond them, or null
          _processed_date  when the source's state was taken
          _increment       the increment that the row is from
          _file_ordinal    which file of the increment, from 0
        """,
        job.dataset(),
        version.number(),
        version.rows(),
        version.rows() == 1 ? "row" : "rows",
        version.files().size(),
        version.files().size() == 1 ? "file" : "files");
  }

  private static ConfigurationException unreadable(
      String engine, JobSpec job, Table table, Snapshot version, ReadingLines lines) {
    return new ConfigurationException(
        job.dataset()
            + ": no lines are known by which "
            + engine
            + " reads "
            + version.format().text()
            + " from "
            + table.root()
            + " (docs/reading.md). These engines read this table: "
            + lines.engines().stream().map(ReadingEngine::word).collect(Collectors.joining(", ")));
  }
}
