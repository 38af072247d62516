package io.sluice.run.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.run.TravelLake;
import io.sluice.run.backfill.Backfilled.State;
import io.sluice.run.rollback.RollbackVerb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A law: a table that nobody touched is the same once it was built anew. */
class BackfillLawIT {
  private static final String HEAD = "id,name,amount,gone\n";

  private static final Map<String, String> MORE =
      Map.of(
          "upsert", "key: [id]\ndelete_when: gone\nhistory: true\n",
          "full", "key: [id]\ndelete_when: gone\nhistory: true\n",
          "append", "",
          "insert", "key: [id]\n",
          "partition", "key: [id, name]\nclean: {partition_by: [name], retain: {age: 30d}}\n");

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(strings = {"upsert", "full", "append", "insert", "partition"})
  void givenDaysOfChanges_whenBuiltAnew_thenNoRowDiffersAndNothingIsLost(String mode)
      throws IOException {
    TravelLake lake = new TravelLake(home, job(mode));
    Random random = new Random(mode.hashCode());
    for (int day = 11; day < 17; day++) {
      int late = random.nextInt(4) == 0 ? 10 : 0;
      lake.deliver("2020-11-%02d.csv".formatted(day - late), rows(random));
    }
    lake.deliver("2020-11-17.csv", HEAD + "1,n1,1,\n2,n2,not a number,\n");
    lake.deliver("2020-11-18.csv", rows(random));
    new RollbackVerb(lake.run(), lake.where(), 7).rollBack("back", OptionalLong.empty());
    List<String> before = lake.state();
    List<List<String>> history = MORE.get(mode).contains("history") ? lake.history() : List.of();
    List<String> withdrawn = withdrawn(lake);
    assertThat(withdrawn).isNotEmpty();

    Backfilled done =
        new BackfillVerb(
                lake.run(),
                lake.where(),
                new BackfillOptions("anew", true, OptionalLong.empty(), 100, 5))
            .rebuild();

    assertThat(done.difference().orElseThrow().diff().rows()).isZero();
    assertThat(done.state()).isEqualTo(State.TAKEN);
    assertThat(lake.state()).isEqualTo(before);
    assertThat(withdrawn(lake)).isEqualTo(withdrawn);
    assertThat(history.isEmpty() ? history : lake.history()).isEqualTo(history);
    assertThat(lake.table().resolve("_rebuild/" + done.id())).doesNotExist();
    assertThat(
            lake.lake()
                .table(lake.jobSpec())
                .current()
                .orElseThrow()
                .problem(java.util.Optional.of(lake.lake().content())))
        .isEmpty();
  }

  private static List<String> withdrawn(TravelLake lake) {
    return lake.lake().table(lake.jobSpec()).current().orElseThrow().state().withdrawn().stream()
        .map(increment -> increment.id() + " " + increment.processedDate())
        .toList();
  }

  /** A fifth of the rows are deletes where the mode has them. */
  private static String rows(Random random) {
    StringBuilder text = new StringBuilder(HEAD);
    for (int i = 0; i < 12; i++) {
      text.append(random.nextInt(15)).append(",n").append(random.nextInt(3)).append(',');
      text.append(random.nextInt(3)).append(',').append(random.nextInt(5) == 0).append('\n');
    }
    return text.toString();
  }

  private static String job(String mode) {
    String more = MORE.get(mode);
    return """
        raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
        columns: {id: bigint, name: string, amount: bigint, gone: boolean}
        guard: {max_deleted_share: 100%%, max_quarantined_share: 100%%}
        mode: %s
        %s%s"""
        .formatted(mode, more, more.contains("clean:") ? "" : "clean: {retain: {age: 30d}}\n");
  }
}
