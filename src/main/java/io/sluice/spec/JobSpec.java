package io.sluice.spec;

import io.sluice.spec.ColumnSpec.Normaliser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that a job file says of one dataset.
 *
 * @param freshness the greatest age of the newest applied increment; empty: never stale
 * @param columns the contract of the table, in its order; steering columns among them
 * @param drift what happens to columns of the input that the contract lacks
 * @param schedule a cron expression for the scheduler
 */
public record JobSpec(
    DatasetName dataset,
    String description,
    Optional<Duration> freshness,
    Optional<ExtractSpec> extract,
    RawSpec raw,
    List<ColumnSpec> columns,
    MergeSpec merge,
    Drift drift,
    GuardSpec guard,
    CleanSpec clean,
    Optional<String> schedule,
    Optional<String> owner) {

  /** What happens to columns of the input that the contract lacks. */
  public enum Drift {
    /** Kept as JSON in {@code _rescued}. */
    RESCUE,
    /** The file is refused. */
    FAIL
  }

  /** Copies the list. */
  public JobSpec {
    columns = List.copyOf(columns);
  }

  /** The columns that the clean table stores, in its order. */
  public List<ColumnSpec> storedColumns() {
    return columns.stream().filter(ColumnSpec::store).toList();
  }

  /** The column of this name, which must exist. */
  public ColumnSpec column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow();
  }

  /** The column that files have by this name; where they have none, the table's. */
  public ColumnSpec input(String name) {
    return raw.columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseGet(() -> column(name));
  }

  /** Whether a key is not stored as it is written. */
  public boolean normalisesKey() {
    return merge.key().stream().anyMatch(name -> !input(name).normalise().isEmpty());
  }

  /**
   * The settings that decide the outcome of the merge: a table with one fingerprint is not merged
   * with another.
   */
  public Map<String, String> fingerprint() {
    Map<String, String> normalisers = new TreeMap<>();
    for (String key : merge.key()) {
      List<Normaliser> normalise = input(key).normalise();
      if (!normalise.isEmpty()) {
        normalisers.put(key, lower(normalise));
      }
    }
    List<String> order = new ArrayList<>();
    merge
        .orderBy()
        .forEach(
            o -> order.add(o.column() + (o.elseProcessedDate() ? " else processed_date" : "")));
    Map<String, String> fingerprint = new LinkedHashMap<>();
    fingerprint.put("mode", lower(merge.mode()));
    fingerprint.put("key", String.join(", ", merge.key()));
    fingerprint.put("normalise", normalisers.isEmpty() ? "" : normalisers.toString());
    fingerprint.put("order_by", String.join(", ", order));
    fingerprint.put("tie", lower(merge.tie()));
    fingerprint.put("on_full_load", lower(merge.onFullLoad()));
    fingerprint.put("partition_by", String.join(", ", merge.partitionBy()));
    return fingerprint;
  }

  private static String lower(List<Normaliser> normalisers) {
    return normalisers.stream().map(JobSpec::lower).collect(Collectors.joining(" "));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
