package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script as bash runs it for the tab key. */
class CompletionTest {
  @TempDir private Path folder;
  @TempDir private Path home;

  @BeforeEach
  void prepare() throws IOException {
    job(folder, "jobs/shop/_source.yaml");
    job(folder, "jobs/shop/orders.yaml");
    job(folder, "jobs/shop/items.yaml");
    job(folder, "jobs/zuora/account.yaml");
    job(folder, "other/crm/contacts.yaml");
    job(folder, "prod conf.yaml");
    job(home, "jobs/zendesk/tickets.yaml");
    Files.writeString(
        folder.resolve("script"),
        new TerminalSession(folder).installedIn(home).type("completion", "bash").out());
  }

  private static void job(Path folder, String path) throws IOException {
    Files.createDirectories(folder.resolve(path).getParent());
    Files.createFile(folder.resolve(path));
  }

  /**
   * What the tab key offers behind these words, of which the last is not finished; a dot is none.
   */
  private List<String> offered(Path where, String... words) throws Exception {
    String typed =
        Arrays.stream(words)
            .map(word -> word.equals(".") ? "''" : "'" + word + "'")
            .collect(Collectors.joining(" ", "COMP_WORDS=(sluice ", ")"));
    String commands =
        "set -u; . '"
            + folder.resolve("script")
            + "'; "
            + typed
            + "; COMP_CWORD="
            + words.length
            + "; COMPREPLY=(); _sluice; printf '%s\\n' ${COMPREPLY[@]+\"${COMPREPLY[@]}\"}";
    Process bash =
        new ProcessBuilder("bash", "--norc", "-c", commands)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(bash.exitValue()).as(output).isZero();
    return output.lines().filter(line -> !line.isEmpty()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "in|init-project,init,ingest",
        "--v|--version",
        "status sh|shop,shop/items,shop/orders",
        "status shop/o|shop/orders",
        "ingest shop/items z|zuora,zuora/account",
        "ingest --jobs other c|crm,crm/contacts",
        "ingest --jobs = other c|crm,crm/contacts",
        "ingest --ap|--approve",
        "ingest --approve z|zuora,zuora/account",
        "show shop/orders --c|--columns,--conf",
        "show --format .|table,csv,json",
        "show --format =|table,csv,json",
        "show --format = c|csv",
        "show --where .|",
        "status --log-l|--log-level",
        "status --log-level w|warn",
        "status --jobs o|other",
        "status --conf pr|prod conf.yaml",
        "init o|other",
        "help sho|show",
        "completion .|bash,zsh",
        "status nothing|",
        "ingest --log-format .|text,json",
      })
  void givenTheBeginningOfAWord_whenTabIsPressed_thenWhatFits(String typed, String offered)
      throws Exception {
    String[] words = typed.split(" ");

    assertThat(offered(folder, words))
        .containsExactlyElementsOf(offered == null ? List.of() : List.of(offered.split(",")));
  }

  @Test
  void givenNoJobsHere_whenTabIsPressed_thenThoseOfTheInstallation() throws Exception {
    assertThat(offered(folder.resolve("other"), "status", "."))
        .containsExactly("zendesk", "zendesk/tickets");
  }

  @ParameterizedTest
  @CsvSource({"status", "ingest", "show", "extract", "check", "describe", "init", "demo"})
  void givenAVerb_whenItsOptionsAreCompleted_thenAllOfThem(String verb) throws Exception {
    assertThat(offered(folder, verb, "--"))
        .containsExactlyElementsOf(
            Commands.named(verb, "sluice").options().getOptions().stream()
                .map(option -> "--" + option.getLongOpt())
                .toList());
  }

  /** A zsh in a terminal of its own: the tab key is pressed, and the command tells what it got. */
  @Test
  void givenZsh_whenTabIsPressed_thenTheWordIsCompleted() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "zsh"))),
        "zsh is not here, so its completion was not tried");
    Files.writeString(
        folder.resolve("script"), new TerminalSession(folder).type("completion", "zsh").out());
    Files.writeString(
        folder.resolve("keys"),
        """
        zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell 'autoload -U compinit && compinit -u -D && . ./script'
        zpty -w shell 'sluice() { print -rl -- "$@" >typed; print do""ne }; print rea""dy'
        zpty -r shell out '*ready*'
        zpty -w shell $'sluice status shop/o\t'
        zpty -r shell out '*done*'
        """);
    Process zsh =
        new ProcessBuilder("zsh", "-f", "keys")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("seen").toFile())
            .start();

    boolean ended = zsh.waitFor(60, TimeUnit.SECONDS);
    zsh.destroyForcibly();

    assertThat(ended).as(Files.readString(folder.resolve("seen"))).isTrue();
    assertThat(folder.resolve("typed")).hasContent("status\nshop/orders");
  }

  @Test
  void givenZsh_whenAsked_thenTheSameByItsBashCompletion() throws Exception {
    TerminalSession terminal = new TerminalSession(folder).installedIn(home);

    assertThat(terminal.type("completion", "zsh").out())
        .isEqualTo(
            "autoload -U +X bashcompinit && bashcompinit\n"
                + Files.readString(folder.resolve("script")));
    assertThat(terminal.type("completion", "fish").err())
        .startsWith(
            "sluice completion: the name of a shell is needed, bash or zsh, found \"fish\".");
  }
}
