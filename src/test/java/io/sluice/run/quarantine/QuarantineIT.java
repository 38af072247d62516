package io.sluice.run.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.LeaseHeldException;
import io.sluice.error.UsageException;
import io.sluice.ledger.Lease;
import io.sluice.run.QuarantinedRow;
import io.sluice.run.TravelLake;
import io.sluice.run.rollback.RollbackVerb;
import io.sluice.table.SideFolder;
import io.sluice.table.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quarantine}, and what it dismisses. */
class QuarantineIT {
  private static final String HEAD = "id,name,amount\n";

  private static final String JOB =
      """
      raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
      columns: {id: bigint, name: string, amount: bigint}
      key: [id]
      clean: {retain: {age: 30d}}
      """;

  private static final String FIRST = "2020-11-11.csv#1";
  private static final String SECOND = "2020-11-12.csv#1";

  @TempDir private Path home;
  private TravelLake lake;

  @Test
  void givenRowsInQuarantine_whenCountedAndListed_thenByReasonAndColumnWithWhereTheyCameFrom()
      throws IOException {
    lake = badLake();

    QuarantineSummary summary = verb(QuarantineFilter.ALL).summary();

    assertThat(summary.version()).isEqualTo(2);
    assertThat(summary.groups())
        .containsExactly(
            new QuarantineGroup(
                "bad-value", Optional.of("amount"), 3, Optional.of("x"), List.of(FIRST, SECOND)),
            new QuarantineGroup(
                "null-key", Optional.of("id"), 1, Optional.empty(), List.of(SECOND)));
    assertThat(verb(of("null-key", SECOND)).rows(9))
        .containsExactly(
            new QuarantinedRow(
                "null-key",
                Optional.of("id"),
                Optional.empty(),
                Optional.of("2020-11-12.csv"),
                0,
                OptionalLong.of(2),
                SECOND,
                Optional.of("2020-11-12T00:00:00.000000Z"),
                Optional.of("{\"amount\":\"5\",\"id\":\"\",\"name\":\"e\"}")));
    assertThat(verb(QuarantineFilter.ALL).rows(2)).hasSize(2);
    assertThat(verb(QuarantineFilter.ALL).rows(Long.MAX_VALUE)).hasSize(4);
  }

  @Test
  void givenPartOfAFolder_whenDismissed_thenTheRestStaysOpenByteForByteAndAllIsOnRecord()
      throws IOException {
    lake = badLake();
    List<String> before = lines(current().quarantine());
    List<String> rows = lake.state();

    DismissalPlan plan = verb(of("bad-value", SECOND)).plan("wrong \"export\"");
    assertThat(current().number()).isEqualTo(2);
    Dismissed done = dismiss(of("bad-value", SECOND));

    assertThat(done.plan()).isEqualTo(plan);
    assertThat(List.of(plan.rows(), plan.openBefore(), plan.openAfter()))
        .containsExactly(2L, 4L, 2L);
    assertThat(done.version()).isEqualTo(3);
    assertThat(current().quarantinedRows()).isEqualTo(2);
    List<String> open = lines(current().quarantine());
    List<String> dismissed = lines(current().dismissed());
    assertThat(open).hasSize(2).isSubsetOf(before);
    assertThat(dismissed)
        .hasSize(2)
        .allMatch(
            line ->
                line.contains("\"_dismissed_because\":\"wrong \\\"export\\\"\"")
                    && line.contains("\"_dismissed_run\":\"run-d\""));
    assertThat(
            dismissed.stream()
                .map(line -> line.substring(0, line.indexOf(",\"_dismissed_because")) + "}"))
        .containsExactlyElementsOf(before.stream().filter(line -> !open.contains(line)).toList());
    assertThat(lake.state().subList(0, lake.state().size() - 1))
        .isEqualTo(rows.subList(0, rows.size() - 1));
    assertThat(current().problem(Optional.empty())).isEmpty();
    assertThat(
            lake.lake()
                .ledger()
                .last(lake.jobSpec().dataset(), "quarantine")
                .orElseThrow()
                .warnings())
        .singleElement()
        .asString()
        .contains("dismissed 2 rows", "wrong \"export\"");
  }

