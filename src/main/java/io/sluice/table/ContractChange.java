package io.sluice.table;

import io.sluice.error.ConfigurationException;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Decimal;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.JobSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a job file changes in a table that an earlier contract made.
 *
 * @param notes the changes that are applied, a sentence each
 * @param rewrites whether the whole table is written again, so that no folder mixes schemas
 */
public record ContractChange(List<String> notes, boolean rewrites) {
  private static final List<ColumnType> INTEGERS =
      List.of(Simple.TINYINT, Simple.SMALLINT, Simple.INT, Simple.BIGINT);
  private static final int[] INTEGER_DIGITS = {3, 5, 10, 19};

  /** Copies the list. */
  public ContractChange {
    notes = List.copyOf(notes);
  }

  /**
   * What the job file says against what the table has, where stored rows cannot follow.
   *
   * @param path the key of the job file
   * @param found what the job file says; empty where it says nothing
   * @param stored what the table has
   * @param text both, in words
   */
  public record Difference(String path, String found, String stored, String text) {}

  /** All differences that {@link #between} refuses; none where the job may add to the version. */
  public static List<Difference> refused(Snapshot version, JobSpec job) {
    List<Difference> refused = new ArrayList<>();
    job.fingerprint()
        .forEach(
            (key, value) -> {
              String stored = version.state().fingerprint().getOrDefault(key, "");
              if (!stored.equals(value)) {
                refused.add(
                    new Difference(
                        path(key),
                        value,
                        stored,
                        key + ": \"" + value + "\" against the table's \"" + stored + "\""));
              }
            });
    Set<String> wanted = new HashSet<>();
    for (ColumnSpec column : job.storedColumns()) {
      wanted.add(column.name());
      String before = version.state().columns().get(column.name());
      String after = column.type().text();
      if (before != null && !before.equals(after) && !widens(before, column.type())) {
        refused.add(
            new Difference(
                "columns." + column.name() + ".type",
                after,
                before,
                "columns."
                    + column.name()
                    + ".type: "
                    + after
                    + " cannot hold all of the table's "
                    + before));
      }
    }
    version
        .state()
        .columns()
        .forEach(
            (stored, type) -> {
              if (!wanted.contains(stored)) {
                refused.add(
                    new Difference(
                        "columns." + stored,
                        "",
                        type,
                        "columns: the table's column \"" + stored + "\" is missing"));
              }
            });
    return refused;
  }

  /** Where a job file writes an entry of the fingerprint. */
  private static String path(String key) {
    return switch (key) {
      case "normalise" -> "columns";
      case "partition_by" -> "clean.partition_by";
      default -> key;
    };
  }

  /**
   * Compares the job with the version that it would add to.
   *
   * @param waysOut what somebody can do about a table that cannot follow, as the end of a message
   * @throws ConfigurationException if the law of the table or a column changes in a way that stored
   *     rows cannot follow
   */
  public static ContractChange between(Snapshot version, JobSpec job, Supplier<String> waysOut) {
    List<Difference> refused = refused(version, job);
    if (!refused.isEmpty()) {
      throw new ConfigurationException(
          job.dataset()
              + ": the job file differs from the table's version "
              + version.number()
              + " in ways for which stored rows cannot be converted: "
              + refused.stream().map(Difference::text).collect(Collectors.joining("; "))
              + ". Nothing was changed. "
              + waysOut.get());
    }
    List<String> notes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (ColumnSpec column : job.storedColumns()) {
      names.add(column.name());
      String before = version.state().columns().get(column.name());
      String after = column.type().text();
      if (before == null) {
        notes.add("column " + column.name() + " is added; it is null in older rows");
      } else if (!before.equals(after)) {
        notes.add("column " + column.name() + " is widened from " + before + " to " + after);
      }
    }
    if (version.format() != job.clean().format()) {
      notes.add(
          "the format changes from "
              + version.format().text()
              + " to "
              + job.clean().format().text());
    }
    boolean reordered = !names.equals(List.copyOf(version.state().columns().keySet()));
    return new ContractChange(notes, reordered || !notes.isEmpty());
  }

  private static boolean widens(String before, ColumnType after) {
    for (int i = 0; i < INTEGERS.size(); i++) {
      if (INTEGERS.get(i).text().equals(before)) {
        return INTEGERS.indexOf(after) > i
            || (after instanceof Decimal decimal
                && decimal.precision() - decimal.scale() >= INTEGER_DIGITS[i]);
      }
    }
    if (before.startsWith("decimal(") && after instanceof Decimal decimal) {
      String[] bounds = before.substring("decimal(".length(), before.length() - 1).split(",", -1);
      int precision = Integer.parseInt(bounds[0]);
      int scale = Integer.parseInt(bounds[1]);
      return decimal.scale() >= scale && decimal.precision() - decimal.scale() >= precision - scale;
    }
    return false;
  }
}
