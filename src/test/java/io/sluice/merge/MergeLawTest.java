package io.sluice.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.law.MergeClass;
import io.sluice.merge.Histories.Load;
import io.sluice.merge.Oracle.State;
import io.sluice.merge.Setting.Order;
import io.sluice.merge.Table.Run;
import io.sluice.spec.Floor;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.OnFullLoad;
import io.sluice.spec.MergeSpec.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The laws of the merge by generated histories. A state is compared after every run with the
 * maximum over all rows seen so far, which knows no order of arrival: so replays, other orders and
 * other groupings that agree with it agree with each other.
 */
class MergeLawTest {
  private static final int HISTORIES = 80;

  static Stream<Setting> settingsWithoutFloorOfTable() {
    Setting upsert = Setting.of(Mode.UPSERT);
    Setting insert = Setting.of(Mode.INSERT);
    Setting partition = Setting.of(Mode.PARTITION);
    return bothWays(
        upsert,
        upsert.with(Operation.UPSERT).with(JoinPlan.SHUFFLED, 5),
        upsert.with(Order.STRICT).with(JoinPlan.BROADCAST, 1),
        upsert.with(Order.ELSE_PROCESSED_DATE).with(JoinPlan.BROADCAST, 5),
        insert.with(JoinPlan.SHUFFLED, 1),
        insert.with(Order.ELSE_PROCESSED_DATE),
        partition.with(JoinPlan.SHUFFLED, 2),
        partition.with(Order.ELSE_PROCESSED_DATE).with(Operation.UPSERT));
  }

  static Stream<Setting> settingsWithFloorOfTable() {
    Setting full = Setting.of(Mode.FULL);
    Setting replace = Setting.of(Mode.UPSERT).with(OnFullLoad.REPLACE);
    return bothWays(
        full.with(Order.STRICT),
        full.with(Order.ELSE_PROCESSED_DATE).with(JoinPlan.SHUFFLED, 5),
        replace.with(Order.ELSE_PROCESSED_DATE).with(Operation.UPSERT));
  }

  private static Stream<Setting> bothWays(Setting... settings) {
    return Stream.of(settings).flatMap(setting -> Stream.of(setting, setting.inMemory()));
  }

  @ParameterizedTest
  @MethodSource("settingsWithoutFloorOfTable")
  void givenManyHistoriesInOneTable_whenRunInAnyOrderAndAgain_thenTheGreatestVersionIsKept(
      Setting setting) {
    Histories histories = new Histories(setting, 7);
    List<List<List<Load>>> schedules = new ArrayList<>();
    for (int i = 0; i < HISTORIES; i++) {
      // Each schedule of a history needs keys of its own, as all of them lie in one table.
      long seed = 100L + i;
      for (int variant = 0; variant < 3; variant++) {
        List<Load> loads =
            new Histories(setting, seed).increments(2, 5, List.of("h" + i + "-" + variant));
        schedules.add(histories.schedules(loads).get(variant));
      }
    }
    int runs = schedules.stream().mapToInt(List::size).max().orElseThrow();
    List<List<Load>> packed =
        IntStream.range(0, runs)
            .mapToObj(
                run ->
                    schedules.stream()
                        .filter(schedule -> run < schedule.size())
                        .flatMap(schedule -> schedule.get(run).stream())
                        .toList())
            .toList();

    assertLawHolds(setting, packed);
  }

  @ParameterizedTest
  @MethodSource("settingsWithFloorOfTable")
  void givenLoadsOfTheWholeTable_whenRunInAnyOrderAndAgain_thenTheGreatestVersionIsKept(
      Setting setting) {
    Histories histories = new Histories(setting, 11);
    List<String> parts = IntStream.range(0, 40).mapToObj(part -> "p" + part).toList();
    List<Load> loads = histories.increments(2, 120, parts);

    Set<State> ends = new HashSet<>();
    for (List<List<Load>> schedule : histories.schedules(loads)) {
      ends.add(assertLawHolds(setting, schedule));
    }

    assertThat(ends).as("states at the end of each schedule").hasSize(1);
  }

  private static State assertLawHolds(Setting setting, List<List<Load>> runs) {
    Oracle oracle = new Oracle(setting);
    Table table = new Table(setting);
    List<Entry> seen = new ArrayList<>();
    List<Floor> floors = new ArrayList<>();
    State state = new State(Map.of(), Map.of());
    for (List<Load> loads : runs) {
      List<Entry> entries = loads.stream().flatMap(load -> load.entries().stream()).toList();
      seen.addAll(entries);
      loads.forEach(load -> floors.addAll(load.floors()));
      long before = table.size();

      Run run = table.apply(entries, floors);

      assertThat(run.outcomes()).isEqualTo(oracle.outcomes(state, entries, floors));
      state = oracle.state(seen, floors);
      assertThat(table.state()).isEqualTo(state);
      assertThat(run.counts().accepted()).isEqualTo(entries.size());
      assertThat(table.size())
          .isEqualTo(
              before
                  + run.counts().count(MergeClass.INSERTED)
                  - run.counts().count(MergeClass.DELETED)
                  - run.removed());
    }
    return state;
  }
}
