package io.sluice.run.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ExitCode;
import io.sluice.ledger.RunRecord;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.spec.DatasetName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsVerbTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  @TempDir private Path home;
  private final Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);

  @BeforeEach
  void prepare() throws IOException {
    write("conf.yaml", "lake: \"" + home.resolve("lake") + "\"\n");
    for (String name : List.of("items", "orders")) {
      write(
          "jobs/shop/" + name + ".yaml",
          "dataset: shop/%s\nraw: {format: csv}\ncolumns: {id: bigint}\nkey: [id]\n"
              .formatted(name));
    }
    record("items", "one", 0);
    record("orders", "two", 60);
    record("items", "three", 120);
    record("orders", "four", 180);
  }

  @Test
  void givenRunsOfSeveralDatasets_whenAsked_thenTheNewestOfAllInTheirOrder() {
    assertThat(ids(where(), Long.MAX_VALUE)).containsExactly("one", "two", "three", "four");
    assertThat(ids(where(), 3)).containsExactly("two", "three", "four");
    assertThat(ids(where("shop/items"), 1)).containsExactly("three");
  }

  @Test
  void givenABrokenFile_whenAsked_thenTheOthersAndWhatIsWrong() throws IOException {
    Path broken = home.resolve("lake/ledger/shop/items/one-1.json");
    Files.writeString(broken, "{");

    RunList found = new RunsVerb(run, where()).runs(Long.MAX_VALUE);

    assertThat(found.runs()).extracting(PastRun::runId).containsExactly("two", "three", "four");
    assertThat(found.problems()).singleElement().asString().startsWith(broken + ": is not a run");
    assertThat(found.exitCode()).isEqualTo(ExitCode.DATA);
  }

  private List<String> ids(Workplace where, long most) {
    return new RunsVerb(run, where).runs(most).runs().stream().map(PastRun::runId).toList();
  }

  private void record(String dataset, String id, int seconds) throws IOException {
    Instant started = NOON.plusSeconds(seconds);
    run.lake(run.load(where()))
        .ledger()
        .record(
            new RunRecord(
                id,
                "ingest",
                DatasetName.of("shop/" + dataset),
                "host",
                started,
                started.plusSeconds(1),
                ExitCode.DONE,
                OptionalLong.empty(),
                List.of(),
                Map.of(),
                List.of(),
                Optional.empty(),
                List.of()));
    Path file = home.resolve("lake/ledger/shop/" + dataset + "/" + id + "-1.json");
    Files.setLastModifiedTime(file, FileTime.from(started));
  }

  private Workplace where(String... names) {
    return new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of(names));
  }

  private void write(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
