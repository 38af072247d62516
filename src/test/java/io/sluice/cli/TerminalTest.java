package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
  @ParameterizedTest
  @CsvSource({"120,120", "'',80", "0,80", "-1,80", "wide,80", "99999,80", "7,40"})
  void givenWhatTheLauncherSays_whenUnderstood_thenAWidthThatTablesFit(String said, int width) {
    assertThat(Terminal.of(true, Optional.of(said), Map.of()).columns()).hasValue(width);
  }

  @Test
  void givenAFileOrAProgram_whenWrittenTo_thenNoWidthAndNoColours() {
    Terminal terminal = Terminal.of(true, Optional.empty(), Map.of("TERM", "xterm"));

    assertThat(terminal.columns()).isEmpty();
    assertThat(terminal.colours()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "xterm,,true",
    "xterm,'',true",
    "xterm,1,false",
    "xterm,0,false",
    "dumb,,false",
    ",,false"
  })
  void givenVariables_whenColoursAreDecided_thenNobodyIsForcedToHaveThem(
      String term, String noColor, boolean colours) {
    Map<String, String> variables =
        noColor == null
            ? (term == null ? Map.of() : Map.of("TERM", term))
            : Map.of("TERM", term, "NO_COLOR", noColor);

    assertThat(Terminal.of(true, Optional.of("80"), variables).colours()).isEqualTo(colours);
  }

  @Test
  void givenACacheFolder_whenLogsNeedAPlace_thenThere() {
    assertThat(Terminal.of(true, Optional.empty(), Map.of("XDG_CACHE_HOME", "/var/c")).logs())
        .isEqualTo(Path.of("/var/c/sluice/logs"));
    assertThat(Terminal.of(true, Optional.empty(), Map.of()).logs())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".cache/sluice/logs"));
  }
}
