package io.sluice.merge;

import io.sluice.law.RowHash;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A row of the tests' contract with its operation and origin. */
public record Entry(
    String part,
    int id,
    Optional<Instant> ord,
    Optional<String> note,
    Instant processedDate,
    String increment,
    int ordinal,
    boolean delete) {

  static final Instant START = Instant.parse("2026-11-20T00:00:00Z");

  /** Instants of a small domain, a microsecond apart. */
  static Instant moment(int number) {
    return START.plusNanos(number * 1000L);
  }

  /** An upsert of key {@code (a, 1)} by the increment of that number. */
  static Entry upsert(int increment, String note) {
    return new Entry(
        "a", 1, Optional.empty(), Optional.of(note), moment(increment), "i" + increment, 0, false);
  }

  /** A delete of key {@code (a, 1)} by the increment of that number. */
  static Entry delete(int increment) {
    return new Entry(
        "a", 1, Optional.empty(), Optional.empty(), moment(increment), "i" + increment, 0, true);
  }

  Entry ofKey(String otherPart, int otherId) {
    return new Entry(otherPart, otherId, ord, note, processedDate, increment, ordinal, delete);
  }

  Entry ordered(int number) {
    return new Entry(
        part, id, Optional.of(moment(number)), note, processedDate, increment, ordinal, delete);
  }

  Entry inFile(int number) {
    return new Entry(part, id, ord, note, processedDate, increment, number, delete);
  }

  Entry from(String otherIncrement) {
    return new Entry(part, id, ord, note, processedDate, otherIncrement, ordinal, delete);
  }

  /** What identifies the row. */
  public RowKey key() {
    return new RowKey(part, id);
  }

  /** What remains of a delete: its version. */
  Entry tombstone(Optional<Instant> orderValue) {
    return new Entry(
        part, id, orderValue, Optional.empty(), processedDate, increment, ordinal, true);
  }

  boolean sameContent(Entry other) {
    return ord.equals(other.ord) && note.equals(other.note);
  }

  String hash() {
    Map<String, Object> values = new HashMap<>();
    values.put("part", part);
    values.put("id", id);
    if (!delete) {
      ord.ifPresent(value -> values.put("ord", value));
      note.ifPresent(value -> values.put("note.text", value));
    }
    return RowHash.of(values);
  }

  /** The two key columns. */
  public record RowKey(String part, int id) {}
}
