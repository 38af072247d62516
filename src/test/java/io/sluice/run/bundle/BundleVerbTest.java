package io.sluice.run.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.UsageException;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.project.Launcher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleVerbTest {
  private static final String JOB =
      """
      dataset: shop/orders
      raw: {format: csv}
      columns: {id: string}
      key: [id]
      """;

  @TempDir Path folder;

  /** Entries of the archive and their content, in their order. */
  private final Map<String, String> content = new LinkedHashMap<>();

  private final List<TarArchiveEntry> entries = new ArrayList<>();

  @BeforeEach
  void project() {
    write("jobs/shop/_source.yaml", "owner: me\n");
    write("jobs/shop/orders.yaml", JOB);
    write("jobs/shop/notes.txt", "not packed");
    write("conf/local.yaml", "lake: lake\n");
    write(
        "conf/prod.yaml",
        """
        lake: "s3a://acme"
        spark: {spark.hadoop.fs.s3a.secret.key: "env:NOT_SET_HERE"}
        """);
    write("conf/prod.key", "hush");
    write("conf/.hidden.yaml", "hush");
    write("sluice-0.1.jar", "the jar");
    write("m2/spark-avro_2.12-3.5.7.jar", "avro");
    write("m2/hadoop-aws-3.3.4.jar", "aws");
    write("lib/sluice.jar", "another");
    write("lib/own.jar", "own");
  }

  @Test
  void givenAProject_whenPacked_thenAllFilesWithChecksumsAndNoSecrets() throws IOException {
    BundleReport report = pack(Optional.empty());

    read(report.file());
    assertThat(content.keySet())
        .containsExactly(
            "sluice/manifest.json",
            "sluice/SHA256SUMS",
            "sluice/conf/local.yaml",
            "sluice/conf/prod.yaml",
            "sluice/describe/local.json",
            "sluice/describe/prod.json",
            "sluice/jobs/shop/_source.yaml",
            "sluice/jobs/shop/orders.yaml",
            "sluice/lib/sluice.jar");
    assertThat(content)
        .containsEntry("sluice/lib/sluice.jar", "the jar")
        .containsEntry("sluice/jobs/shop/orders.yaml", JOB)
        .containsEntry(
            "sluice/describe/prod.json",
            "shop/orders s3a://acme/raw/shop/orders s3a://acme/clean/shop/orders")
        .containsEntry(
            "sluice/describe/local.json",
            "shop/orders lake/raw/shop/orders lake/clean/shop/orders");
    assertThat(content.get("sluice/manifest.json"))
        .contains("\"sluice\" : \"0.1\"", "\"spark\" : \"3.5.7\"", "\"standalone\" : false")
        .contains("\"conf/local.yaml\", \"conf/prod.yaml\"");
    assertThat(content.get("sluice/SHA256SUMS").lines())
        .hasSize(content.size() - 1)
        .allSatisfy(
            line ->
                assertThat(line.substring(0, 64))
                    .isEqualTo(DigestUtils.sha256Hex(content.get("sluice/" + line.substring(66)))));
    assertThat(report.datasets()).isEqualTo(1);
    assertThat(report.bytes()).isEqualTo(Files.size(report.file()));
  }

  @Test
  void givenTheSameFilesAtAnotherTime_whenPackedAgain_thenTheSameBytesInPlaceOfTheFirst()
      throws IOException {
    byte[] first = Files.readAllBytes(pack(Optional.of(launcher())).file());
    Files.setLastModifiedTime(
        folder.resolve("jobs/shop/orders.yaml"),
        FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));

    byte[] second = Files.readAllBytes(pack(Optional.of(launcher())).file());

    assertThat(second).isEqualTo(first);
    assertThat(listed(folder.resolve("out"))).containsExactly("b.tar.gz");
  }

  @Test
  void givenStandalone_whenPacked_thenTheLauncherCanBeRunAndJarsThatSparkLacksAreThere()
      throws IOException {
    BundleReport report = pack(Optional.of(launcher()));

    read(report.file());
    assertThat(content)
        .containsEntry("sluice/lib/spark-avro_2.12-3.5.7.jar", "avro")
        .containsEntry("sluice/lib/hadoop-aws-3.3.4.jar", "aws")
        .containsEntry("sluice/lib/own.jar", "own")
        .containsEntry("sluice/lib/sluice.jar", "the jar");
    assertThat(content.get("sluice/sluice")).contains("version=3.5.7", "\"check status\"");
    assertThat(entries)
        .allSatisfy(
            entry ->
                assertThat(entry.getMode() & 0111)
                    .isEqualTo(entry.getName().equals("sluice/sluice") ? 0111 : 0));
    assertThat(report.warnings()).isEmpty();
    Files.delete(folder.resolve("m2/hadoop-aws-3.3.4.jar"));
    assertThat(pack(Optional.of(launcher())).warnings())
        .singleElement()
        .asString()
        .startsWith("spark-avro and hadoop-aws are not in the archive");
  }

  @Test
  void givenWrongFiles_whenPacked_thenAllProblemsAndTheOldBundleStays() throws IOException {
    byte[] old = Files.readAllBytes(pack(Optional.empty()).file());
    write("jobs/shop/orders.yaml", JOB.replace("id: string", "id: strin"));
    write(
        "conf/prod.yaml", "lake: \"s3a://acme\"\nspark: {spark.hadoop.fs.s3a.secret.key: hush}\n");

    assertThatThrownBy(() -> pack(Optional.empty()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("orders.yaml")
        .hasMessageContaining("\"strin\" is not a type")
        .hasMessageContaining("prod.yaml")
        .hasMessageContaining("Nothing was written.")
        .hasMessageNotContaining("hush");
    assertThat(Files.readAllBytes(folder.resolve("out/b.tar.gz"))).isEqualTo(old);
    assertThat(listed(folder.resolve("out"))).containsExactly("b.tar.gz");
  }

  @Test
  void givenAConditionThatIsNone_whenPacked_thenRefused() {
    write("jobs/shop/orders.yaml", JOB + "delete_when: id = = 1\n");

    assertThatThrownBy(() -> pack(Optional.empty()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("shop/orders: delete_when: ");
  }

  @Test
  void givenAnotherFileInItsPlace_whenPacked_thenItStays() {
    write("out/b.tar.gz", "mine");

    assertThatThrownBy(() -> pack(Optional.empty()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("b.tar.gz: exists already and is no bundle of Sluice.");
    assertThat(folder.resolve("out/b.tar.gz")).hasContent("mine");
  }

  private static Launcher launcher() {
    return new Launcher(List.of("check", "status"), "3.5.7");
  }

  private BundleReport pack(Optional<Launcher> launcher) {
    Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);
    List<Path> extra =
        Stream.of("m2/spark-avro_2.12-3.5.7.jar", "m2/hadoop-aws-3.3.4.jar")
            .map(folder::resolve)
            .filter(Files::exists)
            .toList();
    return new BundleVerb(
            run,
            new Project(folder.resolve("jobs"), folder.resolve("conf"), folder.resolve("lib")),
            new Program(folder.resolve("sluice-0.1.jar"), extra, "0.1", "3.5.7"),
            datasets ->
                datasets.stream()
                    .map(
                        one ->
                            one.job().dataset() + " " + one.rawFolder() + " " + one.tableFolder())
                    .collect(Collectors.joining("\n"))
                    .getBytes(StandardCharsets.UTF_8))
        .write(folder.resolve("out/b.tar.gz"), launcher);
  }

  private void read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
      while (tar.getNextEntry() != null) {
        TarArchiveEntry entry = tar.getCurrentEntry();
        entries.add(entry);
        content.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }

  private static List<String> listed(Path where) throws IOException {
    try (Stream<Path> files = Files.list(where)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private void write(String file, String text) {
    try {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
