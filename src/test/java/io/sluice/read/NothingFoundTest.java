package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.read.Pending.Nothing;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.storage.RoutedStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who puts files into the wrong place is told where they were looked for. */
class NothingFoundTest {
  private static final JobSpec JOB = Jobs.of(Jobs.text("id")).job();

  @TempDir private Path zone;

  private RawFolder customers() {
    return new RawFolder(zone.resolve("shop/customers"));
  }

  private Optional<Nothing> nothing(JobSpec job) {
    return customers().pending(job, List.of()).nothing();
  }

  @Test
  void givenAFolderThatIsNotThere_whenListed_thenItIsNamed() {
    Nothing nothing = nothing(JOB).orElseThrow();

    assertThat(nothing.traces()).isFalse();
    assertThat(nothing.told())
        .isEqualTo(
            "nothing to ingest: "
                + zone.resolve("shop/customers")
                + " does not exist. Put the files there, or name their folder in raw.path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop/customer/1.csv",
        "shop/Customers/1.csv",
        "shop/customers.csv",
        "shops/customers/1.csv",
        "customers/1.csv"
      })
  void givenNearlyTheSameName_whenListed_thenItIsNamed(String file) throws IOException {
    Files.createDirectories(zone.resolve(file).getParent());
    Files.writeString(zone.resolve(file), "id\n1\n");
    Path seen = file.startsWith("shop/") ? zone.resolve(file) : zone.resolve(file).getParent();
    Path named = file.endsWith("/1.csv") && file.startsWith("shop/") ? seen.getParent() : seen;
    Path near = file.startsWith("shops/") ? named.getParent() : named;

    Nothing nothing = nothing(JOB).orElseThrow();

    assertThat(nothing.traces()).isTrue();
    assertThat(nothing.told())
        .contains(" does not exist. " + near + " lies ")
        .endsWith("Put the files there, or name their folder in raw.path");
  }

  @Test
  void givenAnEmptyFolder_whenListed_thenItIsSaid() throws IOException {
    Files.createDirectories(zone.resolve("shop/customers"));

    assertThat(nothing(JOB).orElseThrow().told()).contains("customers is empty. Put the files");
  }

  @Test
  void givenFilesOfManyKinds_whenListed_thenEachKindIsCountedWithItsReason() throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).settle(Duration.ofHours(1)).ignore("old*").job();
    RawFolder raw = customers();
    raw.write(".hidden", "");
    raw.write("_a.csv", "id\n1\n");
    raw.write("b.csv.tmp", "id\n1\n");
    raw.write("old.csv", "id\n1\n");
    raw.write("month/1.csv", "id\n1\n");
    raw.write("month/2.csv", "id\n1\n");
    raw.write("month/3.csv", "id\n1\n");
    raw.write("month/4.csv", "id\n1\n");
    raw.write("young.csv", "id\n1\n", Instant.parse("2026-11-20T23:59:00Z"));

    Pending pending = raw.pending(job, List.of());

    assertThat(pending.increments()).isEmpty();
    assertThat(pending.nothing().orElseThrow().told())
        .startsWith(
            "nothing to ingest: "
                + raw.location()
                + " holds 9 files, and none of them is an increment. ")
        .contains("month/1.csv, month/2.csv, month/3.csv and 1 more: files in folders are not")
        .contains("_a.csv: a name that begins with an underscore is ignored.")
        .contains(".hidden: a name that begins with . or _ is ignored")
        .contains("b.csv.tmp, old.csv: such names are not data, or raw.ignore lists them")
        .contains("young.csv: the files are younger than raw.settle.");
  }

  @Test
  void givenAnIncrement_whenListed_thenNothingIsToExplain() throws IOException {
    customers().write("1.csv", "id\n1\n");
    customers().write("_a.csv", "id\n1\n");

    assertThat(nothing(JOB)).isEmpty();
  }

  @Test
  void givenALoadedTable_whenFilesLieBesideItsFolder_thenTheyAreNamed() throws IOException {
    customers().write("1.csv", "id\n1\n");
    for (String file :
        List.of("customer/2.csv", "customers_old/3.csv", "custmers/4.csv", "5.csv", "_6.csv")) {
      Path path = zone.resolve("shop").resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "id\n1\n");
    }

    String nothing = "nothing new in " + customers().location() + ", but ";
    String move = " lies beside it; move in what is meant for this dataset";
    assertThat(beside(JOB))
        .containsExactly(
            nothing + zone.resolve("shop/custmers") + move,
            nothing + zone.resolve("shop/5.csv") + move);
  }

  /** The folder "customer" is another dataset's. */
  private List<String> beside(JobSpec job) {
    return new NothingFound(new RoutedStorage(Map.of()), customers().location())
        .beside(name -> name.equals("customer"), job.raw().path().isEmpty());
  }

  @Test
  void givenALoadedTable_whenItsFolderIsGone_thenItIsSaid() throws IOException {
    customers().write("1.csv", "id\n1\n");
    List<Increment> applied = customers().scan(JOB).accepted();
    assertThat(customers().pending(JOB, applied).nothing()).isEmpty();
    Files.delete(zone.resolve("shop/customers/1.csv"));
    assertThat(customers().pending(JOB, applied).nothing()).isEmpty();
    Files.delete(zone.resolve("shop/customers"));

    assertThat(customers().pending(JOB, applied).nothing().orElseThrow().told())
        .contains("customers does not exist");
  }
}