  @Test
  void givenDismissedRows_whenLoadsFollowAndOldVersionsGo_thenTheRecordStays() throws IOException {
    lake = badLake();
    dismiss(QuarantineFilter.ALL);
    assertThat(current().quarantine()).isEmpty();
    List<String> record = lines(current().dismissed());
    lake.job(JOB.replace("{age: 30d}", "{versions: 1, age: 0s}"));
    lake.goTo(Duration.ofDays(400));

    lake.deliver("2020-11-13.csv", HEAD + "9,z,z\n");

    assertThat(lake.lake().table(lake.jobSpec()).versions()).containsExactly(4L);
    assertThat(current().quarantinedRows()).isEqualTo(1);
    assertThat(record).hasSize(4);
    assertThat(lines(current().dismissed())).isEqualTo(record);
    dismiss(QuarantineFilter.ALL);
    assertThat(lines(current().dismissed())).hasSize(5).containsAll(record);
  }

  @Test
  void givenADismissal_whenRolledBack_thenTheRowsAreOpenAgain() throws IOException {
    lake = badLake();
    List<String> before = lake.state();
    dismiss(QuarantineFilter.ALL);

    new RollbackVerb(lake.run(), lake.where(), 2).rollBack("back", OptionalLong.empty());

    assertThat(lake.state()).isEqualTo(before);
    assertThat(current().state().withdrawn()).isEmpty();
  }

  @Test
  void givenWhatIsNotThere_whenAskedFor_thenTheNearestIsOfferedAndNothingChanges()
      throws IOException {
    lake = new TravelLake(home.resolve("quar"), JOB);
    assertThatThrownBy(() -> dismiss(QuarantineFilter.ALL))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no table");
    lake.deliver("2020-11-10.csv", HEAD + "1,a,1\n");
    assertThat(verb(QuarantineFilter.ALL).summary().groups()).isEmpty();
    assertThatThrownBy(() -> dismiss(QuarantineFilter.ALL))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("nothing is in quarantine in version 1");
    lake.deliver("2020-11-11.csv", HEAD + "2,b,x\n,c,3\n");
    lake.deliver("2020-11-12.csv", HEAD + "4,b,x\n");

    assertThatThrownBy(() -> dismiss(of("bad-valeu", null)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("did you mean \"bad-value\"?");
    assertThatThrownBy(() -> verb(of(null, "2020-11-11.csv")).rows(20))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("did you mean \"2020-11-11.csv#1\"?");
    assertThatThrownBy(() -> dismiss(of("null-key", SECOND)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no row is both");
    assertThatThrownBy(() -> verb(QuarantineFilter.ALL).dismiss("why", "run", OptionalLong.of(2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("version 3 is current by now, version 2 was when you were asked");
    try (Lease held = lake.lake().leases().acquire(lake.jobSpec().dataset(), "other")) {
      assertThat(held.stillHeld()).isTrue();
      assertThatThrownBy(() -> dismiss(QuarantineFilter.ALL))
          .isInstanceOf(LeaseHeldException.class);
    }
    Path lines = files(current().quarantine().get(0)).get(0);
    Files.writeString(lines, Files.readAllLines(lines).get(0) + "\n");
    assertThatThrownBy(() -> dismiss(of(null, SECOND)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 1 rows against 2 when it was written");
    assertThat(current().number()).isEqualTo(3);
    assertThat(lake.table().resolve("_data").toFile().list()).hasSize(3);
  }

  private TravelLake badLake() throws IOException {
    TravelLake made = new TravelLake(home.resolve("quar"), JOB);
    made.deliver("2020-11-11.csv", HEAD + "1,a,1\n2,b,x\n");
    made.deliver("2020-11-12.csv", HEAD + "3,c,\"x \"\"ü\"\"\"\n,e,5\n4,d,y\n5,e,5\n");
    return made;
  }

  private QuarantineVerb verb(QuarantineFilter filter) {
    return new QuarantineVerb(lake.run(), lake.where(), filter);
  }

  private Dismissed dismiss(QuarantineFilter filter) {
    return verb(filter).dismiss("wrong \"export\"", "run-d", OptionalLong.empty());
  }

  private static QuarantineFilter of(String reason, String increment) {
    return new QuarantineFilter(Optional.ofNullable(reason), Optional.ofNullable(increment));
  }

  private Snapshot current() {
    return lake.lake().table(lake.jobSpec()).current().orElseThrow();
  }

  private List<String> lines(List<SideFolder> folders) throws IOException {
    List<String> lines = new ArrayList<>();
    for (SideFolder folder : folders) {
      for (Path file : files(folder)) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private List<Path> files(SideFolder folder) throws IOException {
    try (Stream<Path> files = Files.list(lake.table().resolve(folder.path()))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
