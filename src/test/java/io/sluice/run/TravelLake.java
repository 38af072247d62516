package io.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Configuration;
import io.sluice.config.Loaded;
import io.sluice.error.ExitCode;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import io.sluice.run.show.ShowOptions;
import io.sluice.run.show.ShowVerb;
import io.sluice.spark.TestSession;
import io.sluice.spec.JobSpec;
import io.sluice.spec.WorkingColumns;
import io.sluice.table.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/** A lake of one table, {@code shop/items}, whose versions a test makes hour by hour. */
public final class TravelLake {
  public static final Instant BEGIN = Instant.parse("2026-11-20T10:00:00Z");

  private final MovableClock clock = new MovableClock(BEGIN);
  private final Path home;

  /** A lake with this job file, which lacks the name of the dataset. */
  public TravelLake(Path home, String job) throws IOException {
    TestSession.shared();
    this.home = home;
    write("conf.yaml", "lake: \"" + home.resolve("lake") + "\"\n");
    job(job);
  }

  public void job(String job) throws IOException {
    write("jobs/shop/items.yaml", "dataset: shop/items\n" + job);
  }

  public Run run() {
    return new Run(clock, Map.of(), Progress.NONE);
  }

  public Workplace where() {
    return new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of("shop/items"));
  }

  public Path table() {
    return home.resolve("lake/clean/shop/items");
  }

  /** Makes the next version of a bare file of this name; an hour passes. */
  public void deliver(String name, String csv) throws IOException {
    raw(name, csv);
    DatasetOutcome outcome = ingest(new IngestOptions(name, Optional.empty()));
    assertThat(outcome.exitCode()).as("%s", outcome.problem()).isEqualTo(ExitCode.DONE);
    clock.forward(Duration.ofHours(1));
  }

  /** Writes a raw file; its table is not told. */
  public void raw(String name, String csv) throws IOException {
    write("lake/raw/shop/items/" + name, csv);
  }

  public DatasetOutcome ingest(IngestOptions options) {
    return new IngestVerb(run(), where()).ingest(options).get(0);
  }

  /** The lake as its own files describe it. */
  public Lake lake() {
    return run().lake(loaded());
  }

  public JobSpec jobSpec() {
    return loaded().jobs().get(0);
  }

  private Loaded loaded() {
    return Configuration.load(home.resolve("jobs"), home.resolve("conf.yaml"), List.of());
  }

  /**
   * What the law knows and readers see: all rows, tombstones, floors, and which increments are
   * applied.
   */
  public List<String> state() {
    JobSpec job = jobSpec();
    SparkSession spark = TestSession.shared();
    Snapshot version = lake().table(job).current().orElseThrow();
    List<String> state = new ArrayList<>();
    version
        .rows(spark, job, version.files())
        .drop(WorkingColumns.DATA_FILE)
        .collectAsList()
        .forEach(row -> state.add("row " + row));
    version.tombstones(spark, job).collectAsList().forEach(row -> state.add("dead " + row));
    version.state().floors().forEach(floor -> state.add("floor " + floor));
    version.state().applied().forEach(increment -> state.add("applied " + increment.id()));
    Collections.sort(state);
    state.add("rows in quarantine " + version.quarantinedRows());
    return state;
  }

  /** Cells of the history, all columns, null as a word; in the order of key and time. */
  public List<List<String>> history() {
    return shown(true, OptionalLong.empty());
  }

  /** Cells of a version of the table, all columns, null as a word; in the order of the key. */
  public List<List<String>> rows(OptionalLong version) {
    return shown(false, version);
  }

  private List<List<String>> shown(boolean history, OptionalLong version) {
    List<List<String>> rows = new ArrayList<>();
    new ShowVerb(run(), where())
        .show(
            new ShowOptions(
                version, Optional.empty(), Optional.empty(), 0, List.of(), true, history))
        .rows()
        .forEach(row -> rows.add(row.stream().map(cell -> cell.orElse("null")).toList()));
    return rows;
  }

  /** Goes on to so long after the begin. */
  public void goTo(Duration sinceBegin) {
    clock.forward(Duration.between(clock.instant(), BEGIN.plus(sinceBegin)));
  }

  private void write(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
