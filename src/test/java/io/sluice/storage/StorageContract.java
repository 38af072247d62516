package io.sluice.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.TemporaryException;
import io.sluice.storage.Storage.Links;
import io.sluice.storage.Storage.StoredFile;
import io.sluice.storage.Storage.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every storage promises, whatever it is made of. */
abstract class StorageContract {
  @TempDir Path disk;

  abstract Storage storage();

  Location root() {
    return Location.of(disk.toString());
  }

  /** Writes a file as another program does, past the storage. */
  void plant(String path, String content) throws IOException {
    Files.writeString(disk.resolve(path), content);
  }

  /** The names in a folder as another program sees them, hidden ones too. */
  List<String> seen(String folder) throws IOException {
    try (Stream<Path> files = Files.list(disk.resolve(folder))) {
      // Hadoop's checksums and this package's lock are theirs.
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc") && !name.equals("_tmp.lock"))
          .sorted()
          .toList();
    }
  }

  final Location at(String path) {
    return root().append(path);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void givenAFile_whenItsTailIsRead_thenItsLastBytesOrAllOfIt() {
    storage().put(at("a"), bytes("0123456789"));
    storage().put(at("empty"), bytes(""));

    assertThat(storage().tail(storage().find(at("a")).orElseThrow(), 4)).isEqualTo(bytes("6789"));
    assertThat(storage().tail(storage().find(at("a")).orElseThrow(), 10))
        .isEqualTo(bytes("0123456789"));
    assertThat(storage().tail(storage().find(at("a")).orElseThrow(), 64))
        .isEqualTo(bytes("0123456789"));
    assertThat(storage().tail(storage().find(at("empty")).orElseThrow(), 64)).isEmpty();
  }

  @Test
  void givenNoFile_whenPutIfAbsent_thenTheFileIsMadeWithItsFolders() {
    boolean created = storage().putIfAbsent(at("a/b/c.json"), bytes("one"));

    assertThat(created).isTrue();
    assertThat(storage().load(at("a/b/c.json"))).contains(bytes("one"));
  }

  @Test
  void givenAFile_whenPutIfAbsent_thenFalseAndItIsUntouched() throws IOException {
    storage().putIfAbsent(at("a/c.json"), bytes("one"));

    boolean created = storage().putIfAbsent(at("a/c.json"), bytes("two"));

    assertThat(created).isFalse();
    assertThat(storage().load(at("a/c.json"))).contains(bytes("one"));
    assertThat(seen("a")).containsExactly("c.json");
  }

  @Test
  void givenAFile_whenPut_thenItIsReplacedAndNothingElseIsLeft() throws IOException {
    storage().put(at("a/c.json"), bytes("one"));

    storage().put(at("a/c.json"), bytes("two"));

    assertThat(storage().load(at("a/c.json"))).contains(bytes("two"));
    assertThat(seen("a")).containsExactly("c.json");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 40_000_000})
  void givenAStream_whenWrittenAndClosed_thenItIsTheFile(int size) throws IOException {
    byte[] content = new byte[size];
    new java.util.Random(size).nextBytes(content);
    storage().put(at("x/a"), bytes("older"));

    try (OutputStream out = storage().write(at("x/a"))) {
      for (int from = 0; from < size; from += 1 << 20) {
        out.write(content, from, Math.min(1 << 20, size - from));
      }
    }

    try (InputStream in = storage().read(at("x/a"))) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void givenAFile_whenWrittenAsAStream_thenItIsReplacedWithItsFolders() throws IOException {
    storage().put(at("a/b/c.csv"), bytes("an older and longer one"));

    try (OutputStream out = storage().write(at("a/b/c.csv"))) {
      out.write(bytes("one,"));
      out.write('2');
    }
    try (OutputStream out = storage().write(at("a/d/e.csv"))) {
      out.flush();
    }

    assertThat(storage().load(at("a/b/c.csv"))).contains(bytes("one,2"));
    assertThat(storage().load(at("a/d/e.csv"))).contains(bytes(""));
    assertThat(seen("a/b")).containsExactly("c.csv");
  }

  @Test
  void givenALargeFile_whenWrittenAsAStream_thenEveryByteIsThere() throws IOException {
    byte[] large = new byte[(20 << 20) + 7];
    new Random(5).nextBytes(large);

    try (OutputStream out = storage().write(at("large.bin"))) {
      out.write(large, 0, 100);
      out.write(large, 100, large.length - 100);
    }

    try (InputStream in = storage().read(at("large.bin"))) {
      assertThat(in.readAllBytes()).isEqualTo(large);
    }
  }

  @Test
  void givenFilesAtSeveralDepths_whenListed_thenAllSortedWithSizes() {
    storage().put(at("x/b/2.csv"), bytes("22"));
    storage().put(at("x/a.csv"), bytes("1"));
    storage().put(at("x/b/1.csv"), bytes(""));
    storage().put(at("x/_increment.json"), bytes("{}"));

    List<StoredFile> files = storage().list(at("x"));

    assertThat(files)
        .extracting(file -> at("x").relativize(file.location()))
        .containsExactly("_increment.json", "a.csv", "b/1.csv", "b/2.csv");
    assertThat(files).extracting(StoredFile::bytes).containsExactly(2L, 1L, 0L, 2L);
    assertThat(storage().find(files.get(3).location())).contains(files.get(3));
    for (Links links : Links.values()) {
      assertThat(storage().survey(at("x"), links)).isEqualTo(new Tree(files, Set.of(), List.of()));
    }
  }

  @Test
  void givenAFolder_whenNamed_thenItsFilesAndFoldersAlone() {
    storage().put(at("x/b/2.csv"), bytes("22"));
    storage().put(at("x/a.csv"), bytes("1"));

    List<String> names = storage().names(at("x"));

    assertThat(names).containsExactly("a.csv", "b/");
  }

  @Test
  void givenNothing_whenLookedAt_thenEmpty() {
    assertThat(storage().list(at("none"))).isEmpty();
    assertThat(storage().survey(at("none"), Links.REFUSED).files()).isEmpty();
    assertThat(storage().names(at("none"))).isEmpty();
    assertThat(storage().find(at("none"))).isEmpty();
    assertThat(storage().find(root())).isEmpty();
    assertThat(storage().load(at("none"))).isEmpty();
  }

  @Test
  void givenChecksumsAndTemporaryFiles_whenListed_thenTheyAreLeftOut() throws IOException {
    plant("part-0.parquet", "data");
    plant(".part-0.parquet.crc", "sum");
    plant("_tmp.4711", "left behind");

    assertThat(storage().names(root())).containsExactly("part-0.parquet");
    assertThat(storage().list(root()))
        .extracting(StoredFile::location)
        .containsExactly(at("part-0.parquet"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "100%", "50%25", "a+b", "10:30:00", "x=1", "a#b?c", "[a]{b}*", "Zo\u00eb"})
  void givenAnOddName_whenWritten_thenItIsFoundUnderThatName(String name) {
    Assumptions.assumeTrue(
        Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode(name));
    Location file = at("d " + name).append(name);

    storage().putIfAbsent(file, bytes("one"));
    storage().put(at("d " + name).append("2 " + name), bytes("two"));
    storage().carry(file, at("e/" + name));

    assertThat(storage().list(root()))
        .extracting(StoredFile::location)
        .containsExactlyInAnyOrder(file, at("d " + name).append("2 " + name), at("e").append(name));
    assertThat(storage().names(at("e"))).containsExactly(name);
    assertThat(storage().load(file)).contains(bytes("one"));
    storage().delete(file);
    assertThat(storage().find(file)).isEmpty();
    assertThat(storage().load(at("e/" + name))).contains(bytes("one"));
  }

  @Test
  void givenAFile_whenRead_thenItsBytes() throws IOException {
    storage().put(at("a"), bytes("one"));

    try (InputStream in = storage().read(at("a"))) {
      assertThat(in.readAllBytes()).isEqualTo(bytes("one"));
    }
  }

  @Test
  void givenNoFile_whenRead_thenTheMessageNamesIt() {
    assertThatThrownBy(() -> storage().read(at("gone.csv")))
        .isInstanceOf(TemporaryException.class)
        .hasMessageContaining(at("gone.csv") + ": could not be read, the file is not there")
        .hasMessageContaining("Run again");
  }

  @Test
  void givenAFileCarried_whenTheOldOneIsDeleted_thenTheNewOneStays() {
    storage().put(at("v1/part-0.parquet"), bytes("data"));

    storage().carry(at("v1/part-0.parquet"), at("v2/part-0.parquet"));
    storage().delete(at("v1"));

    assertThat(storage().load(at("v2/part-0.parquet"))).contains(bytes("data"));
    assertThat(storage().names(root())).containsExactly("v2/");
  }

  @Test
  void givenATarget_whenCarriedOnto_thenItIsRefusedAndUntouched() {
    storage().put(at("a"), bytes("one"));
    storage().put(at("b"), bytes("two"));

    assertThatThrownBy(() -> storage().carry(at("a"), at("b")))
        .isInstanceOf(TemporaryException.class)
        .hasMessageContaining(at("b") + ": could not be created, a file of this name exists");
    assertThat(storage().load(at("b"))).contains(bytes("two"));
  }

  @Test
  void givenNoSource_whenCarried_thenTheMessageNamesIt() {
    assertThatThrownBy(() -> storage().carry(at("a"), at("b")))
        .isInstanceOf(TemporaryException.class)
        .hasMessageContaining(at("a") + ": could not be read, the file is not there");
  }

  @Test
  void givenAFolder_whenDeleted_thenAllInItIsGone() {
    storage().put(at("x/b/2.csv"), bytes("22"));
    storage().put(at("x/a.csv"), bytes("1"));

    storage().delete(at("x"));
    storage().delete(at("x"));

    assertThat(storage().names(root())).isEmpty();
  }

  @Test
  void givenAFile_whenTakenForAFolder_thenTheMessageSaysSo() {
    storage().put(at("a"), bytes("one"));

    assertThatThrownBy(() -> storage().list(at("a")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(at("a") + ": could not be listed, it, or what it lies in, is a file");
    assertThatThrownBy(() -> storage().names(at("a")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(at("a") + ": could not be listed, it, or what it lies in, is a file");
    assertThatThrownBy(() -> storage().checkReachable(at("a")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(at("a").toString())
        .hasMessageContaining("a folder was expected");
  }

  @Test
  void givenAFolderOrNone_whenChecked_thenItIsReachable() {
    storage().checkReachable(root());
    storage().checkReachable(at("not/there/yet"));

    assertThat(storage().names(root())).isEmpty();
  }
}
