package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HadoopFilesTest extends StorageContract {
  @Override
  Storage storage() {
    // Without Hadoop's checksums, which take no colons in names.
    return new HadoopFiles(
        Map.of(
            "fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem",
            "fs.file.impl.disable.cache", "true",
            "fs.AbstractFileSystem.file.impl", "org.apache.hadoop.fs.local.RawLocalFs"),
        Set.of("file"));
  }

  @Test
  void givenAStoreWithoutSafeRenames_whenATableIsCommitted_thenItIsRefused() {
    Storage storage = new RoutedStorage(Map.of());
    Location version = Location.of("gs://bucket/clean/_versions/1.json");

    assertThatThrownBy(() -> storage.putIfAbsent(version, bytes("one")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("gs://bucket/clean/_versions/1.json: could not be created")
        .hasMessageContaining("this version keeps no tables on gs")
        .hasMessageContaining("Nothing was committed");
  }

  @Test
  void givenNoLibraryForAScheme_whenUsed_thenTheMessageSaysWhatToAdd() {
    Storage storage = new RoutedStorage(Map.of());

    assertThatThrownBy(() -> storage.list(Location.of("gs://bucket")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("gs://bucket: no file system serves \"gs:\"")
        .hasMessageContaining("put its library on the class path");
    assertThatThrownBy(() -> storage.checkReachable(Location.of("s4://bucket/raw")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("s4://bucket/raw: no file system serves \"s4:\"");
  }

  @Test
  void givenHadoopSettings_whenUsed_thenTheyReachTheFileSystem() {
    Storage storage =
        new RoutedStorage(
            Map.of(
                "spark.hadoop.fs.s4.impl", "org.apache.hadoop.fs.RawLocalFileSystem",
                "spark.hadoop.fs.s4.impl.disable.cache", "true",
                "spark.sql.shuffle.partitions", "2"));

    // The scheme is served now; that file system takes no other scheme than its own.
    assertThatThrownBy(() -> storage.names(Location.of("s4://bucket/raw")))
        .hasMessageNotContaining("no file system serves");
  }

  @Test
  void givenLocalDisksAlone_whenUsed_thenNoHadoopClassIsLoaded() throws Exception {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-verbose:class",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                RacingProcess.class.getName() + "$Alone",
                disk.toString())
            .redirectErrorStream(true)
            .start();

    String loaded =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(loaded).contains("io.sluice.storage.LocalDisk").doesNotContain("org.apache.hadoop");
    assertThat(storage().names(root())).containsExactly("a", "b");
  }
}
