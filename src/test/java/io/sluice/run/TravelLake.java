package io.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ExitCode;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import io.sluice.spark.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    write("lake/raw/shop/items/" + name, csv);
    DatasetOutcome outcome =
        new IngestVerb(run(), where()).ingest(new IngestOptions(name, Optional.empty())).get(0);
    assertThat(outcome.exitCode()).as("%s", outcome.problem()).isEqualTo(ExitCode.DONE);
    clock.forward(Duration.ofHours(1));
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
