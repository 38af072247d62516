package io.sluice.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.DataException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
  @Test
  void givenGroupsWithUnderscores_whenMatched_thenTheirValues() {
    PathPattern pattern = PathPattern.of("(?<sold_at>[^/]+)/(?<x>a)?.*");

    assertThat(pattern.match("2026-11-20/part.csv")).contains(Map.of("sold_at", "2026-11-20"));
    assertThat(pattern.match("part.csv")).isEmpty();
  }

  @Test
  void givenUsualPatterns_whenPathsAreLong_thenTheyMatch() {
    String folders = "folder-of-a-name/".repeat(60);

    assertThat(PathPattern.of("(?:[^/]+/)*(?<file>[^/]+)").match(folders + "x"))
        .contains(Map.of("file", "x"));
    assertThat(PathPattern.of(".*/(?<a>[^/]+)/.*/(?<b>[^/]+)").match(folders + "x")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {".*.*.*.*.*.*x", "(.*)(.*)(.*)\\1\\2\\3x", "a*a*a*a*a*b"})
  @Timeout(20)
  void givenEndlessPattern_whenMatched_thenItIsGivenUp(String endless) {
    PathPattern pattern = PathPattern.of(endless);
    String path = "a".repeat(200) + "\n";

    assertThatThrownBy(() -> pattern.match(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("raw.path_pattern takes too many steps on this path")
        .hasMessageEndingWith("such as [^/]+ for a folder's name");
  }

  @Test
  void givenPatternThatOverflowsTheStack_whenMatched_thenItIsGivenUp() {
    PathPattern pattern = PathPattern.of("(.|[a-z])*");
    String path = "a".repeat(200_000);

    assertThatThrownBy(() -> pattern.match(path)).isInstanceOf(DataException.class);
  }

  @Test
  void givenNestedGroups_whenCompiled_thenNoExpression() {
    String nested = "(".repeat(100_000) + "a" + ")".repeat(100_000);

    assertThatThrownBy(() -> PathPattern.of(nested))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Stack overflow during pattern compilation");
  }
}
