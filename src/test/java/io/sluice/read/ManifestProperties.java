package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.MergeSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a manifest holds, its increment is taken or refused, and its neighbour is taken. */
class ManifestProperties {
  private static final JobSpec JOB =
      Jobs.of(Jobs.text("id"), Jobs.text("p"))
          .mode(MergeSpec.Mode.PARTITION)
          .partitionBy("p")
          .key("id", "p")
          .job();

  private static Path folder;

  @BeforeContainer
  static void make() throws IOException {
    folder = Files.createTempDirectory("manifests");
    RawFolder raw = new RawFolder(folder);
    raw.write("good/a.csv", "id\n1\n");
    raw.write("good/_increment.json", FileScanTest.manifest("good", "\"rows\":1"));
    raw.write("f/a.csv", "id\n1\n");
  }

  @AfterContainer
  static void remove() {
    new RawFolder(folder).storage.delete(new RawFolder(folder).location());
  }

  @Property(tries = 300, seed = "20261126")
  void givenAnyBytes_whenListed_thenRefused(@ForAll byte[] content) {
    assertThat(pending(content).refused()).extracting(RefusedIncrement::id).containsExactly("f");
  }

  @Property(tries = 500, seed = "20261126")
  void givenAManifestWithAnyValues_whenListed_thenTakenOrRefused(
      @ForAll("manifests") String content) {
    Pending pending = pending(content.getBytes(StandardCharsets.UTF_8));

    assertThat(pending.refused().size() + pending.increments().size()).isEqualTo(2);
    for (RefusedIncrement refused : pending.refused()) {
      assertThat(refused.reason()).contains("stays pending").hasSizeLessThan(1000);
    }
  }

  @Provide
  Arbitrary<String> manifests() {
    return Combinators.combine(values(), values(), values(), values(), values(), values(), values())
        .as(
            (format, id, date, full, partitions, files, held) ->
                "{"
                    + or("format", format, "1")
                    + or("id", id, "\"i\"")
                    + or("processed_date", date, "\"2026-11-20T00:00:00Z\"")
                    + or("full", full, "false")
                    + or("partitions", partitions, "[]")
                    + or("held", held, "null")
                    + or("files", files, "[{\"path\":\"a.csv\",\"bytes\":5}]")
                    + "\"later\":1}");
  }

  /** Mostly the right value, so that what follows is looked at too. */
  private static String or(String key, String value, String right) {
    boolean odd = value.hashCode() % 4 == 0;
    return "\"" + key + "\":" + (odd ? value : right) + ",";
  }

