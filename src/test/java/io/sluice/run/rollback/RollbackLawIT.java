package io.sluice.run.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.run.DatasetOutcome;
import io.sluice.run.TravelLake;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.spec.Increment;
import io.sluice.table.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A law: what was rolled back and put back is as if nothing had happened. */
class RollbackLawIT {
  private static final String HEAD = "id,name,amount,gone\n";

  private static final Map<String, String> MORE =
      Map.of(
          "upsert", "key: [id]\ndelete_when: gone\n",
          "full", "key: [id]\ndelete_when: gone\n",
          "append", "",
          "insert", "key: [id]\n",
          "partition", "key: [id, name]\nclean: {partition_by: [name], retain: {age: 30d}}\n");

  private static final IngestOptions REAPPLY = reapplying();

  @TempDir private Path home;
  private TravelLake lake;

  @ParameterizedTest
  @ValueSource(strings = {"upsert", "full", "append", "insert", "partition"})
  void givenDaysOfChanges_whenRolledBackAndPutBack_thenAllIsAsIfNothingHadHappened(String mode)
      throws IOException {
    TravelLake never = lake("never", mode);
    lake = lake("back", mode);
    Random random = new Random(mode.hashCode());
    Map<String, String> days = days(random);
    for (Map.Entry<String, String> day : days.entrySet()) {
      never.deliver(day.getKey(), day.getValue());
      lake.deliver(day.getKey(), day.getValue());
      if (random.nextInt(3) == 0) {
        rollBack(1 + random.nextInt((int) current().number() - 1));
        if (random.nextBoolean()) {
          putBackSome(random);
        }
      }
    }
    assertThat(current().state().withdrawn()).as("there is something to put back").isNotEmpty();

    DatasetOutcome outcome = lake.ingest(REAPPLY);

    assertThat(outcome.problem()).isEmpty();
    assertThat(lake.state()).isEqualTo(never.state());
    assertThat(current().state().withdrawn()).isEmpty();
  }

  private void putBackSome(Random random) {
    List<String> ids =
        current().state().withdrawn().stream()
            .map(Increment::id)
            .filter(id -> random.nextBoolean())
            .toList();
    if (!ids.isEmpty()) {
      assertThat(lake.ingest(reapplying(ids.toArray(String[]::new))).problem()).isEmpty();
      assertThat(applied()).containsAll(ids);
    }
  }

  /** A fifth of the rows are deletes where the mode has them; late days come in between. */
  private static Map<String, String> days(Random random) {
    Map<String, String> days = new LinkedHashMap<>();
    for (int day = 11; day < 18; day++) {
      int late = random.nextInt(4) == 0 ? 10 : 0;
      StringBuilder text = new StringBuilder(HEAD);
      for (int i = 0; i < 12; i++) {
        text.append(random.nextInt(15)).append(",n").append(random.nextInt(3)).append(',');
        text.append(random.nextInt(3)).append(',').append(random.nextInt(5) == 0).append('\n');
      }
      days.put("2020-11-%02d.csv".formatted(day - late), text.toString());
    }
    return days;
  }

  private static IngestOptions reapplying(String... ids) {
    return new IngestOptions(
        "again",
        Optional.of(List.of()),
        Optional.of(List.of(ids)),
        IngestOptions.DEFAULT_MAX_BYTES);
  }

  private RolledBack rollBack(long to) {
    return new RollbackVerb(lake.run(), lake.where(), to).rollBack("back", OptionalLong.empty());
  }

  private Snapshot current() {
    return lake.lake().table(lake.jobSpec()).current().orElseThrow();
  }

  private Set<String> applied() {
    return current().state().applied().stream().map(Increment::id).collect(Collectors.toSet());
  }

  private TravelLake lake(String name, String mode) throws IOException {
    return new TravelLake(home.resolve(name), job(mode));
  }

  private static String job(String mode) {
    String more = MORE.get(mode);
    return """
        raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
        columns: {id: bigint, name: string, amount: bigint, gone: boolean}
        guard: {max_deleted_share: 100%%}
        mode: %s
        %s%s"""
        .formatted(mode, more, more.contains("clean:") ? "" : "clean: {retain: {age: 30d}}\n");
  }
}
