package io.sluice.merge;

import io.sluice.merge.Setting.Order;
import io.sluice.spec.Floor;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.Partition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Random increments over domains so small that ties, late rows, deletes and floors collide. */
public final class Histories {
  /** The last two sort one way by their bytes and the other way by Java's characters. */
  private static final List<String> IDS =
      List.of("a", "b", "Z", "a#2", "é", "\uff5a", "\ud83d\ude00");

  private final Setting setting;
  private final Random random;

  public Histories(Setting setting, long seed) {
    this.setting = setting;
    this.random = new Random(seed);
  }

  /** One increment: its rows, and the floor that it sets. */
  public record Load(List<Entry> entries, List<Floor> floors) {}

  /** Up to five increments whose rows lie in the parts, in a random order. */
  public List<Load> increments(int keysOfPart, int rows, List<String> parts) {
    List<String> ids = new ArrayList<>(IDS);
    Collections.shuffle(ids, random);
    List<Load> loads = new ArrayList<>();
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      loads.add(load(ids.get(i), parts, keysOfPart, random.nextInt(rows + 1)));
    }
    return loads;
  }

  /** The same increments: all at once and again, one by one, and in groups that overlap. */
  List<List<List<Load>>> schedules(List<Load> loads) {
    List<List<List<Load>>> schedules = new ArrayList<>();
    schedules.add(List.of(loads, loads));
    schedules.add(shuffled(loads).stream().map(List::of).toList());
    List<List<Load>> groups = new ArrayList<>();
    List<Load> some = shuffled(loads);
    groups.add(some.subList(0, (some.size() + 1) / 2));
    groups.add(shuffled(loads));
    schedules.add(groups);
    return schedules;
  }

  private List<Load> shuffled(List<Load> loads) {
    List<Load> copy = new ArrayList<>(loads);
    Collections.shuffle(copy, random);
    return copy;
  }

  private Load load(String id, List<String> parts, int keysOfPart, int rows) {
    int date = random.nextInt(3);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      Entry entry = entry(id, date, parts.get(random.nextInt(parts.size())), keysOfPart);
      entries.add(entry);
      if (random.nextInt(8) == 0) {
        entries.add(entry);
      }
    }
    // A load whose rows lie in quarantine sets no floor.
    if (random.nextInt(4) == 0) {
      return new Load(entries, List.of());
    }
    if (setting.floorOfTable()) {
      return new Load(entries, List.of(new Floor(Partition.WHOLE_TABLE, Entry.moment(date), id)));
    }
    if (setting.mode() != Mode.PARTITION) {
      return new Load(entries, List.of());
    }
    return new Load(
        entries,
        parts.stream()
            .map(part -> new Floor(new Partition(Map.of("part", part)), Entry.moment(date), id))
            .toList());
  }

  private Entry entry(String increment, int date, String part, int keysOfPart) {
    boolean delete = setting.mode() != Mode.INSERT && random.nextInt(4) == 0;
    boolean noOrder = setting.order() == Order.ELSE_PROCESSED_DATE && random.nextInt(3) == 0;
    return new Entry(
        part,
        random.nextInt(keysOfPart),
        noOrder ? Optional.empty() : Optional.of(Entry.moment(random.nextInt(3))),
        List.of(Optional.<String>empty(), Optional.of("x"), Optional.of("y"))
            .get(random.nextInt(3)),
        Entry.moment(date),
        increment,
        random.nextInt(2),
        delete);
  }
}
