package io.sluice.run.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.run.DatasetOutcome;
import io.sluice.run.TravelLake;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.rollback.RollbackVerb;
import io.sluice.spec.Increment;
import io.sluice.table.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of the history, over whole runs. */
class HistoryLawIT {
  private static final String HEAD = "id,name,amount,at,gone\n";
  private static final int COLUMNS = 4;
  private static final int HIDDEN = 4;
  private static final int FROM = COLUMNS + HIDDEN;
  private static final int TO = FROM + 1;
  private static final int CURRENT = FROM + 2;
  private static final int OPERATION = FROM + 3;

  private static final Map<String, String> MODES =
      Map.of(
          "upsert", "mode: upsert\nkey: [id]\ndelete_when: gone\n",
          "ordered", "mode: upsert\nkey: [id]\ndelete_when: gone\norder_by: [at]\n",
          "numbered", "mode: upsert\nkey: [id]\ndelete_when: gone\norder_by: [amount]\n",
          "full", "mode: full\nkey: [id]\ndelete_when: gone\n",
          "partition", "mode: partition\nkey: [id, name]\n");

  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource({
    "upsert, parquet",
    "ordered, orc",
    "numbered, parquet",
    "full, avro",
    "partition, parquet"
  })
  void givenIncrements_whenTheyArriveInAnyOrder_thenTheHistoryIsTheSame(String mode, String format)
      throws IOException {
    Random random = new Random(mode.hashCode());
    Map<String, String> days = days(random);
    TravelLake inOrder = lake("order", mode, format);
    for (Map.Entry<String, String> day : days.entrySet()) {
      inOrder.deliver(day.getKey(), day.getValue());
    }
    List<List<String>> expected = inOrder.history();
    assertThat(expected).anyMatch(row -> !row.get(TO).equals("null"));

    for (int i = 0; i < 2; i++) {
      TravelLake other = lake("other" + i, mode, format);
      List<String> names = new ArrayList<>(days.keySet());
      Collections.shuffle(names, random);
      for (int at = 0; at < names.size(); ) {
        int many = Math.min(names.size() - at, 1 + random.nextInt(3));
        for (String name : names.subList(at, at + many - 1)) {
          other.raw(name, days.get(name));
        }
        other.deliver(names.get(at + many - 1), days.get(names.get(at + many - 1)));
        at += many;
      }
      assertThat(other.history()).isEqualTo(expected);
      assertThat(current(other)).isEqualTo(other.rows(OptionalLong.empty()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"upsert", "full", "partition"})
  void givenDaysInOrder_whenTheHistoryIsAskedForADay_thenItIsTheTableOfThatDay(String mode)
      throws IOException {
    TravelLake lake = lake("days", mode, "parquet");
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, String> day : days(new Random(7)).entrySet()) {
      lake.deliver(day.getKey(), day.getValue());
      names.add(day.getKey());
    }

    List<List<String>> history = lake.history();

    for (int i = 0; i < names.size(); i++) {
      Instant day = Instant.parse(names.get(i).substring(0, 10) + "T00:00:00Z");
      assertThat(contents(at(history, day)))
          .as("%s", day)
          .isEqualTo(contents(lake.rows(OptionalLong.of(i + 1L))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"upsert", "full", "partition"})
  void givenARollback_whenWhatItWithdrewIsPutBack_thenTheHistoryIsAsIfNothingHadHappened(
      String mode) throws IOException {
    TravelLake never = lake("never", mode, "parquet");
    TravelLake lake = lake("back", mode, "parquet");
    List<List<String>> third = List.of();
    for (Map.Entry<String, String> day : days(new Random(11)).entrySet()) {
      never.deliver(day.getKey(), day.getValue());
      lake.deliver(day.getKey(), day.getValue());
      if (snapshot(lake).number() == 3) {
        third = lake.history();
      }
    }

    new RollbackVerb(lake.run(), lake.where(), 3).rollBack("back", OptionalLong.empty());

    assertThat(lake.history()).isEqualTo(third);
    assertThat(current(lake)).isEqualTo(lake.rows(OptionalLong.empty()));
    List<String> withdrawn =
        snapshot(lake).state().withdrawn().stream().map(Increment::id).toList();
    DatasetOutcome outcome =
        lake.ingest(
            new IngestOptions(
                "again",
                Optional.of(List.of()),
                Optional.of(withdrawn),
                IngestOptions.DEFAULT_MAX_BYTES));
    assertThat(outcome.problem()).isEmpty();
    assertThat(lake.history()).isEqualTo(never.history());
  }

  private static List<List<String>> current(TravelLake lake) {
    return lake.history().stream()
        .filter(row -> row.get(CURRENT).equals("true"))
        .map(row -> row.subList(0, FROM))
        .toList();
  }

  private static List<List<String>> at(List<List<String>> history, Instant instant) {
    return history.stream()
        .filter(row -> row.get(OPERATION).equals("upsert"))
        .filter(row -> !Instant.parse(row.get(FROM)).isAfter(instant))
        .filter(row -> row.get(TO).equals("null") || Instant.parse(row.get(TO)).isAfter(instant))
        .toList();
  }

  private static List<List<String>> contents(List<List<String>> rows) {
    return rows.stream().map(row -> row.subList(0, COLUMNS)).toList();
  }

  private static Snapshot snapshot(TravelLake lake) {
    return lake.lake().table(lake.jobSpec()).current().orElseThrow();
  }

  /** A fifth of the rows are deletes where the mode has them; many rows repeat what was. */
  private static Map<String, String> days(Random random) {
    Map<String, String> days = new LinkedHashMap<>();
    for (int day = 11; day < 18; day++) {
      StringBuilder text = new StringBuilder(HEAD);
      for (int i = 0; i < 12; i++) {
        text.append(random.nextInt(15)).append(",n").append(random.nextInt(3)).append(',');
        text.append(random.nextInt(3)).append(",2020-11-1").append(random.nextInt(4));
        text.append("T00:00:00Z,").append(random.nextInt(5) == 0).append('\n');
      }
      days.put("2020-11-%02d.csv".formatted(day), text.toString());
    }
    return days;
  }

  private TravelLake lake(String name, String mode, String format) throws IOException {
    String partitions = mode.equals("partition") ? "partition_by: [name], " : "";
    String gone =
        mode.equals("partition") ? "gone: {type: boolean, store: false}" : "gone: boolean";
    return new TravelLake(
        home.resolve(name),
        """
        raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
        columns: {id: bigint, name: string, amount: bigint, at: timestamp, %s}
        guard: {max_deleted_share: 100%%}
        history: true
        %sclean: {%sformat: %s, retain: {age: 30d}}
        """
            .formatted(gone, MODES.get(mode), partitions, format));
  }
}
