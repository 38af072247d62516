package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.TerminalSession.Seen;
import io.sluice.run.init.InitReport;
import io.sluice.spec.DatasetName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitCommandTest {
  @TempDir Path folder;
  private TerminalSession terminal;

  @BeforeEach
  void open() {
    terminal = new TerminalSession(folder);
  }

  @Test
  void givenSamples_whenInit_thenWhatWasWrittenAndWhatToTypeNext() {
    terminal.runner.outcome =
        new InitReport(
            List.of(DatasetName.of("shop/orders")),
            List.of(Path.of("jobs/shop/orders.yaml")),
            List.of(),
            List.of("9 columns, from 2 rows in 1 file"),
            Optional.of("file:/lake/raw/shop/orders"),
            true);

    Seen seen = terminal.type("init", "a.csv", "b c.csv", "--dataset", "shop/orders");

    assertThat(terminal.runner.asked(0, InitCommand.Asked.class).files())
        .containsExactly(folder.resolve("a.csv"), folder.resolve("b c.csv"));
    assertThat(terminal.runner.asked(0, InitCommand.Asked.class).jobs())
        .isEqualTo(folder.resolve("jobs"));
    assertThat(seen)
        .isEqualTo(
            new Seen(
                0,
                """
                Wrote jobs/shop/orders.yaml.
                9 columns, from 2 rows in 1 file.
                No key is sure: write it in the file.
                Files belong in /lake/raw/shop/orders.

                Next:
                  mkdir -p /lake/raw/shop/orders && cp a.csv 'b c.csv' /lake/raw/shop/orders/
                  sluice check shop/orders   is the job file right?
                  sluice ingest shop/orders  merges the files in that folder
                """,
                ""));
    assertThat(terminal.type("init", "a.csv", "--dataset", "shop/orders", "--json").out())
        .startsWith("{\"run_id\":\"20261121T003000Z-")
        .endsWith(
            "\",\"exit_code\":0,\"datasets\":[\"shop/orders\"],"
                + "\"written\":[\"jobs/shop/orders.yaml\"],\"kept\":[],"
                + "\"notes\":[\"9 columns, from 2 rows in 1 file\"],"
                + "\"raw_folder\":\"file:/lake/raw/shop/orders\",\"needs_key\":true}\n");
  }

  @Test
  void givenALongNote_whenInitOnATerminal_thenItIsFolded() {
    terminal.runner.outcome =
        new InitReport(
            List.of(DatasetName.of("shop/orders")),
            List.of(),
            List.of(),
            List.of("a note of words ".repeat(10).strip()),
            Optional.empty(),
            false);

    assertThat(terminal.wide(60).type("init", "a.csv", "--dataset", "shop/orders").out().lines())
        .startsWith("a note of words a note of words a note of words a note of")
        .allMatch(line -> line.length() <= 60);
  }

  @Test
  void givenALakeBelowTheFolder_whenInit_thenTheLineThatCopiesTheSamplesThere() {
    String inLake = "'my lake/raw/shop/orders'";

    assertThat(copying("file:" + folder + "/my lake/raw/shop/orders", "a.csv", "/b.csv"))
        .isEqualTo("  mkdir -p " + inLake + " && cp a.csv /b.csv " + inLake + "/");
    assertThat(copying("file:/lake/raw/shop/orders", "1.csv", "2.csv", "3.csv", "4.csv"))
        .isEqualTo(
            "  mkdir -p /lake/raw/shop/orders && cp 1.csv 2.csv 3.csv ... /lake/raw/shop/orders/");
    assertThat(copying("file:/lake/raw/shop/orders", "m=1/a.csv", "m=2/a.csv"))
        .isEqualTo(
            "  mkdir -p /lake/raw/shop/orders  # then copy the folders of the files into it");
    assertThat(copying("s3a://lake/raw/shop/orders", "a.csv")).startsWith("  sluice check");
    assertThat(copying("file:" + folder + "/raw", "raw/a.csv")).startsWith("  sluice check");
  }

  /** The first line of advice, where files belong in this folder. */
  private String copying(String rawFolder, String... samples) {
    terminal.runner.outcome =
        new InitReport(
            List.of(DatasetName.of("shop/orders")),
            List.of(),
            List.of(),
            List.of(),
            Optional.of(rawFolder),
            false);
    String[] typed =
        Stream.of(Stream.of("init"), Stream.of(samples), Stream.of("--dataset", "shop/orders"))
            .flatMap(words -> words)
            .toArray(String[]::new);
    String advice = terminal.type(typed).out();
    return advice.substring(advice.indexOf("Next:\n") + 6).lines().findFirst().orElseThrow();
  }

  @Test
  void givenATemplate_whenInit_thenWhatWasKeptIsSaid() {
    terminal.runner.outcome =
        new InitReport(
            List.of(DatasetName.of("zuora/account"), DatasetName.of("zuora/contact")),
            List.of(Path.of("jobs/zuora/account.yaml"), Path.of("jobs/zuora/contact.yaml")),
            List.of(Path.of("jobs/zuora/_source.yaml")),
            List.of(),
            Optional.empty(),
            false);

    assertThat(terminal.type("init", "--from", "zuora", "--jobs", "j").out())
        .isEqualTo(
            """
            Wrote jobs/zuora/account.yaml.
            Wrote jobs/zuora/contact.yaml.
            Kept jobs/zuora/_source.yaml as it is.

            Next:
              sluice check zuora --jobs j     is the job file right?
              sluice describe zuora --jobs j  what it says
            """);
  }

  @Test
  void givenAProject_whenMade_thenItsFilesAndWhatToTypeNext() {
    terminal.runner.outcome = List.of(Path.of("p/sluice"));

    Seen seen = terminal.type("init-project", "p");

    assertThat(terminal.runner.asked(0, InitProjectCommand.Asked.class).folder())
        .isEqualTo(folder.resolve("p"));
    assertThat(seen.out())
        .startsWith("Wrote p/sluice.\n\nNext: put Sluice's jar into ")
        .contains("  " + folder.resolve("p/sluice") + " init FILE --dataset source/name  a job");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "init|sluice init: a sample is missing, name a file or a shipped job: --from zuora/account.",
        "init a.csv|sluice init: --dataset is missing, one such as shop/orders is needed.",
        "init a.csv --dataset Orders|sluice init: --dataset: \"Orders\" is not a dataset name;",
        "init a.csv --from zuora|sluice init: --from takes neither samples nor --dataset.",
        "init-project|sluice init-project: a folder is missing.",
        "init-project a b|sluice init-project: more than one folder is named.",
      })
  void givenAWrongCommandLine_whenTyped_thenWhatIsWrongAndNothingRun(String line, String message) {
    Seen seen = terminal.type(line.split(" "));

    assertThat(seen.exitCode()).isEqualTo(64);
    assertThat(seen.err()).startsWith(message);
    assertThat(terminal.runner.invocations).isEmpty();
  }
}
