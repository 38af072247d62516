package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.storage.Location;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One entry of a raw folder that cannot be used stops no other, and nothing outside is touched. */
class RawLinksTest {
  private static final JobSpec JOB = Jobs.of(Jobs.text("id")).job();
  private static final JobSpec FOLLOWING = Jobs.of(Jobs.text("id")).followLinks().job();

  @TempDir private Path disk;
  private RawFolder raw;
  private RawFolder outside;

  @BeforeEach
  void open() throws IOException {
    raw = new RawFolder(Files.createDirectory(disk.resolve("raw")));
    outside = new RawFolder(Files.createDirectory(disk.resolve("outside")));
    raw.write("ok.csv", "id\n1\n");
  }

  @Test
  void givenLinksThatLeadOut_whenListed_thenTheyAreRefusedAndTheOthersAreThere()
      throws IOException {
    outside.write("secret.csv", "id\nsecret\n");
    outside.write("folder/x.csv", "id\n2\n");
    link("a.csv", outside.path.resolve("secret.csv"));
    link("folder", outside.path.resolve("folder"));
    link("up", disk);
    link("_hidden", outside.path);

    Pending pending = raw.pending(JOB, List.of());

    assertThat(pending.increments()).extracting(Increment::id).containsExactly("ok.csv#1");
    assertThat(pending.refused())
        .extracting(RefusedIncrement::id)
        .containsExactly("a.csv", "folder", "up");
    assertThat(pending.refused().get(0).reason())
        .contains("raw/a.csv: is a link that leads out of the raw folder, to ")
        .contains("outside/secret.csv")
        .contains("raw.follow_links: true");
  }

  @Test
  void givenFollowLinks_whenListed_thenWhatTheyLeadToIsReadAndNoFolderTwice() throws IOException {
    outside.write("x.csv", "id\n2\n");
    outside.write("sealed/a.csv", "id\n1\n");
    outside.write("sealed/_increment.json", FileScanTest.manifest("s", "\"rows\":1"));
    link("x.csv", outside.path.resolve("x.csv"));
    link("sealed", outside.path.resolve("sealed"));
    link("again", outside.path.resolve("sealed"));
    Files.createSymbolicLink(outside.path.resolve("sealed/back"), raw.path);

    Pending pending = raw.pending(FOLLOWING, List.of());

    assertThat(pending.increments())
        .extracting(Increment::id)
        .containsExactlyInAnyOrder("ok.csv#1", "x.csv#1", "s");
    assertThat(pending.refused()).isEmpty();
    assertThat(pending.warnings()).hasSize(1);
    assertThat(pending.warnings().get(0)).contains("2 files are not read, such as ");
  }

  @Test
  void givenAppliedFilesBehindLinks_whenTheyExpire_thenNothingOutsideTheFolderGoes()
      throws IOException {
    outside.write("x.csv", "id\n2\n");
    outside.write("sealed/a.csv", "id\n1\n");
    outside.write("sealed/_increment.json", FileScanTest.manifest("s", "\"rows\":1"));
    link("x.csv", outside.path.resolve("x.csv"));
    link("sealed", outside.path.resolve("sealed"));
    link("within.csv", raw.path.resolve("ok.csv"));
    List<Increment> applied = raw.scan(FOLLOWING).accepted();

    new RawExpiry(raw.storage, FOLLOWING, raw.location()).remove(applied, applied);
    new RawExpiry(raw.storage, JOB, raw.location()).remove(applied, applied);

    assertThat(applied).hasSize(4);
    assertThat(outside.path.resolve("x.csv")).exists();
    assertThat(outside.path.resolve("sealed/a.csv")).exists();
    assertThat(outside.path.resolve("sealed/_increment.json")).exists();
    try (Stream<Path> left = Files.list(raw.path)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("x.csv", "sealed");
    }
  }

