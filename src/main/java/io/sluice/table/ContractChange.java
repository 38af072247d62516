package io.sluice.table;

import io.sluice.error.ConfigurationException;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Decimal;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.JobSpec;
import io.sluice.spec.JobSpec.OnContractChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a job file changes in a table that an earlier contract made.
 *
 * @param columns the changes of columns that are applied, a sentence each
 * @param format the change of the format, a sentence
 * @param rewrites whether the whole table is written again, so that no folder mixes schemas
 */
public record ContractChange(List<String> columns, Optional<String> format, boolean rewrites) {
  private static final List<ColumnType> INTEGERS =
      List.of(Simple.TINYINT, Simple.SMALLINT, Simple.INT, Simple.BIGINT);
  private static final int[] INTEGER_DIGITS = {3, 5, 10, 19};

  /** Copies the list. */
  public ContractChange {
    columns = List.copyOf(columns);
  }

  /** All changes that are applied. */
  public List<String> notes() {
    return Stream.concat(columns.stream(), format.stream()).toList();
  }

  /**
   * What the job file says against what the table has, where stored rows cannot follow.
   *
   * @param path the key of the job file
   * @param found what the job file says; empty where it says nothing
   * @param stored what the table has
   * @param text both, in words
   * @param advice what may be meant, as the end of a sentence; empty where that is not known
   */
  public record Difference(String path, String found, String stored, String text, String advice) {
    Difference(String path, String found, String stored, String text) {
      this(path, found, stored, text, "");
    }
  }

  /** All differences that {@link #between} refuses; none where the job may add to the version. */
  public static List<Difference> refused(Snapshot version, JobSpec job) {
    List<Difference> refused = new ArrayList<>();
    Map<String, String> renamed = job.renamed(version.state().columns().keySet());
    Map<String, String> said = job.fingerprint();
    job.fingerprint(renamed)
        .forEach(
            (key, value) -> {
              String stored = version.state().fingerprint().getOrDefault(key, "");
              if (!stored.equals(value)) {
                refused.add(
                    new Difference(
                        path(key),
                        said.get(key),
                        stored,
                        key
                            + ": \""
                            + said.get(key)
                            + "\" against the table's \""
                            + stored
                            + "\""));
              }
            });
    Set<String> wanted = new HashSet<>();
    for (ColumnSpec column : job.storedColumns()) {
      String stored = renamed.getOrDefault(column.name(), column.name());
      wanted.add(stored);
      String before = version.state().columns().get(stored);
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
                        "columns: the table's column \""
                            + stored
                            + "\" is missing"
                            + whereabouts(version, job, stored, type),
                        whereabouts(version, job, stored, type)));
              }
            });
    return refused;
  }

  /** What may have become of a column that the job lacks; empty where nobody can know. */
  private static String whereabouts(Snapshot version, JobSpec job, String stored, String type) {
    Map<String, String> columns = version.state().columns();
    Optional<ColumnSpec> both =
        job.storedColumns().stream().filter(column -> column.was().equals(stored)).findFirst();
    if (both.isPresent()) {
      return "; was: "
          + stored
          + " cannot make it "
          + both.get().name()
          + ", as the table has that column too";
    }
    List<ColumnSpec> added =
        job.storedColumns().stream()
            .filter(column -> !columns.containsKey(column.name()) && column.was().isEmpty())
            .filter(column -> type.equals(column.type().text()) || widens(type, column.type()))
            .toList();
    return added.size() == 1
        ? "; if it is column " + added.get(0).name() + " now, write was: " + stored + " there"
        : "";
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
   *     rows cannot follow, or the job lets no column change
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
    ContractChange change = of(version, job);
    change
        .refusal(version, job)
        .ifPresent(
            why -> {
              throw new ConfigurationException(
                  job.dataset()
                      + ": "
                      + why
                      + ". Nothing was changed. Set on_contract_change: apply to have it applied by"
                      + " the next run, or undo the change");
            });
    return change;
  }

  /** What changes where nothing is {@link #refused}; the policy of the job is not asked. */
  public static ContractChange of(Snapshot version, JobSpec job) {
    Map<String, String> stored = version.state().columns();
    Map<String, String> renamed = job.renamed(stored.keySet());
    List<String> notes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (ColumnSpec column : job.storedColumns()) {
      String name = renamed.getOrDefault(column.name(), column.name());
      names.add(name);
      String before = stored.get(name);
      String after = column.type().text();
      if (before == null) {
        notes.add(
            "column "
                + column.name()
                + " is added; it is null in older rows"
                + (column.was().isEmpty()
                    ? ""
                    : ". was: "
                        + column.was()
                        + " found nothing, as the table has no column of that name"));
        continue;
      }
      if (!name.equals(column.name())) {
        notes.add("column " + name + " is renamed to " + column.name());
      }
      if (!before.equals(after)) {
        notes.add("column " + column.name() + " is widened from " + before + " to " + after);
      }
    }
    Optional<String> format =
        version.format() == job.clean().format()
            ? Optional.empty()
            : Optional.of(
                "the format changes from "
                    + version.format().text()
                    + " to "
                    + job.clean().format().text());
    boolean reordered = !names.equals(List.copyOf(stored.keySet()));
    return new ContractChange(notes, format, reordered || !notes.isEmpty() || format.isPresent());
  }

  /**
   * Why the job does not let it be applied; nothing where it may. Another order of columns counts,
   * as some readers take columns by their place.
   */
  public Optional<String> refusal(Snapshot version, JobSpec job) {
    boolean changes = !columns.isEmpty() || (rewrites && format.isEmpty());
    if (job.onContractChange() == OnContractChange.APPLY || !changes) {
      return Optional.empty();
    }
    return Optional.of(
        "the job file changes the table's version "
            + version.number()
            + ", against on_contract_change: refuse: "
            + (columns.isEmpty() ? "the columns have another order" : String.join("; ", columns)));
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
