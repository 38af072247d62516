package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {
  @ParameterizedTest
  @CsvSource({
    "/data/lake, file:/data/lake",
    "/data//lake/./x/../raw/, file:/data/lake/raw",
    "file:///data/lake/, file:/data/lake",
    "file:/data//lake/../raw, file:/data/raw",
    "/, file:/",
    "file:/, file:/",
    "file:///, file:/",
    "s3a://bucket/lake/, s3a://bucket/lake",
    "hdfs://host:8020/lake, hdfs://host:8020/lake"
  })
  void givenAPlace_whenParsed_thenItsTextIsClean(String place, String text) {
    assertThat(Location.of(place).text()).isEqualTo(text);
  }

  @Test
  void givenARelativePath_whenParsed_thenItIsMadeAbsolute() {
    Path here = Path.of("").toAbsolutePath();

    assertThat(Location.of("lake/raw").localPath()).isEqualTo(here.resolve("lake/raw"));
    assertThat(Location.of("file:lake").localPath()).isEqualTo(here.resolve("lake"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lake",
        "/data/lake",
        "c:/lake",
        "file:lake",
        "file:/data//lake",
        "file:/data/../lake",
        "file:/data/.",
        "file:/data/..",
        "file:/a\0b",
        "file:/data/",
        "s3a://bucket/"
      })
  void givenATextThatIsNoPlace_whenMade_thenItIsRefused(String text) {
    assertThatThrownBy(() -> new Location(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/etc/passwd", "..", "../x", "a/../../x", "a//b", "./a", "a\0"})
  void givenAPathThatIsNotBelow_whenAppendedOnDisk_thenItIsRefused(String path) {
    assertThatThrownBy(() -> Location.of("/data/lake").append(path))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenKeysOfAStore_whenAppended_thenEachIsTakenAsItIs() {
    Location folder = Location.of("s3a://bucket/raw");

    for (String key : new String[] {"/a", "a//b", "../a", "./a", "a\nb", "a:b"}) {
      assertThat(folder.append(key).text()).isEqualTo("s3a://bucket/raw/" + key);
      assertThat(folder.relativize(folder.append(key))).isEqualTo(key);
    }
    assertThatThrownBy(() -> folder.append("")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"...", "..a", "a..", ".a", "a:b", "a\nb", "%2e%2e"})
  void givenOddNames_whenAppendedOnDisk_thenTheyAreNames(String name) {
    assertThat(Location.of("/data").append(name).name()).isEqualTo(name);
  }

  @Test
  void givenAFoldersName_whenAppended_thenItsSlashIsDropped() {
    assertThat(Location.of("/data").append("notes/")).isEqualTo(Location.of("/data/notes"));
  }

  @Test
  void givenTheRoot_whenAppendedAndRelativized_thenPathsAreThere() {
    Location inner = Location.of("/").append("data/lake");

    assertThat(inner.localPath()).isEqualTo(Path.of("/data/lake"));
    assertThat(Location.of("/").relativize(inner)).isEqualTo("data/lake");
  }
}
