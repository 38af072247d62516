package io.sluice.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** One of several processes that ingest the same lake, again and again, until they are told. */
final class IngestRacer {
  private IngestRacer() {}

  /** With the lake's home and this racer's name; every outcome is a line of {@code codes-NAME}. */
  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    String name = arguments[1];
    // Runs share an engine that is there before them.
    SparkSession session =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate();
    Runner runner = new Runner(Clock.systemUTC(), Map.of());
    Workplace where = new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of());
    Path codes = home.resolve("codes-" + name);
    Files.createFile(home.resolve("ready-" + name));
    for (int run = 1; !Files.exists(home.resolve("stop")); run++) {
      IngestOptions options = new IngestOptions(name + "-" + run, Optional.empty());
      for (DatasetOutcome outcome : runner.ingest(where, options, Progress.NONE)) {
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
    }
    session.stop();
  }
}
