package io.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillFolderTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir Path disk;

  @Test
  void givenARun_whenItEnds_thenItsFolderWasItsOwnAndIsGone() throws IOException {
    SpillFolder folder = SpillFolder.in(disk.resolve("spills"));
    Files.writeString(Files.createDirectories(folder.path().resolve("blockmgr")).resolve("a"), "x");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
        .isEqualTo("rwx------");
    folder.close();

    assertThat(names(disk.resolve("spills"))).isEmpty();
  }

  @Test
  void givenFoldersOfOtherRuns_whenOneBegins_thenThoseOfTheDeadGoAndOthersStay()
      throws IOException {
    Path dead = made("sluice-spill-dead", true);
    Path unlocked = made("sluice-spill-unlocked", false);
    Path strange = made("others", true);
    Path young = Files.createDirectories(disk.resolve("sluice-spill-young"));
    SpillFolder alive = SpillFolder.in(disk);
    assertThat(dead).doesNotExist();
    assertThat(unlocked).doesNotExist();
    Files.setLastModifiedTime(alive.path(), LONG_AGO);

    SpillFolder next = SpillFolder.in(disk);

    assertThat(alive.path()).exists();
    assertThat(strange).exists();
    assertThat(young).exists();
    alive.close();
    next.close();
    assertThat(names(disk)).containsExactly("others", "sluice-spill-young");
  }

  private Path made(String name, boolean locked) throws IOException {
    Path folder = Files.createDirectories(disk.resolve(name));
    Files.writeString(Files.createDirectories(folder.resolve("blockmgr/00")).resolve("a"), "x");
    if (locked) {
      Files.writeString(folder.resolve("lock"), "");
    }
    Files.setLastModifiedTime(folder, LONG_AGO);
    return folder;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
