package io.sluice.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The records of an account by path, such as {@code tickets} or {@code slas/policies}. */
final class ZendeskStore {
  /** What incremental exports go by, the first that a record has. */
  private static final List<String> CLOCKS =
      List.of("generated_timestamp", "timestamp", "updated_at", "rated_at", "time", "created_at");

  private static final Comparator<ObjectNode> ORDER =
      Comparator.comparingLong(ZendeskStore::seconds).thenComparingLong(ZendeskStore::id);

  private final Map<String, Map<Long, ObjectNode>> records = new ConcurrentHashMap<>();

  /** Adds a record, in place of an older one with its id. */
  void put(String path, ObjectNode entry) {
    Map<Long, ObjectNode> all = records.computeIfAbsent(path, any -> new TreeMap<>());
    synchronized (all) {
      all.put(id(entry), entry);
    }
  }

  void remove(String path, long id) {
    Map<Long, ObjectNode> all = records.getOrDefault(path, new TreeMap<>());
    synchronized (all) {
      all.remove(id);
    }
  }

  /** Takes all records of a path away; the path stays known. */
  void clear(String path) {
    records.put(path, new TreeMap<>());
  }

  boolean has(String path) {
    return records.containsKey(path);
  }

  /** By id. */
  List<ObjectNode> list(String path) {
    Map<Long, ObjectNode> all = records.getOrDefault(path, new TreeMap<>());
    synchronized (all) {
      return new ArrayList<>(all.values());
    }
  }

  /** In the order of exports: by clock and id, those up to {@code latest} seconds alone. */
  List<ObjectNode> exported(String path, long latest) {
    return list(path).stream().filter(one -> seconds(one) <= latest).sorted(ORDER).toList();
  }

  static long id(ObjectNode entry) {
    return entry.path("id").asLong();
  }

  /** The record's clock in seconds of the epoch. */
  static long seconds(ObjectNode entry) {
    for (String clock : CLOCKS) {
      if (entry.path(clock).isIntegralNumber()) {
        return entry.path(clock).longValue();
      }
      if (entry.path(clock).isTextual()) {
        return OffsetDateTime.parse(entry.path(clock).textValue()).toEpochSecond();
      }
    }
    throw new IllegalArgumentException("a record without a clock: " + entry);
  }
}
