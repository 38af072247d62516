package io.sluice.run.ingest;

import io.sluice.config.Configuration;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Lake;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.show.ShowOptions;
import io.sluice.run.show.ShowVerb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * One of several processes that ingest the same lake, again and again, until they are told. The one
 * that is called {@link #LAST} leaves the rows of the table in {@code rows}.
 */
final class IngestRacer {
  static final String LAST = "last";

  private IngestRacer() {}

  /** With the lake's home and this racer's name; every outcome is a line of {@code codes-NAME}. */
  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    String name = arguments[1];
    Map<String, String> variables = System.getenv();
    // Runs share an engine that is there before them.
    SparkSession.Builder engine =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1");
    Lake.open(
            Configuration.load(home.resolve("jobs"), home.resolve("conf.yaml"), List.of()),
            variables,
            Clock.systemUTC())
        .settings()
        .forEach(engine::config);
    SparkSession session = engine.getOrCreate();
    Run verbs = new Run(Clock.systemUTC(), variables, Progress.NONE);
    Workplace where = new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of());
    Path codes = home.resolve("codes-" + name);
    Files.createFile(home.resolve("ready-" + name));
    int run = 1;
    do {
      IngestOptions options = new IngestOptions(name + "-" + run++, Optional.empty());
      for (DatasetOutcome outcome : new IngestVerb(verbs, where).ingest(options)) {
        Files.writeString(
            codes,
            outcome.exitCode()
                + " "
                + outcome.increments()
                + " "
                + outcome.problem().orElse("").lines().findFirst().orElse("")
                + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
      Thread.sleep(Duration.ofMillis(20).toMillis());
    } while (!Files.exists(home.resolve("stop")));
    if (name.equals(LAST)) {
      ShowOptions all =
          new ShowOptions(OptionalLong.empty(), Optional.empty(), 0, List.of(), false);
      List<String> rows = new ArrayList<>();
      new ShowVerb(verbs, where.of(List.of("shop/items")))
          .show(all)
          .rows()
          .forEach(row -> rows.add(text(row)));
      Files.write(home.resolve("rows"), rows);
    }
    session.stop();
  }

  private static String text(List<Optional<String>> row) {
    return row.stream().map(cell -> cell.orElse("null")).collect(Collectors.joining("|"));
  }
}
