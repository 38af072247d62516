package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that a page names is one that the program takes. */
class DocumentedCommandsTest {
  private static final Pattern COMMAND =
      Pattern.compile("(?<![\\w/])(?:\\.\\.?/)?sluice ([a-z-]+(?: [^`\\n#|&;>)]*)?)");
  private static final List<String> OF_THE_LAUNCHER = List.of("bench");
  private static final Pattern CODE =
      Pattern.compile("```.*?\\n.*?```|`[^`\\n]+`|(?<=\\n) {4}.*\\n", Pattern.DOTALL);

  static List<Page> pages() {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void givenAPage_whenItNamesACommand_thenTheProgramTakesItsArguments(Page page)
      throws IOException {
    String text = Files.readString(page.file());
    List<String> refused = new ArrayList<>();
    Surroundings surroundings =
        new Surroundings(
            Path.of("."),
            Optional.empty(),
            false,
            new Terminal(false, OptionalInt.empty(), false, Path.of("logs")),
            Clock.systemUTC(),
            new Random(1));
    for (String code :
        CODE.matcher(text)
            .results()
            .map(MatchResult::group)
            .map(DocumentedCommandsTest::typed)
            .toList()) {
      for (String command :
          COMMAND.matcher(code).results().map(match -> match.group(1).strip()).toList()) {
        List<String> words =
            ShellWords.of(command.replace("DATASET", "shop/orders").replaceAll("\\[|\\]", ""));
        if (OF_THE_LAUNCHER.contains(words.get(0))) {
          continue;
        }
        try {
          // A verb alone may be spoken of.
          new Arguments(surroundings)
              .parse(words.size() == 1 ? List.of(words.get(0), "--help") : words);
        } catch (SluiceException e) {
          refused.add(command + ": " + e.getMessage());
        }
      }
    }

    assertThat(refused).isEmpty();
  }

  /** Without what is printed. */
  private static String typed(String code) {
    return code.startsWith("```console") ? code.replaceAll("(?m)^(?!\\$ ).*$", "") : code;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void givenAPage_whenItShowsCommands_thenATestRunsThemOrTheyAreMarked(Page page)
      throws IOException {
    for (Page.Block block : page.blocks()) {
      if (block.content().stream().anyMatch(line -> line.contains("sluice "))) {
        assertThat(block.info())
            .as("block at line " + block.line())
            .matches("console|[a-z]+ untested|.*file=.*");
      }
    }
    assertThat(Files.readAllLines(page.file()))
        .as("commands stand in fenced blocks")
        .noneMatch(line -> line.matches(" {4}(\\$ )?(\\./)?sluice [a-z].*"));
  }
}
