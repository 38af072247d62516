package io.sluice.merge;

import io.sluice.law.MergeClass;
import io.sluice.merge.Entry.RowKey;
import io.sluice.spec.Floor;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.Operation;
import io.sluice.spec.Partition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The law in plain Java: the state as a maximum over all rows ever seen, and the class of each run.
 */
public final class Oracle {
  private final Setting setting;

  public Oracle(Setting setting) {
    this.setting = setting;
  }

  /** What a table is: for each key a live row or a tombstone. */
  public record State(Map<RowKey, Entry> live, Map<RowKey, Entry> dead) {}

  /** What a run does to one key. */
  public record Outcome(
      String mergeClass,
      long duplicate,
      long superseded,
      long ties,
      boolean live,
      boolean dead,
      boolean replaces) {}

  /** The state after all these rows, in whatever order they came. */
  public State state(Collection<Entry> all, List<Floor> floors) {
    Map<RowKey, Entry> live = new HashMap<>();
    Map<RowKey, Entry> dead = new HashMap<>();
    byKey(all.stream().filter(entry -> !below(entry, floors)).toList())
        .forEach(
            (key, entries) -> {
              Entry best = best(entries);
              if (best.delete()) {
                dead.put(key, best.tombstone(orderValue(best)));
              } else {
                live.put(key, best);
              }
            });
    return new State(live, dead);
  }

  /** What the rows of one run do to a state, key by key. */
  public Map<RowKey, Outcome> outcomes(State before, Collection<Entry> run, List<Floor> floors) {
    Map<RowKey, Outcome> outcomes = new HashMap<>();
    byKey(run)
        .forEach(
            (key, entries) ->
                outcomes.put(
                    key,
                    outcome(
                        entries,
                        Optional.ofNullable(before.live().get(key)),
                        Optional.ofNullable(before.dead().get(key)),
                        floors)));
    return outcomes;
  }

  private Outcome outcome(
      List<Entry> entries, Optional<Entry> stored, Optional<Entry> tombstone, List<Floor> floors) {
    TreeSet<Entry> distinct = new TreeSet<>(version());
    distinct.addAll(entries);
    long ties = 0;
    for (Entry entry : distinct) {
      Optional<Entry> lower = Optional.ofNullable(distinct.lower(entry));
      ties += lower.filter(l -> withoutHash().compare(l, entry) == 0).isPresent() ? 1 : 0;
    }
    Entry winner = best(entries);
    Optional<Entry> dead = tombstone.filter(entry -> !below(entry, floors));
    MergeClass mergeClass = mergeClass(winner, stored, dead, floors);
    boolean live =
        EnumSet.of(MergeClass.INSERTED, MergeClass.UPDATED, MergeClass.REFRESHED)
            .contains(mergeClass);
    boolean known = dead.filter(entry -> version().compare(entry, winner) == 0).isPresent();
    boolean left = mergeClass == MergeClass.UNCHANGED && winner.delete() && !known;
    return new Outcome(
        mergeClass.text(),
        entries.size() - distinct.size(),
        distinct.size() - 1,
        ties,
        live,
        left || mergeClass == MergeClass.DELETED,
        mergeClass == MergeClass.DELETED || (live && mergeClass != MergeClass.INSERTED));
  }

  private MergeClass mergeClass(
      Entry winner, Optional<Entry> stored, Optional<Entry> dead, List<Floor> floors) {
    if (below(winner, floors) || dead.filter(entry -> beats(entry, winner)).isPresent()) {
      return MergeClass.BLOCKED;
    }
    if (stored.isEmpty()) {
      return winner.delete() ? MergeClass.UNCHANGED : MergeClass.INSERTED;
    }
    Entry old = stored.get();
    if (!below(old, floors)) {
      if (beats(old, winner)) {
        return MergeClass.STALE;
      }
      if (version().compare(old, winner) == 0) {
        return MergeClass.UNCHANGED;
      }
    }
    if (winner.delete()) {
      return MergeClass.DELETED;
    }
    return winner.sameContent(old) ? MergeClass.REFRESHED : MergeClass.UPDATED;
  }

  static boolean below(Entry entry, List<Floor> floors) {
    return floors.stream()
        .filter(
            floor ->
                floor.partition().isEmpty()
                    || floor.partition().equals(new Partition(Map.of("part", entry.part()))))
        .anyMatch(
            floor ->
                entry.processedDate().isBefore(floor.processedDate())
                    || (entry.processedDate().equals(floor.processedDate())
                        && compareUtf8(entry.increment(), floor.increment()) < 0));
  }

  private Entry best(List<Entry> entries) {
    return entries.stream()
        .max(setting.mode() == Mode.INSERT ? version().reversed() : version())
        .orElseThrow();
  }

  private boolean beats(Entry left, Entry right) {
    int compared = version().compare(left, right);
    return setting.mode() == Mode.INSERT ? compared < 0 : compared > 0;
  }

  public Comparator<Entry> version() {
    return withoutHash().thenComparing(Entry::hash);
  }

  public Comparator<Entry> withoutHash() {
    Comparator<Entry> date = Comparator.comparing(Entry::processedDate);
    Comparator<Entry> increment = Comparator.comparing(Entry::increment, Oracle::compareUtf8);
    Comparator<Entry> rank = Comparator.comparingInt(this::rank);
    Comparator<Entry> ordinal = Comparator.comparingInt(Entry::ordinal);
    Comparator<Entry> order =
        Comparator.comparing(
            entry -> orderValue(entry).orElse(Instant.EPOCH), Comparator.naturalOrder());
    boolean loadsFirst =
        setting.mode() == Mode.FULL || setting.mode() == Mode.PARTITION || setting.floorOfTable();
    return loadsFirst
        ? date.thenComparing(increment)
            .thenComparing(order)
            .thenComparing(rank)
            .thenComparing(ordinal)
        : order
            .thenComparing(date)
            .thenComparing(rank)
            .thenComparing(increment)
            .thenComparing(ordinal);
  }

  private int rank(Entry entry) {
    Operation operation = entry.delete() ? Operation.DELETE : Operation.UPSERT;
    return operation == setting.tie() ? 1 : 0;
  }

  private Optional<Instant> orderValue(Entry entry) {
    return switch (setting.order()) {
      case NONE -> Optional.empty();
      case STRICT -> entry.ord();
      case ELSE_PROCESSED_DATE -> entry.ord().or(() -> Optional.of(entry.processedDate()));
    };
  }

  private static Map<RowKey, List<Entry>> byKey(Collection<Entry> entries) {
    return entries.stream().collect(Collectors.groupingBy(Entry::key));
  }

  private static int compareUtf8(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
