package io.sluice.spec;

import io.sluice.spec.ColumnSpec.Normaliser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * All that a job file says of one dataset.
 *
 * @param freshness the greatest age of the newest applied increment; empty: never stale
 * @param columns the contract of the table, in its order; steering columns among them
 * @param drift what happens to columns of the input that the contract lacks
 * @param onContractChange what happens where columns are not those of the table
 * @param history whether every accepted row is kept beside the table
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
    OnContractChange onContractChange,
    GuardSpec guard,
    CleanSpec clean,
    boolean history,
    Optional<String> schedule,
    Optional<String> owner) {

  /** What happens to columns of the input that the contract lacks. */
  public enum Drift {
    /** Kept as JSON in {@code _rescued}. */
    RESCUE,
    /** The file is refused. */
    FAIL
  }

  /** What happens where the contract adds, widens or renames columns of the table. */
  public enum OnContractChange {
    /** The table's next version has them. */
    APPLY,
    /** The run is refused, until somebody allows the change. */
    REFUSE
  }

  /** Copies the list. */
  public JobSpec {
    columns = List.copyOf(columns);
  }

  /** The same job with another contract of its table. */
  public JobSpec withColumns(List<ColumnSpec> others) {
    return new JobSpec(
        dataset,
        description,
        freshness,
        extract,
        raw,
        others,
        merge,
        drift,
        onContractChange,
        guard,
        clean,
        history,
        schedule,
        owner);
  }

  /** The columns that the clean table stores, in its order. */
  public List<ColumnSpec> storedColumns() {
    return columns.stream().filter(ColumnSpec::store).toList();
  }

  /**
   * The columns that a table has under the name that they {@link ColumnSpec#was had before}: that
   * name, by the one that they have now.
   *
   * @param stored the names of the table's columns
   */
  public Map<String, String> renamed(Set<String> stored) {
    Map<String, String> before = new LinkedHashMap<>();
    for (ColumnSpec column : storedColumns()) {
      if (stored.contains(column.was()) && !stored.contains(column.name())) {
        before.put(column.name(), column.was());
      }
    }
    return before;
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
    return fingerprint(Map.of());
  }

  /**
   * The same with other names for columns, as {@link #renamed} gives them: that of the job which
   * made the table, where nothing but names changed.
   */
  public Map<String, String> fingerprint(Map<String, String> names) {
    UnaryOperator<String> named = name -> names.getOrDefault(name, name);
    Map<String, String> normalisers = new TreeMap<>();
    for (String key : merge.key()) {
      List<Normaliser> normalise = input(key).normalise();
      if (!normalise.isEmpty()) {
        normalisers.put(named.apply(key), lower(normalise));
      }
    }
    List<String> order = new ArrayList<>();
    merge
        .orderBy()
        .forEach(
            o ->
                order.add(
                    named.apply(o.column())
                        + (o.elseProcessedDate() ? " else processed_date" : "")));
    Map<String, String> fingerprint = new LinkedHashMap<>();
    fingerprint.put("mode", lower(merge.mode()));
    fingerprint.put("key", joined(merge.key(), named));
    fingerprint.put("normalise", normalisers.isEmpty() ? "" : normalisers.toString());
    fingerprint.put("order_by", String.join(", ", order));
    fingerprint.put("tie", lower(merge.tie()));
    fingerprint.put("on_full_load", lower(merge.onFullLoad()));
    fingerprint.put("partition_by", joined(merge.partitionBy(), named));
    return fingerprint;
  }

  private static String joined(List<String> columns, UnaryOperator<String> named) {
    return columns.stream().map(named).collect(Collectors.joining(", "));
  }

  private static String lower(List<Normaliser> normalisers) {
    return normalisers.stream().map(JobSpec::lower).collect(Collectors.joining(" "));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