  @Test
  void givenASealedFolderReplacedByALink_whenItExpires_thenWhatTheLinkLeadsToStays()
      throws IOException {
    raw.write("f/a.csv", "id\n1\n");
    raw.write("f/_increment.json", FileScanTest.manifest("f", "\"rows\":1"));
    List<Increment> applied = raw.scan(JOB).accepted();
    Files.move(raw.path.resolve("f"), outside.path.resolve("f"));
    link("f", outside.path.resolve("f"));

    new RawExpiry(raw.storage, JOB, raw.location()).remove(applied, applied);

    assertThat(outside.path.resolve("f/a.csv")).exists();
    assertThat(outside.path.resolve("f/_increment.json")).exists();
  }

  @Test
  void givenLoopsAndLinksToNothing_whenListed_thenTheyAreNamed() throws IOException {
    link("self", raw.path.resolve("self"));
    link("gone.csv", raw.path.resolve("nothing"));
    link("here", raw.path);
    raw.write("sub/x.txt", "");
    link("sub/there", raw.path.resolve("sub"));

    for (JobSpec job : List.of(JOB, FOLLOWING)) {
      Pending pending = raw.pending(job, List.of());

      assertThat(pending.increments()).extracting(Increment::id).containsExactly("ok.csv#1");
      assertThat(pending.refused())
          .extracting(RefusedIncrement::id)
          .containsExactly("gone.csv", "self");
      assertThat(pending.refused().get(0).reason())
          .contains("is a link to a file that does not exist, or to itself");
      assertThat(pending.warnings()).anyMatch(one -> one.contains("2 files are not read, such as"));
    }
  }

  @Test
  void givenALinkAmongTheFilesOfAManifest_whenListed_thenThatIncrementIsRefused()
      throws IOException {
    outside.write("a.csv", "id\n1\n");
    raw.write("f/_increment.json", FileScanTest.manifest("f", "\"rows\":1"));
    link("f/a.csv", outside.path.resolve("a.csv"));
    link("f/not-named.csv", outside.path.resolve("a.csv"));
    raw.write("g/a.csv", "id\n1\n");
    link("g/_increment.json", outside.path.resolve("a.csv"));

    Pending pending = raw.pending(JOB, List.of());

    assertThat(pending.increments()).extracting(Increment::id).containsExactly("ok.csv#1");
    assertThat(pending.refused())
        .extracting(RefusedIncrement::id)
        .containsExactlyInAnyOrder("f", "g/_increment.json");
    assertThat(pending.refused().get(0).reason()).contains("leads out of the raw folder");
  }

