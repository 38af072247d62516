package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.TerminalSession.Seen;
import io.sluice.error.ExitCode;
import io.sluice.error.UsageException;
import io.sluice.run.Workplace;
import io.sluice.run.check.CheckReport;
import io.sluice.run.init.InitReport;
import io.sluice.spec.DatasetName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArgumentsTest {
  @TempDir Path folder;
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ingets|sluice: \"ingets\" is not a verb; did you mean \"ingest\"? Nothing was run.",
        "frobnicate|sluice: \"frobnicate\" is not a verb. Nothing was run. The verbs are demo,"
            + " init-project,",
        "help shwo|sluice: \"shwo\" is not a verb; did you mean \"show\"?",
        "ingest --aprove|sluice ingest: \"--aprove\" is not an option; did you mean \"--approve\"?",
        "ingest --jsno=1|sluice ingest: \"--jsno\" is not an option; did you mean \"--json\"?",
        "ingest --json=1|sluice ingest: --json takes no value, found \"--json=1\".",
        "ingest --app|sluice ingest: \"--app\" is not an option; did you mean \"--approve\"?",
        "ingest --version|sluice ingest: \"--version\" is not an option; they are --approve,",
        "show a/b --frobnicate 1|sluice show: \"--frobnicate\" is not an option; they are"
            + " --version,",
        "demo --conf x|sluice demo: \"--conf\" is not an option; they are --lake,",
        "demo one two|sluice demo: the demo takes one name at most, found [one, two]",
        "show|sluice show: a dataset is missing, one such as zuora/account is needed.",
        "show a/b c/d|sluice show: more than one dataset is named, one such as",
        "show a/b --limit|sluice show: --limit needs a value, --limit N.",
        "show a/b --limit -1|sluice show: --limit is -1, it must be 0 or more.",
        "show a/b --limit ten|sluice show: --limit is \"ten\", a whole number is needed, 0 or"
            + " more.",
        "show a/b --version 0|sluice show: --version is 0, it must be 1 or more.",
        "show a/b --format xml|sluice show: --format is \"xml\", it must be one of table, csv, json.",
        "show a/b --columns x,,y|sluice show: --columns has an empty name between commas.",
        "show a/b --columns x,y,x|sluice show: --columns names \"x\" twice.",
        "show a/b --columns x --all-columns|sluice show: --columns and --all-columns contradict each other.",
        "show a/b --vertical --format csv|sluice show: --vertical is a form of tables, it contradicts --json",
        "status --log-level loud|sluice status: --log-level is \"loud\", it must be one of error, warn, info, debug.",
        "status --log-file=|sluice status: --log-file is empty.",
        "status --log-format xml|sluice status: --log-format is \"xml\", it must be one of text, json.",
        "ingest --run-id a --run-id b|sluice ingest: --run-id is given twice.",
        "ingest --empty-exit-code 256|sluice ingest: --empty-exit-code is 256, it must be 0 to"
            + " 255.",
        "ingest --max-bytes 0GB|sluice ingest: --max-bytes is \"0GB\", a size such as 500MB is"
            + " needed.",
        "ingest --max-bytes 5|sluice ingest: --max-bytes is \"5\", a size such as 500MB is needed.",
        "ingest --approve=|sluice ingest: --approve is empty.",
        "ingest --approve=,|sluice ingest: --approve is \",\", which names no increment.",
        "ingest --approve Zuora/account|sluice ingest: \"Zuora/account\" is neither a dataset",
        "status crm.contacts|sluice status: \"crm.contacts\" is neither a dataset, such as"
            + " zuora/account, nor a source, such as zuora; did you mean \"crm/contacts\"?",
        "status jobs/Crm/contacts.yaml|sluice status: \"jobs/Crm/contacts.yaml\" is neither a"
            + " dataset, such as zuora/account, nor a source, such as zuora; did you mean"
            + " \"crm/contacts\"?",
        "status contacts.yaml|sluice status: \"contacts.yaml\" is neither a dataset, such as"
            + " zuora/account, nor a source, such as zuora.",
        "status zuora/|sluice status: \"zuora/\" is neither a dataset, such as zuora/account, nor"
            + " a",
      })
  void givenAWrongCommandLine_whenTyped_thenWhatIsWrongAndNothingRun(String line, String message) {
    TerminalSession terminal = new TerminalSession(folder);

    Seen seen = terminal.type(line.split(" "));

    assertThat(seen.exitCode()).isEqualTo(64);
    assertThat(seen.out()).isEmpty();
    assertThat(seen.err()).startsWith(message).contains("Nothing was run.").endsWith("\n");
    assertThat(terminal.runner.invocations).isEmpty();
  }

  @Test
  void givenJsonAndAnotherFormat_whenTyped_thenTheErrorIsJsonToo() {
    String message =
        "sluice show: --json and --format contradict each other. Nothing was run. See: sluice help"
            + " show";

    assertThat(new TerminalSession(folder).type("show", "a/b", "--json", "--format", "csv"))
        .isEqualTo(
            new Seen(64, "{\"error\":\"" + message + "\",\"exit_code\":64}\n", message + "\n"));
  }

  @Test
  void givenNoArguments_whenTyped_thenTheVerbsAreNamed() {
    assertThat(new TerminalSession(folder).type())
        .isEqualTo(
            new Seen(
                64,
                "",
                "sluice: a verb is missing. Nothing was run. The verbs are demo, init-project, init,"
                    + " check, describe, package, extract, plan, ingest, status, runs, exports, show, why, versions, quarantine, rollback, backfill, completion, help. See: sluice help\n"));
  }

  @Test
  void givenNoFileHere_whenTyped_thenThoseOfTheInstallation() throws Exception {
    Files.createDirectories(home.resolve("conf"));
    Files.createFile(home.resolve("conf/local.yaml"));
    Files.createDirectories(home.resolve("jobs"));
    Files.createDirectories(folder.resolve("jobs"));
    TerminalSession terminal = new TerminalSession(folder).installedIn(home);

    terminal.type("status", "zuora", "a/b");

    assertThat(terminal.runner.asked(0, StatusCommand.Asked.class).where())
        .isEqualTo(
            new Workplace(
                home.resolve("conf/local.yaml"), folder.resolve("jobs"), List.of("zuora", "a/b")));
  }

  @Test
  void givenAProject_whenTypedElsewhere_thenItsFilesAndThoseThatAreNamedHere() throws Exception {
    Files.createDirectories(folder.resolve("jobs"));
    TerminalSession terminal = new TerminalSession(folder).ofProject(home);

    terminal.type("status");
    terminal.runner.outcome =
        new InitReport(
            List.of(DatasetName.of("a/b")),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            false);
    terminal.type("init", "x.csv", "--dataset", "a/b");

    assertThat(terminal.runner.asked(0, StatusCommand.Asked.class).where())
        .isEqualTo(new Workplace(home.resolve("conf/local.yaml"), home.resolve("jobs"), List.of()));
    InitCommand.Asked init = terminal.runner.asked(1, InitCommand.Asked.class);
    assertThat(init.jobs()).isEqualTo(home.resolve("jobs"));
    assertThat(init.files()).containsExactly(folder.resolve("x.csv"));
  }

  @Test
  void givenNamedFiles_whenTyped_thenNothingElseIsLookedAt() throws Exception {
    Files.createFile(home.resolve("other.yaml"));
    TerminalSession terminal = new TerminalSession(folder).installedIn(home);

    terminal.runner.outcome = new CheckReport(0, List.of(), List.of(), List.of(), ExitCode.DONE);
    terminal.type("check", "--conf", "other.yaml", "--jobs", "/elsewhere");

    assertThat(terminal.runner.asked(0, CheckCommand.Asked.class).where())
        .isEqualTo(new Workplace(folder.resolve("other.yaml"), Path.of("/elsewhere"), List.of()));
  }

  private static Stream<String> words() {
    return Commands.ALL.stream().map(Command::word);
  }

  @Test
  void givenALauncher_whenSomethingIsWrong_thenItsNameIsInTheAdvice() {
    TerminalSession terminal = new TerminalSession(folder).installedIn(folder);

    assertThat(terminal.type("show", "a/b", "--limit", "x").err())
        .startsWith("sluice show: --limit is \"x\"")
        .endsWith("See: ./sluice help show\n");
    terminal.runner.failing(
        new UsageException("sluice extract: no. Nothing was run. See: sluice help extract"));
    assertThat(terminal.type("extract", "--json").out()).contains("See: ./sluice help extract");
  }

  @ParameterizedTest
  @MethodSource("words")
  void givenAVerb_whenHelpIsAskedFor_thenTheSameTextEitherWay(String verb) {
    TerminalSession terminal = new TerminalSession(folder).installedIn(folder);

    Seen seen = terminal.type(verb, "--help");

    assertThat(seen.exitCode()).isZero();
    assertThat(seen.err()).isEmpty();
    assertThat(seen.out()).contains("Usage: ./sluice ").doesNotContain("  sluice ");
    assertThat(terminal.type("help", verb)).isEqualTo(seen);
    assertThat(terminal.runner.invocations).isEmpty();
    assertThat(seen.out().lines()).allMatch(line -> line.length() <= 105);
  }

  @Test
  void givenHelp_whenTyped_thenEveryVerbOptionAndExitCode() {
    TerminalSession terminal = new TerminalSession(folder);

    Seen seen = terminal.type("--help");

    assertThat(seen.out())
        .contains(words().toList())
        .contains("--conf FILE", "  79  the outcome of a commit");
    assertThat(terminal.type("help", "ingest").out())
        .contains("--approve [ID,ID]", "--empty-exit-code N", "(default: conf/local.yaml)")
        .containsSubsequence(
            "\nOptions:\n", "--wide", "\nCommon options:\n", "--log-level error|warn|")
        .contains("  sluice ingest zuora/account --approve\n");
  }

  @Test
  void givenVersion_whenTyped_thenTheVersion() {
    assertThat(new TerminalSession(folder).type("--version").out()).matches("sluice \\d.*\n");
  }
}