  private static Arbitrary<String> values() {
    Arbitrary<String> numbers =
        Arbitraries.of(
            "0",
            "-1",
            "1e400",
            "1E-99999999999",
            "1e999999999",
            "9223372036854775808",
            "1.5",
            "-0.0",
            "1" + "0".repeat(900),
            "1" + "0".repeat(5000));
    Arbitrary<String> texts =
        Arbitraries.of(
                "",
                " ",
                "..",
                "../x",
                "/etc/passwd",
                "a/../b",
                "a\u0000b",
                "a\nb",
                "a,b",
                "#1",
                "é\uD83D",
                "a.csv",
                "_increment.json",
                "2026-02-30",
                "x".repeat(100_000))
            .map(ManifestProperties::quoted);
    Arbitrary<String> anyText =
        Arbitraries.strings().ofMaxLength(30).map(ManifestProperties::quoted);
    Arbitrary<String> plain =
        Arbitraries.oneOf(numbers, texts, anyText, Arbitraries.of("true", "null", "{", "[]", "{}"));
    Arbitrary<String> nested =
        Arbitraries.of("[".repeat(200) + "]".repeat(200), "[".repeat(100_000));
    Arbitrary<String> files =
        Combinators.combine(plain, plain, plain, plain)
            .as(
                (path, bytes, sha256, rows) ->
                    "[{"
                        + or("path", path, "\"a.csv\"")
                        + or("bytes", bytes, "5")
                        + or("sha256", sha256, "null")
                        + or("rows", rows, "1")
                        + "\"x\":0}]");
    Arbitrary<String> partitions = plain.map(value -> "[{\"p\":" + value + "}]");
    return Arbitraries.oneOf(plain, nested, files, partitions, plain.list().map(Object::toString));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted.append(
          c < 32 || c == '"' || c == '\\' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : c);
    }
    return quoted.append('"').toString();
  }

  @Example
  void givenAPathThatIsNamedTwice_whenListed_thenRefused() {
    String file = "{\"path\":\"a.csv\",\"bytes\":5}";

    assertThat(reason("i", file + "," + file))
        .contains("files[1].path: found \"a.csv\" against a path that is not named before");
  }

  @Example
  void givenAFileOfTwoManifests_whenListed_thenTheOuterOneIsRefused() throws IOException {
    RawFolder raw = new RawFolder(Files.createDirectory(folder.resolve("_nested")));
    raw.write("f/g/a.csv", "id\n1\n");
    raw.write("f/g/_increment.json", FileScanTest.manifest("g", "\"rows\":1"));
    raw.write(
        "f/_increment.json", FileScanTest.manifest("f", "\"rows\":1").replace("a.csv", "g/a.csv"));

    Pending pending = raw.pending(JOB, List.of());

    assertThat(pending.increments()).hasSize(1);
    assertThat(pending.refused()).extracting(RefusedIncrement::id).containsExactly("f");
    assertThat(pending.refused().get(0).reason())
        .contains("g/a.csv lies in a folder with a manifest of its own");
  }

  @Example
  void givenAnIdThatIsLongOrHasALineBreak_whenListed_thenRefusedWithAShortMessage() {
    for (String id : List.of("x".repeat(256), "a\\nb")) {
      assertThat(reason(id, "{\"path\":\"a.csv\",\"bytes\":5}"))
          .contains("id: found ")
          .contains("at most 255 characters, none of them a control character")
          .hasSizeLessThan(400);
    }
  }

  @Example
  void givenAPathLongerThanAnyFileHas_whenListed_thenRefusedWithAShortMessage() {
    String file = "{\"path\":\"" + "x".repeat(1025) + "\",\"bytes\":5}";

    assertThat(reason("i", file))
        .contains("files[0].path: found ")
        .contains("of at most 1024 characters")
        .hasSizeLessThan(400);
  }

  @Example
  void givenAManifestOfMoreThanMemoryIsMeantFor_whenListed_thenRefusedUnread() throws IOException {
    RawFolder raw = new RawFolder(Files.createDirectory(folder.resolve("_large")));
    Path manifest = raw.write("f/_increment.json", "");
    try (RandomAccessFile file = new RandomAccessFile(manifest.toFile(), "rw")) {
      file.setLength(3L << 30);
    }

    assertThat(raw.pending(JOB, List.of()).refused().get(0).reason())
        .contains("is too large, found 3221225472 bytes against at most 67108864");
  }

  private static String reason(String id, String files) {
    Pending pending =
        pending(
            ("{\"format\":1,\"id\":\""
                    + id
                    + "\",\"processed_date\":\"2026-11-20\",\"files\":["
                    + files
                    + "]}")
                .getBytes(StandardCharsets.UTF_8));
    assertThat(pending.refused()).hasSize(1);
    return pending.refused().get(0).reason();
  }

  private static Pending pending(byte[] content) {
    RawFolder raw = new RawFolder(folder);
    try {
      raw.write("f/_increment.json", content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Pending pending = raw.pending(JOB, List.of());
    List<String> ids = new ArrayList<>();
    pending.increments().forEach(increment -> ids.add(increment.id()));
    assertThat(ids).as("the neighbour").contains("good");
    return pending;
  }
}