  @Test
  void givenALinkInAMarkedFolder_whenListed_thenThatFolderIsRefused() throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).sealedBy("_SUCCESS").job();
    outside.write("b.csv", "id\n1\n");
    raw.write("f/a.csv", "id\n1\n");
    raw.write("f/_SUCCESS", "");
    link("f/b.csv", outside.path.resolve("b.csv"));
    raw.write("g/a.csv", "id\n1\n");
    raw.write("g/_SUCCESS", "");

    Pending pending = raw.pending(job, List.of());

    assertThat(pending.increments()).extracting(Increment::id).containsExactly("g");
    assertThat(pending.refused()).extracting(RefusedIncrement::id).containsExactly("f");
  }

  @Test
  void givenTheNoteOnALegacyFileIsALink_whenListed_thenItsCountIsNotLostInSilence()
      throws IOException {
    outside.write("Account.json", "{\"recordCount\":9}");
    raw.write("Account.csv", "id\n1\n");
    Files.createDirectory(raw.path.resolve("metadata"));
    link("metadata/Account.json", outside.path.resolve("Account.json"));

    Pending pending = raw.pending(JOB, List.of());

    assertThat(pending.refused())
        .extracting(RefusedIncrement::id)
        .containsExactly("Account.csv", "metadata/Account.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"line\nbreak.csv", "tab\t.csv", "\u001b[2J.csv", "next\u0085line.csv"})
  void givenControlCharactersInAName_whenListed_thenThatFileIsRefused(String name)
      throws IOException {
    raw.write(name, "id\n2\n");

    Pending pending = raw.pending(JOB, List.of());

    assertThat(pending.increments()).extracting(Increment::id).containsExactly("ok.csv#1");
    assertThat(pending.refused().get(0).reason()).contains("has a control character");
  }

  @Test
  void givenOddNamesThatAreText_whenScanned_thenEachIsItsOwnIncrement() throws IOException {
    List<String> names =
        List.of(
            "a%20b.csv",
            "a#1.csv",
            "a?.csv",
            "a*.csv",
            "a[1].csv",
            "a\\b.csv",
            "e\u0301.csv",
            "\u00e9.csv",
            "a:b.csv",
            "{a}.csv",
            " a.csv");
    for (String name : names) {
      raw.write(name, "id\n" + name + "\n");
    }

    ScanResult result = raw.scan(JOB);

    assertThat(result.refused()).isEmpty();
    assertThat(result.accepted()).hasSize(names.size() + 1);
  }

  @Test
  void givenANameThatIsNotUtf8_whenListed_thenItAloneIsRefused() throws Exception {
    Process made =
        new ProcessBuilder("sh", "-c", "printf 'id\\n2\\n' > \"$(printf 'bad\\377.csv')\"")
            .directory(raw.path.toFile())
            .start();
    made.getErrorStream().transferTo(OutputStream.nullOutputStream());
    assumeThat(made.waitFor()).isZero();

    Pending pending = raw.pending(JOB, List.of());

    assertThat(pending.increments()).extracting(Increment::id).containsExactly("ok.csv#1");
    assertThat(pending.refused()).extracting(RefusedIncrement::id).containsExactly("bad%FF.csv");
    assertThat(pending.refused().get(0).reason())
        .contains("its name is not text in the encoding of this process");
  }

  @Test
  void givenWhatThisUserMayNotRead_whenListed_thenItAloneIsRefused() throws IOException {
    Path file = raw.write("no.csv", "id\n2\n");
    Path folder = raw.write("dir/a.csv", "id\n2\n").getParent();
    List<Increment> applied = raw.scan(JOB).accepted();
    raw.write("new.csv", "id\n2\n");
    Files.setPosixFilePermissions(file, Set.of());
    Files.setPosixFilePermissions(raw.path.resolve("new.csv"), Set.of());
    Files.setPosixFilePermissions(folder, Set.of());
    try {
      assumeThat(Files.isReadable(file)).as("root may read all").isFalse();

      Pending first = raw.pending(JOB, List.of());
      Pending later = raw.pending(JOB, applied);

      assertThat(first.increments()).extracting(Increment::id).containsExactly("ok.csv#1");
      assertThat(first.refused())
          .extracting(RefusedIncrement::id)
          .containsExactly("new.csv", "no.csv", "dir");
      assertThat(first.refused().get(0).reason()).contains("this user cannot read it");
      assertThat(later.refused())
          .as("what was applied need not be read")
          .extracting(RefusedIncrement::id)
          .containsExactly("new.csv", "dir");
    } finally {
      Files.setPosixFilePermissions(folder, Set.of(PosixFilePermission.values()));
    }
  }

  @Test
  void givenTheRawFolderItselfIsALink_whenListed_thenItIsRead() throws IOException {
    Files.createSymbolicLink(disk.resolve("link"), raw.path);

    Pending pending = new RawFolder(disk.resolve("link")).pending(JOB, List.of());

    assertThat(pending.increments()).extracting(Increment::id).containsExactly("ok.csv#1");
    assertThat(raw.storage.load(pendingLocation())).contains(bytes("id\n1\n"));
  }

  private Location pendingLocation() {
    return new RawFolder(disk.resolve("link")).location().append("ok.csv");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void link(String name, Path target) throws IOException {
    Files.createSymbolicLink(raw.path.resolve(name), target);
  }
}
