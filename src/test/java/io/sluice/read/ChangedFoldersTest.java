package io.sluice.read;

import static io.sluice.read.RawFolder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.storage.Location;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A correction in place must not be taken for what was applied. */
class ChangedFoldersTest {
  private static final JobSpec JOB = Jobs.of(Jobs.text("id")).job();
  private static final JobSpec MARKED = Jobs.of(Jobs.text("id")).sealedBy("_SUCCESS").job();
  private static final Instant LATER = NOON.plusSeconds(60);

  @TempDir private Path folder;
  private RawFolder raw;

  @BeforeEach
  void open() {
    raw = new RawFolder(folder);
  }

  @Test
  void givenOtherBytesUnderTheSameId_whenListed_thenRefusedWithTheWayOn() throws IOException {
    seal("f", "i", "id\n1\n", NOON, true);
    List<Increment> applied = raw.scan(JOB).accepted();
    for (String content : List.of("id\n22\n", "id\n2\n")) {
      for (boolean hashed : List.of(true, false)) {
        seal("f", "i", content, LATER, hashed);

        Pending pending = raw.pending(JOB, applied);

        assertThat(pending.increments()).isEmpty();
        assertThat(pending.refused()).extracting(RefusedIncrement::id).containsExactly("f");
        assertThat(pending.refused().get(0).reason())
            .contains("the increment i was changed after it was applied, a.csv has ")
            .contains("Seal it under a new id");
        assertThat(pending.warnings()).isEmpty();
      }
    }
  }

  @Test
  void givenTheSameBytesCopiedAnew_whenListed_thenSeen() throws IOException {
    seal("f", "i", "id\n1\n", NOON, true);
    seal("g", "j", "id\n1\n", NOON, false);
    List<Increment> applied = raw.scan(JOB).accepted();
    seal("f", "i", "id\n1\n", LATER, true);
    seal("g", "j", "id\n1\n", LATER, false);

    Pending pending = raw.pending(JOB, applied);

    assertThat(pending.increments()).isEmpty();
    assertThat(pending.refused()).isEmpty();
  }

  @Test
  void givenAnAppliedFolderOfWhichFilesAreGone_whenListed_thenSeen() throws IOException {
    seal("f", "i", "id\n1\n", NOON, true);
    List<Increment> applied = raw.scan(JOB).accepted();
    Files.delete(raw.path.resolve("f/a.csv"));

    assertThat(raw.pending(JOB, applied).refused()).isEmpty();
  }

  @Test
  void givenAFurtherFileInTheManifest_whenListed_thenRefused() throws IOException {
    seal("f", "i", "id\n1\n", NOON, true);
    List<Increment> applied = raw.scan(JOB).accepted();
    raw.write("f/b.csv", "id\n2\n");
    raw.write(
        "f/_increment.json",
        "{\"format\":1,\"id\":\"i\",\"processed_date\":\"2026-11-01T00:00:00Z\",\"files\":["
            + "{\"path\":\"a.csv\",\"bytes\":5},{\"path\":\"b.csv\",\"bytes\":5}]}");

    assertThat(raw.pending(JOB, applied).refused().get(0).reason())
        .contains("the increment i was changed after it was applied, b.csv was not there");
  }

  @Test
  void givenTheCorrectionUnderANewIdInTheSameFolder_whenListed_thenPendingAndThenSeen()
      throws IOException {
    seal("f", "i", "id\n1\n", NOON, true);
    List<Increment> applied = new ArrayList<>(raw.scan(JOB).accepted());
    seal("f", "i-2", "id\n2\n", LATER, true);

    Pending pending = raw.pending(JOB, applied);
    applied.addAll(raw.scan(JOB, pending.increments()).accepted());

    assertThat(pending.refused()).isEmpty();
    assertThat(pending.increments()).extracting(Increment::id).containsExactly("i-2");
    assertThat(raw.pending(JOB, applied).increments()).isEmpty();
    assertThat(raw.pending(JOB, applied).refused()).isEmpty();
  }

  @Test
  void givenACopyElsewhereWhoseManifestHasNoHashes_whenListed_thenItIsTheSameIncrement()
      throws IOException {
    seal("f", "i", "id\n1\n", NOON, true);
    List<Increment> applied = raw.scan(JOB).accepted();
    seal("copy", "i", "id\n1\n", LATER, false);

    assertThat(raw.pending(JOB, applied).refused()).isEmpty();
    seal("copy", "i", "id\n2\n", LATER, false);
    assertThat(raw.pending(JOB, applied).refused().get(0).reason()).contains("id: i is taken");
  }

  @Test
  void givenAMarkedFolder_whenChangedAfterItWasApplied_thenRefused() throws IOException {
    raw.write("f/a.csv", "id\n1\n");
    raw.write("f/_SUCCESS", "");
    List<Increment> applied = raw.scan(MARKED).accepted();
    raw.write("f/a.csv", "id\n1\n", LATER);
    assertThat(raw.pending(MARKED, applied).refused()).isEmpty();

    raw.write("f/a.csv", "id\n2\n", LATER);
    assertThat(raw.pending(MARKED, applied).refused().get(0).reason())
        .contains("the increment f was changed after it was applied, a.csv has SHA-256")
        .contains("Write it into a folder of another name");

    Files.delete(raw.path.resolve("f/a.csv"));
    raw.write("f/part-2.csv", "id\n2\n");
    assertThat(raw.pending(MARKED, applied).refused().get(0).reason())
        .contains("part-2.csv was not there");
  }

  private void seal(String name, String id, String content, Instant modified, boolean hashed)
      throws IOException {
    raw.write(name + "/a.csv", content, modified);
    int bytes = content.getBytes(StandardCharsets.UTF_8).length;
    String sha256 = Digests.sha256(raw.storage, Location.of(raw.path + "/" + name + "/a.csv"));
    raw.write(
        name + "/_increment.json",
        "{\"format\":1,\"id\":\""
            + id
            + "\",\"processed_date\":\"2026-11-01T00:00:00Z\",\"files\":[{\"path\":\"a.csv\",\"bytes\":"
            + bytes
            + (hashed ? ",\"sha256\":\"" + sha256 + "\"" : "")
            + "}]}");
  }
}
