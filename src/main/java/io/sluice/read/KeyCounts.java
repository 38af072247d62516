package io.sluice.read;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The keys of JSON records, and how many records have each. */
final class KeyCounts {
  /** Enough names for a warning; a file whose keys are data may have millions. */
  private static final int MOST_NAMES = 1000;

  /** A longer name is not useful in a warning. */
  private static final int LONGEST_NAME = 1000;

  private final Map<String, Count> counts = new TreeMap<>();

  private static final class Count {
    private long records;
    private long last;
  }

  /**
   * Takes a key of a record.
   *
   * @param record which one of the file, from 1: a key that it has twice counts once
   */
  void add(String name, long record) {
    if (name.length() > LONGEST_NAME
        || (counts.size() >= MOST_NAMES && !counts.containsKey(name))) {
      return;
    }
    Count count = counts.computeIfAbsent(name, any -> new Count());
    if (count.last != record) {
      count.last = record;
      count.records++;
    }
  }

  /** The keys, sorted. */
  List<String> names() {
    return List.copyOf(counts.keySet());
  }

  /** How many records have each of these keys. */
  Map<String, Long> of(List<String> names) {
    Map<String, Long> of = new LinkedHashMap<>();
    names.forEach(name -> of.put(name, counts.get(name).records));
    return of;
  }
}
