package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Silence about a file would be taken for having read it. */
class UnreadFilesTest {
  private static final JobSpec JOB = Jobs.of(Jobs.text("id")).job();

  @TempDir private Path folder;
  private RawFolder raw;

  @BeforeEach
  void open() {
    raw = new RawFolder(folder);
  }

  @Test
  void givenFilesInFolders_whenListed_thenAWarningNamesOneAndTheKeys() throws IOException {
    raw.write("2026-11-20.csv/part-00000.csv", "id\n1\n");
    raw.write("2026-11-20.csv/part-00001.csv", "id\n2\n");
    raw.write("2026-11-20.csv/_SUCCESS", "");

    Pending pending = raw.pending(JOB, List.of());

    assertThat(pending.increments()).isEmpty();
    assertThat(warning(pending))
        .contains("2 files are not read, such as 2026-11-20.csv/part-00000.csv: ")
        .contains("raw.increment: folder")
        .contains("raw.path_pattern");
  }

  @Test
  void givenAPathPatternThatDoesNotMatch_whenListed_thenAWarning() throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).pathPattern("\\d{4}/.*\\.csv").job();
    raw.write("2026/x.csv", "id\n1\n");
    raw.write("26/x.csv", "id\n1\n");

    Pending pending = raw.pending(job, List.of());

    assertThat(pending.increments()).extracting(Increment::id).containsExactly("2026/x.csv#1");
    assertThat(warning(pending))
        .contains("1 file is not read, 26/x.csv: raw.path_pattern does not match");
  }

  @Test
  void givenIncrementsAreFolders_whenFilesLieBesideOrLackAMarker_thenAWarningOfEachKind()
      throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).sealedBy("_SUCCESS").job();
    raw.write("loose.csv", "id\n1\n");
    raw.write("open/a.csv", "id\n1\n");
    raw.write("done/a.csv", "id\n1\n");
    raw.write("done/deep/a.csv", "id\n1\n");
    raw.write("done/_SUCCESS", "");

    Pending pending = raw.pending(job, List.of());
    Pending later = raw.pending(job, raw.scan(job).accepted());

    for (Pending one : List.of(pending, later)) {
      assertThat(one.refused()).isEmpty();
      assertThat(one.warnings()).hasSize(2);
      assertThat(one.warnings().get(0)).contains("1 file is not read, loose.csv: ");
      assertThat(one.warnings().get(1)).contains("1 file is not read, open/a.csv: ");
    }
  }

  @Test
  void givenAManifestThatLiesTooDeepOrLeavesFilesOut_whenListed_thenAWarningOfEachKind()
      throws IOException {
    raw.write("f/a.csv", "id\n1\n");
    raw.write("f/b.csv", "id\n1\n");
    raw.write("f/_increment.json", FileScanTest.manifest("f", "\"rows\":1"));
    raw.write("a/b/c/_increment.json", FileScanTest.manifest("c", "\"rows\":1"));

    Pending pending = raw.pending(JOB, List.of());
    Pending later = raw.pending(JOB, raw.scan(JOB).accepted());

    assertThat(later.increments()).isEmpty();
    for (Pending one : List.of(pending, later)) {
      assertThat(one.refused()).isEmpty();
      assertThat(one.warnings()).hasSize(2);
      assertThat(one.warnings().get(0)).contains("a/b/c/_increment.json: ");
      assertThat(one.warnings().get(1)).contains("1 file is not read, f/b.csv: ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x.csv.tmp",
        "x.csv.part",
        "x.csv.filepart",
        "X.CSV.FILEPART",
        "x.partial",
        "x.crdownload",
        "x.csv._COPYING_",
        "x.inprogress",
        "x.csv.md5",
        "x.sha256",
        "x.csv.crc",
        "year_$folder$",
        "Thumbs.db",
        "x.done",
        "x.ok",
        "x.ctl",
        "x.lock",
        ".x.csv",
        "._x.csv",
        "_SUCCESS",
        "_committed_1",
        "_temporary/0/part-0.csv",
        "~$x.csv",
        "lost+found"
      })
  void givenANameOfNoData_whenListed_thenNoWordOfIt(String name) throws IOException {
    raw.write(name, "id\n1\n");

    Pending pending = raw.pending(JOB, List.of());

    assertThat(pending.increments()).isEmpty();
    assertThat(pending.refused()).isEmpty();
    assertThat(pending.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.csv.bak", "x.old", "x.csv.orig", "x.csv~", "_x.csv", "_x.csv.gz"})
  void givenANameThatMayBeOfData_whenListed_thenIgnoredWithAWarning(String name)
      throws IOException {
    raw.write(name, "id\n1\n");

    Pending pending = raw.pending(JOB, List.of());

    assertThat(pending.increments()).isEmpty();
    assertThat(warning(pending)).contains("1 file is not read, " + name + ": ");
  }

  @Test
  void givenIgnorePatterns_whenListed_thenTheLastThatFitsDecides() throws IOException {
    JobSpec job =
        Jobs.of(Jobs.text("id"))
            .ignore("bad*", "sub/*/x.csv", "!*.bak", "BADLY.bak", "f")
            .pathPattern(".*")
            .job();
    raw.write("bad-1.csv", "id\n1\n");
    raw.write("x.bak", "id\n1\n");
    raw.write("badly.bak", "id\n1\n");
    raw.write("badder.bak", "id\n1\n");
    raw.write("sub/1/x.csv", "id\n1\n");
    raw.write("sub/1/2/x.csv", "id\n1\n");
    raw.write("bad-folder/x.csv", "id\n1\n");
    raw.write("f/_increment.json", "not even read");

    Pending pending = raw.pending(job, List.of());

    assertThat(pending.increments())
        .extracting(Increment::id)
        .containsExactlyInAnyOrder("x.bak#1", "badder.bak#1", "sub/1/2/x.csv#1");
    assertThat(pending.refused()).isEmpty();
    assertThat(pending.warnings()).isEmpty();
  }

  @Test
  void givenTheLegacyLayoutAfterRetention_whenListed_thenNoWordOfItsNotes() throws IOException {
    raw.write("metadata/Account.json", "{\"recordCount\":1}");

    assertThat(raw.pending(JOB, List.of()).warnings()).isEmpty();
  }

  private static String warning(Pending pending) {
    assertThat(pending.warnings()).hasSize(1);
    return pending.warnings().get(0);
  }
}
