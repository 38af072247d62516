package io.sluice.run.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.ExitCode;
import io.sluice.error.UsageException;
import io.sluice.run.TravelLake;
import io.sluice.run.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which versions are kept, what each brought, and until when it stays. */
class VersionsVerbTest {
  @TempDir private Path home;
  private TravelLake lake;

  @BeforeEach
  void open() throws IOException {
    lake =
        new TravelLake(
            home,
            """
            raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
            columns: {id: bigint, name: string, gone: boolean}
            key: [id]
            delete_when: gone
            clean: {format: parquet, retain: {versions: 2, age: 90m}}
            """);
  }

  private VersionList versions() {
    return new VersionsVerb(lake.run(), lake.where()).versions();
  }

  private List<Long> numbers() {
    return versions().entries().stream().map(VersionEntry::number).toList();
  }

  private static Instant hour(int hours, int minutes) {
    return TravelLake.BEGIN.plus(Duration.ofHours(hours)).plus(Duration.ofMinutes(minutes));
  }

  /** The first instant of a minute that a test was in: the clock goes on meanwhile. */
  private static Instant minute(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MINUTES);
  }

  @Test
  void givenThreeVersions_whenListed_thenNewestFirstWithWhatEachBrought() throws IOException {
    lake.deliver("2026-11-10.csv", "id,name,gone\n1,Ada,\n2,Ben,\n");
    lake.deliver("2026-11-11.csv", "id,name,gone\n1,Adah,\n2,Ben,true\n3,Cleo,\nx,y,\n");

    VersionList found = versions();

    assertThat(found.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(found.problems()).isEmpty();
    VersionEntry second = found.entries().get(0);
    VersionEntry first = found.entries().get(1);
    assertThat(found.entries()).hasSize(2);
    assertThat(second.number()).isEqualTo(2);
    assertThat(second.runId()).isEqualTo("2026-11-11.csv");
    assertThat(minute(second.committed())).isEqualTo(hour(1, 0));
    assertThat(second.increments()).contains(List.of("2026-11-11.csv#1"));
    assertThat(second.counts())
        .containsEntry("read", 4L)
        .containsEntry("inserted", 1L)
        .containsEntry("updated", 1L)
        .containsEntry("deleted", 1L)
        .containsEntry("quarantined", 1L);
    assertThat(second.rows()).isEqualTo(2);
    assertThat(second.bytes()).isPositive();
    assertThat(second.kept()).isEqualTo(new Kept(true, Optional.empty(), 0));
    assertThat(first.increments()).contains(List.of("2026-11-10.csv#1"));
    assertThat(first.kept().versions()).isEqualTo(1);
    assertThat(minute(first.kept().until().orElseThrow())).isEqualTo(hour(2, 30));
  }

  @Test
  void givenWhatIsKept_whenTheTimeComes_thenTheNextCommitRemovesIt() throws IOException {
    lake.deliver("2026-11-10.csv", "id,name,gone\n1,a,\n");
    lake.deliver("2026-11-11.csv", "id,name,gone\n1,b,\n");
    lake.deliver("2026-11-12.csv", "id,name,gone\n1,c,\n"); // at 2:00

    Kept first = versions().entries().get(2).kept();
    assertThat(first.versions()).isZero();
    Duration until = Duration.between(TravelLake.BEGIN, first.until().orElseThrow());
    lake.goTo(until.minusSeconds(20));
    lake.deliver("2026-11-13.csv", "id,name,gone\n1,d,\n");
    assertThat(numbers()).containsExactly(4L, 3L, 2L, 1L);

    Kept second = versions().entries().get(2).kept();
    lake.goTo(Duration.between(TravelLake.BEGIN, second.until().orElseThrow()));
    lake.deliver("2026-11-14.csv", "id,name,gone\n1,e,\n");
    assertThat(numbers()).containsExactly(5L, 4L, 3L);
    assertThat(versions().entries().get(2).increments()).isEmpty();
    assertThat(versions().entries().get(1).increments()).contains(List.of("2026-11-13.csv#1"));
  }

  @Test
  void givenABrokenVersionFile_whenListed_thenTheOthersAndTheProblem() throws IOException {
    lake.deliver("2026-11-10.csv", "id,name,gone\n1,a,\n");
    lake.deliver("2026-11-11.csv", "id,name,gone\n1,b,\n");
    lake.deliver("2026-11-12.csv", "id,name,gone\n1,c,\n");
    Path broken = lake.table().resolve("_versions/00000000000000000002.json");
    Files.writeString(broken, "{");

    VersionList found = versions();

    assertThat(found.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(found.problems())
        .singleElement()
        .asString()
        .startsWith(broken + ": the version file is broken")
        .contains("or delete it: the current version does not need it");
    assertThat(numbers()).containsExactly(3L, 1L);
    assertThat(found.entries().get(0).increments()).isEmpty();
    assertThat(found.entries().get(1).kept()).isEqualTo(new Kept(false, Optional.empty(), 0));
  }

  @Test
  void givenNoTable_whenListed_thenItSaysSo() {
    assertThatThrownBy(this::versions)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "shop/items: there is no table at "
                + lake.table()
                + ". Run ingest first, or name the environment file of another lake by --conf");
  }

  @Test
  void givenAWrongName_whenListed_thenTheNearestIsOffered() {
    Workplace where =
        new Workplace(lake.where().conf(), lake.where().jobs(), List.of("shop/itmes"));

    assertThatThrownBy(() -> new VersionsVerb(lake.run(), where).versions())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("did you mean \"shop/items\"?");
  }
}
