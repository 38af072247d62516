package io.sluice.read;

import static io.sluice.read.RawFolder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.Increment;
import io.sluice.spec.Increment.Kind;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.MergeSpec;
import io.sluice.spec.Partition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RawZoneTest {
  private static final JobSpec JOB = Jobs.of(Jobs.text("id")).job();

  @TempDir Path folder;
  private RawFolder raw;

  @BeforeEach
  void open() {
    raw = new RawFolder(folder);
  }

  @Test
  void givenNoFolder_whenListed_thenNothingIsPending() {
    RawFolder missing = new RawFolder(folder.resolve("missing"));

    Pending pending = missing.pending(JOB, List.of());

    assertThat(pending.increments()).isEmpty();
    assertThat(pending.refused()).isEmpty();
    assertThat(pending.warnings()).isEmpty();
    assertThat(pending.held()).isEmpty();
    assertThat(pending.nothing().orElseThrow().told())
        .startsWith("nothing to ingest: " + missing.location() + " does not exist");
  }

  @Test
  void givenBytesAThenBThenA_whenApplied_thenThreeIncrementsOfOneName() throws IOException {
    List<Increment> applied = new ArrayList<>();
    for (String content : List.of("id\na\n", "id\nb\n", "id\na\n")) {
      raw.write("x.csv", content, NOON.plusSeconds(applied.size()));
      applied.addAll(raw.scan(JOB, raw.pending(JOB, applied).increments()).accepted());
    }

    assertThat(applied).extracting(Increment::id).containsExactly("x.csv#1", "x.csv#2", "x.csv#3");
    assertThat(raw.pending(JOB, applied).increments()).isEmpty();
  }

  @Test
  void givenATouchWithoutChange_whenListed_thenSeen() throws IOException {
    raw.write("x.csv", "id\na\n");
    List<Increment> applied = raw.scan(JOB).accepted();
    raw.write("x.csv", "id\na\n", NOON.plusSeconds(60));

    assertThat(raw.pending(JOB, applied).increments()).isEmpty();
  }

  @Test
  void givenTheSameSizeAndTime_whenListed_thenSeenWithoutReading() throws IOException {
    Path file = raw.write("x.csv", "id\na\n");
    List<Increment> applied = raw.scan(JOB).accepted();
    Files.delete(file);
    raw.write("x.csv", "id\nb\n");

    assertThat(raw.pending(JOB, applied).increments()).isEmpty();
  }

  @Test
  void givenACorrectionUnderADatedName_whenListed_thenItIsOneMicrosecondLater() throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).namePattern("yyyy-MM-dd").job();
    raw.write("2026-11-19.csv.gz", RawFolder.packed("id\na\n"));
    List<Increment> applied = raw.scan(job).accepted();
    raw.write("2026-11-19.csv.gz", RawFolder.packed("id\nbb\n"));

    Increment second = raw.pending(job, applied).increments().get(0);

    assertThat(applied.get(0).processedDate()).isEqualTo("2026-11-19T00:00:00Z");
    assertThat(second.processedDate()).isEqualTo("2026-11-19T00:00:00.000001Z");
    assertThat(second.files().get(0).sha256()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "yyyy-MM-dd,2026-11-19.csv,2026-11-19T00:00:00Z",
    "yyyyMMdd'T'HHmmss,20261119T010203.json.gz,2026-11-19T01:02:03Z",
    "yyyyMMddHH,2026111905.csv,2026-11-19T05:00:00Z",
    "yyyy.MM.dd,2026.11.19.csv,2026-11-19T00:00:00Z",
    "'day-'yyyyMMdd,day-20261119.csv,2026-11-19T00:00:00Z"
  })
  void givenANamePattern_whenListed_thenTheDateOfTheName(String pattern, String name, Instant date)
      throws IOException {
    raw.write(name, "id\n");

    Pending pending = raw.pending(Jobs.of(Jobs.text("id")).namePattern(pattern).job(), List.of());

    assertThat(pending.refused()).isEmpty();
    assertThat(pending.increments().get(0).processedDate()).isEqualTo(date);
  }

  @ParameterizedTest
  @CsvSource({"2026-02-30.csv", "2026-1-1.csv", "x2026-11-19.csv", "2026-11-19-b.csv"})
  void givenANameThatDoesNotMatch_whenListed_thenRefused(String name) throws IOException {
    raw.write(name, "id\n");

    Pending pending =
        raw.pending(Jobs.of(Jobs.text("id")).namePattern("yyyy-MM-dd").job(), List.of());

    assertThat(pending.increments()).isEmpty();
    assertThat(pending.refused().get(0).reason())
        .contains(name + ": the file's name has no processed date")
        .contains("against the pattern yyyy-MM-dd");
  }

  @Test
  void givenIgnoredNamesAndUnsealedFolders_whenListed_thenInvisible() throws IOException {
    for (String name :
        List.of(
            ".x.csv",
            "_x.csv",
            "x.tmp",
            "x.csv.part",
            ".x.csv.crc",
            "x._COPYING_",
            "open/x.csv",
            "_temp/_increment.json",
            "a/b/c/_increment.json")) {
      raw.write(name, "id\n");
    }

    assertThat(raw.pending(JOB, List.of()).increments()).isEmpty();
    assertThat(raw.pending(JOB, List.of()).refused()).isEmpty();
  }

  @Test
  void givenSettle_whenAFileIsYounger_thenLeftAlone() throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).settle(Duration.ofHours(1)).job();
    raw.write("old.csv", "id\n", Instant.parse("2026-11-20T22:59:59Z"));
    raw.write("young.csv", "id\n", Instant.parse("2026-11-20T23:30:00Z"));

    Pending pending = raw.pending(job, List.of());

    assertThat(pending.increments()).extracting(Increment::id).containsExactly("old.csv#1");
    assertThat(pending.warnings()).isEmpty();
  }

  @Test
  void givenTheLegacyLayout_whenScanned_thenRecordCountIsChecked() throws IOException {
    raw.write("Account.csv", "id\n\"a\nb\"\n");
    raw.write("metadata/Account.json", "{\"jobId\":\"1\",\"recordCount\":1}");
    raw.write("Bill.csv", "id\na\n");
    raw.write("metadata/Bill.json", "{\"recordCount\":\"2\"}");

    ScanResult result = raw.scan(JOB);

    assertThat(result.accepted()).extracting(Increment::id).containsExactly("Account.csv#1");
    assertThat(result.refused().get(0).reason())
        .contains("Bill.csv: the number of records differs, found 1 against 2 announced");
  }

  @Test
  void givenASealedFolder_whenListed_thenItsManifestCountsAndIsNotReadAgain() throws IOException {
    raw.write("f/a.csv", "id\n1\n");
    raw.write(
        "f/_increment.json",
        "{\"format\":1,\"id\":\"i-9\",\"later\":{},\"processed_date\":\"2026-11-01T00:00:00Z\","
            + "\"full\":true,\"files\":[{\"path\":\"a.csv\",\"bytes\":5,\"rows\":1}]}");

    List<Increment> applied = raw.scan(JOB).accepted();
    raw.write("f/_increment.json", "broken");

    assertThat(applied).hasSize(1);
    assertThat(applied.get(0).id()).isEqualTo("i-9");
    assertThat(applied.get(0).kind()).isEqualTo(Kind.SEALED);
    assertThat(applied.get(0).full()).isTrue();
    assertThat(applied.get(0).processedDate()).isEqualTo("2026-11-01T00:00:00Z");
    assertThat(raw.pending(JOB, applied).increments()).isEmpty();
    assertThat(raw.pending(JOB, applied).refused()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense|not JSON",
        "{\"format\":2}|format 2 is newer than 1",
        "{\"id\":\"x\"}|format: found nothing against the number 1",
        "{\"format\":1,\"processed_date\":\"2026-11-01\",\"files\":[]}|id: found nothing against a text",
        "{\"format\":1,\"id\":\"x\",\"processed_date\":\"soon\",\"files\":[]}|processed_date: found \"soon\"",
        "{\"format\":1,\"id\":\"x\",\"processed_date\":\"2026-11-01\"}|files: found nothing against a list",
        "{\"format\":1,\"id\":\"x\",\"processed_date\":\"2026-11-01\",\"files\":[{\"path\":\"../a\"}]}|files[0].path: found \"../a\"",
        "{\"format\":1,\"id\":\"x\",\"processed_date\":\"2026-11-01\",\"files\":[{\"path\":\"a\",\"bytes\":-1}]}|files[0].bytes: found -1",
        "{\"format\":1,\"id\":\"x\",\"dataset\":\"a/b\",\"processed_date\":\"2026-11-01\",\"files\":[]}|dataset: found a/b against shop/orders",
        "{\"format\":1,\"id\":\"x\",\"processed_date\":\"2026-11-01\",\"files\":[{\"path\":\"b\",\"bytes\":1}]}|b is missing",
        "{\"format\":1,\"id\":\"x\",\"processed_date\":\"2026-11-01\",\"files\":[{\"path\":\"a.csv\",\"bytes\":6}]}|a.csv has another size, found 5 bytes against 6"
      })
  void givenAManifestThatIsWrong_whenListed_thenRefusedNamingFileAndKey(
      String manifest, String reason) throws IOException {
    raw.write("f/a.csv", "id\n1\n");
    raw.write("f/_increment.json", manifest);

    Pending pending = raw.pending(JOB, List.of());

    assertThat(pending.increments()).isEmpty();
    assertThat(pending.refused().get(0).id()).isEqualTo("f");
    assertThat(pending.refused().get(0).reason())
        .contains("f/_increment.json: ")
        .contains(reason)
        .contains("stays pending");
  }

  @Test
  void givenTwoFoldersWithOneId_whenListed_thenTheSecondCountsOnlyIfItIsACopy() throws IOException {
    raw.write("f/a.csv", "id\n1\n");
    raw.write("f/_increment.json", FileScanTest.manifest("x", "\"rows\":1"));
    raw.write("g/a.csv", "id\n1\n");
    raw.write("g/_increment.json", FileScanTest.manifest("x", "\"rows\":1"));
    raw.write("h/b.csv", "id\n1\n");
    raw.write(
        "h/_increment.json", FileScanTest.manifest("x", "\"rows\":1").replace("a.csv", "b.csv"));

    Pending pending = raw.pending(JOB, List.of());

    assertThat(pending.increments()).hasSize(1);
    assertThat(pending.refused()).extracting(RefusedIncrement::id).containsExactly("h");
    assertThat(pending.refused().get(0).reason()).contains("id: x is taken, found other files");
  }

  @Test
  void givenAnotherReadingOfDates_whenComparedWithAppliedFolders_thenTheNewestIsTold()
      throws IOException {
    Jobs jobs = Jobs.of(Jobs.text("id")).sealedBy("_SUCCESS");
    for (String day : List.of("2026-03-11", "2026-04-11", "2026-04-04")) {
      raw.write("in/" + day + "/part.csv", "id\n1\n");
      raw.write("in/" + day + "/_SUCCESS", "");
    }
    List<Increment> applied =
        raw.pending(jobs.namePattern("yyyy-MM-dd").job(), List.of()).increments();

    assertThat(redated(jobs.job(), applied)).isEmpty();
    assertThat(redated(jobs.namePattern("yyyyMMdd").job(), applied)).as("no date").isEmpty();
    assertThat(redated(jobs.namePattern("yyyy-dd-MM").job(), applied))
        .hasValueSatisfying(
            told ->
                assertThat(told)
                    .startsWith(
                        "raw.processed_date gives 2026-11-04 for in/2026-04-11/part.csv, which was"
                            + " applied as of 2026-04-11; 1 more of the newest increments differ"));
  }

  @Test
  void givenDatesByNameInsteadOfTime_whenComparedWithAppliedFiles_thenTheyDiffer()
      throws IOException {
    JobSpec byName = Jobs.of(Jobs.text("id")).namePattern("yyyy-MM-dd").job();
    raw.write("2026-11-18.csv", "id\n1\n");
    List<Increment> byTime = raw.scan(JOB).accepted();
    raw.write("2026-11-18.csv", "id\n1\n", NOON.plusSeconds(60));

    assertThat(redated(JOB, byTime)).as("a file that was copied again").isEmpty();
    assertThat(redated(byName, byTime).orElseThrow())
        .startsWith(
            "raw.processed_date gives 2026-11-18 for 2026-11-18.csv, which was applied as of"
                + " 2026-11-20T12:00:00Z");
    assertThat(redated(JOB, raw.scan(byName).accepted())).isPresent();
  }

  private Optional<String> redated(JobSpec job, List<Increment> applied) {
    return new RawZone(raw.storage, job, raw.location(), Clock.systemUTC()).redated(applied);
  }

  @Test
  void givenFoldersSealedByAMarker_whenListed_thenTheirFilesInOrder() throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).sealedBy("_SUCCESS").namePattern("yyyy-MM-dd").job();
    raw.write("2026-11-18/part-1.csv", "id\n1\n");
    raw.write("2026-11-18/part-0.csv", "id\n2\n");
    raw.write("2026-11-18/_SUCCESS", "");
    raw.write("2026-11-19/part-0.csv", "id\n3\n");
    raw.write("bare.csv", "id\n4\n");

    Pending pending = raw.pending(job, List.of());

    Increment increment = pending.increments().get(0);
    assertThat(pending.increments()).hasSize(1);
    assertThat(increment.id()).isEqualTo("2026-11-18");
    assertThat(increment.kind()).isEqualTo(Kind.FOLDER);
    assertThat(increment.processedDate()).isEqualTo("2026-11-18T00:00:00Z");
    assertThat(increment.files())
        .extracting(Increment.RawFile::path)
        .containsExactly("2026-11-18/part-0.csv", "2026-11-18/part-1.csv");
    assertThat(raw.pending(job, pending.increments()).increments()).isEmpty();
  }

  @Test
  void givenAppend_whenAFileChanged_thenRefused() throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).key().mode(MergeSpec.Mode.APPEND).job();
    raw.write("x.csv", "id\na\n");
    List<Increment> applied = raw.scan(job).accepted();
    raw.write("x.csv", "id\nab\n");

    Pending pending = raw.pending(job, applied);

    assertThat(pending.increments()).isEmpty();
    assertThat(pending.refused().get(0).reason())
        .contains("x.csv: the file was changed after it was applied");
  }

  @Test
  void givenADateBeyondMaxSkew_whenListed_thenItWaits() throws IOException {
    raw.write("x.csv", "id\n", Instant.parse("2026-11-23T00:00:01Z"));
    raw.write("y.csv", "id\n", Instant.parse("2026-11-23T00:00:00Z"));

    Pending pending = raw.pending(JOB, List.of());

    assertThat(pending.increments()).extracting(Increment::id).containsExactly("y.csv#1");
    assertThat(pending.refused().get(0).reason())
        .contains("the processed date is too far in the future");
  }

  @Test
  void givenPartitions_whenListed_thenPathsAndManifestsNameThem() throws IOException {
    JobSpec job =
        Jobs.of(Jobs.text("id"), Jobs.text("cohort_name"))
            .mode(MergeSpec.Mode.PARTITION)
            .key("id", "cohort_name")
            .partitionBy("cohort_name")
            .pathPattern("(?:.*/)?(?<cohort_name>[^/]+)\\.csv")
            .job();
    raw.write("sub/spring 26.csv", "id,cohort_name\n");
    raw.write(
        "f/_increment.json",
        "{\"format\":1,\"id\":\"m\",\"processed_date\":\"2026-11-01T00:00:00Z\",\"files\":[],"
            + "\"partitions\":[{\"cohort_name\":\"autumn\"}]}");
    raw.write(
        "g/_increment.json",
        "{\"format\":1,\"id\":\"n\",\"processed_date\":\"2026-11-01T00:00:00Z\",\"files\":[],"
            + "\"partitions\":[{\"cohort\":\"autumn\"}]}");

    Pending pending = raw.pending(job, List.of());

    assertThat(pending.increments().get(0).partitions())
        .isEqualTo(List.of(new Partition(Map.of("cohort_name", "autumn"))));
    assertThat(pending.increments().get(1).partitions())
        .isEqualTo(List.of(new Partition(Map.of("cohort_name", "spring 26"))));
    assertThat(pending.refused().get(0).reason()).contains("found [cohort] against [cohort_name]");
  }
}
