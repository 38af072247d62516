package io.sluice.run.init;

import io.sluice.settings.Yaml;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Guesses of how rows are merged: key, order, deletes, and what a file may be the whole of. */
final class Rules {
  private static final String NO_KEY_IS_SURE =
      "No column with the name of a key has every value once. Write the columns that identify a row,"
          + " such as key: [order_id, line]. For events, which are never merged, write mode: append"
          + " in its place, and take order_by and delete_when out.";
  private static final String MAY_BE_WHOLE =
      "mode: upsert, each file has what changed. If each file is the whole table: mode: full";
  private static final Set<ColumnType> NO_KEY =
      Set.of(Simple.FLOAT, Simple.DOUBLE, Simple.BINARY, Simple.JSON);

  private static final int MOST_NAMED = 5;
  private static final int NO_RANK = Integer.MAX_VALUE;

  private final String table;
  private final List<Drafted> columns;
  private final Samples samples;
  private final Optional<Parts> named;

  /**
   * Of a table of this name.
   *
   * @param named what each sample may be the whole of, by the names of the samples
   */
  Rules(String table, List<Drafted> columns, Samples samples, Optional<Parts> named) {
    this.table = table;
    this.columns = columns;
    this.samples = samples;
    this.named = named;
  }

  /** The column that tells rows apart, if one is sure to. */
  Optional<Drafted> key() {
    return candidates().stream()
        .filter(one -> rank(one) < NO_RANK)
        .min(Comparator.comparingInt(this::rank));
  }

  /** All columns that are named like keys and tell the rows of each sample apart. */
  private List<Drafted> candidates() {
    return columns.stream()
        .filter(one -> samples.rows() > 0 && one.isUnique())
        .filter(one -> one.filled() == samples.rows())
        .filter(one -> !NO_KEY.contains(one.guess().type()) && !isNested(one.guess().type()))
        .filter(one -> one.guess().type() != Simple.BOOLEAN || hasNameOfKey(one))
        .toList();
  }

  /**
   * How good a key a candidate is, 0 the best. The first column is the likelier key, unless the
   * name of another says that it identifies a row of this table.
   */
  private int rank(Drafted one) {
    int rank = Names.keyRank(one.name(), table).orElse(NO_RANK);
    return one.equals(columns.get(0)) ? Math.min(rank, Names.RANK_OF_ANY_KEY) : rank;
  }

  private boolean hasNameOfKey(Drafted one) {
    return Names.keyRank(one.name(), table).isPresent();
  }

  private static boolean isNested(ColumnType type) {
    return type instanceof ColumnType.Array || type instanceof ColumnType.Struct;
  }

  /** The part of the job file that says what is done with rows. */
  String text() {
    List<Line> lines = new ArrayList<>();
    key().ifPresent(one -> lines.add(keyLine(one)));
    order().ifPresent(lines::add);
    deleteFlag()
        .ifPresent(
            flag ->
                lines.add(
                    new Line(
                        "delete_when: " + Yaml.text(flag.name()),
                        "a flag by its name: rows that have it are deleted")));
    String rules = Line.block(lines) + orderByDay() + mode();
    return key().isPresent() ? rules : noKey() + rules;
  }

  private String noKey() {
    String unique = names(candidates());
    return Line.comment(
            "",
            NO_KEY_IS_SURE + (unique.isEmpty() ? "" : " Unique and never empty: " + unique + "."))
        + "key: []\n";
  }

  private static String names(List<Drafted> columns) {
    return columns.stream().limit(MOST_NAMED).map(Drafted::name).collect(Collectors.joining(", "));
  }

  /** A comment on the mode, unless the samples say that they have what changed. */
  private String mode() {
    boolean mayBeWhole = deleteFlag().isEmpty() && overlaps().stream().allMatch(Overlap::isMost);
    return whole().map(this::ofWhole).orElse(mayBeWhole ? Line.comment("", MAY_BE_WHOLE) : "");
  }

  private String ofWhole(Overlap overlap) {
    return "\n"
        + Line.comment(
            "",
            counted(overlap)
                + ", and no column says when a row changed or that it is deleted: each file may be"
                + " the whole table. As it is, rows that a newer file lacks stay in the table. If"
                + " the files have what changed, leave it so. If each is the whole table, take the"
                + " \"# \" before this line away:")
        + "# mode: full\n";
  }

  private List<Overlap> overlaps() {
    return key().map(Drafted::overlaps).orElse(List.of());
  }

  /**
   * The first two samples, where each may be the whole table: most keys come again in the next, and
   * nothing says that rows have changed or are deleted.
   */
  private Optional<Overlap> whole() {
    return !saysWhatChanged() && overlaps().stream().allMatch(Overlap::isMost)
        ? overlaps().stream().findFirst()
        : Optional.empty();
  }

  private String counted(Overlap overlap) {
    return String.format(
        Locale.ROOT,
        "Of %,d keys in %s, %,d are in %s too and %,d %s missing there%s",
        overlap.valuesBefore(),
        samples.name(overlap.before()),
        overlap.again(),
        samples.name(overlap.sample()),
        overlap.gone(),
        overlap.gone() == 1 ? "is" : "are",
        samples.isCut() ? ", as far as the files were read" : "");
  }

  /** What somebody should know of the guesses, a sentence each. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    whole()
        .ifPresent(
            overlap ->
                notes.add(
                    counted(overlap)
                        + ": each file may be the whole table; the job file says how to write it"));
    parts()
        .ifPresent(
            parts ->
                notes.add(
                    "Each sample may have all rows of a "
                        + parts.word()
                        + "; the job file says how to write it"));
    return notes;
  }

  private Line keyLine(Drafted key) {
    String others = names(candidates().stream().filter(one -> !one.equals(key)).toList());
    return new Line(
        "key: [" + Yaml.text(key.name()) + "]",
        (hasNameOfKey(key) ? "by its name; " : "by the end of its name, and as it is the first; ")
            + (key.isApart()
                ? "unique and never empty in "
                : "unique in each sample and never empty, in ")
            + samples.countedRows()
            + (others.isEmpty() ? "" : "; others that are so: " + others));
  }

  /** Whether a column says when a row changed, or that it is deleted. */
  private boolean saysWhatChanged() {
    return deleteFlag().isPresent() || order().isPresent() || dayOfChange().isPresent();
  }

  private Optional<Drafted> deleteFlag() {
    return columns.stream()
        .filter(one -> one.guess().type() == Simple.BOOLEAN && Names.isDeleteFlag(one.name()))
        .findFirst();
  }

  /**
   * What each sample may be the whole of. Rows that come again in another sample, or say when they
   * changed or that they are deleted, are changes.
   */
  private Optional<Parts> parts() {
    return key().filter(Drafted::isApart).isPresent() && !saysWhatChanged()
        ? named
        : Optional.empty();
  }

  /**
   * An offer to make a partition of each sample, where it may have all rows of one: a comment that
   * goes on with the columns above it.
   *
   * @param raw the lines of {@code raw}
   */
  String partitions(List<Line> raw) {
    return parts().map(parts -> "\n" + partitions(parts, raw)).orElse("");
  }

  private String partitions(Parts parts, List<Line> raw) {
    boolean taken = columns.stream().anyMatch(one -> one.name().equals(parts.word()));
    String column = taken ? "file_" + parts.word() : parts.word();
    String named = Yaml.text(column);
    List<String> lines = new ArrayList<>();
    lines.add("  " + named + ": {from: " + Yaml.quoted("path:" + column) + ", type: string}");
    lines.add("mode: partition");
    lines.add("key: [" + named + ", " + Yaml.text(key().orElseThrow().name()) + "]");
    raw.forEach(line -> lines.add(line.code()));
    lines.add("  path_pattern: " + Yaml.raw(parts.pathPattern(column)));
    lines.addAll(List.of("clean:", "  format: parquet", "  partition_by: [" + named + "]"));
    return Line.comment(
            "",
            "No value of the key is in two samples, and no column says when a row changed: each"
                + " sample may have all rows of a "
                + parts.word()
                + ". If they have what changed, leave all as it is. If not, and if a file that comes"
                + " again shall replace its "
                + parts.word()
                + ": remove raw: above with its lines, and key: and clean: below with theirs, and"
                + " take the \"# \" before each of these lines away:")
        + lines.stream().map(line -> "# " + line + "\n").collect(Collectors.joining());
  }

  private Optional<Line> order() {
    return columns.stream()
        .filter(one -> one.guess().type() == Simple.TIMESTAMP && Names.isChange(one.name()))
        .findFirst()
        .map(
            one -> {
              boolean filled = !one.isDeclared() && one.filled() == samples.rows();
              String name = Yaml.text(one.name());
              return filled
                  ? new Line("order_by: [" + name + "]", "by its name, when the row changed")
                  : new Line(
                      "order_by: [{column: " + name + ", else: processed_date}]",
                      "by its name, when the row changed; some rows may lack it");
            });
  }

  /** An offer to order by a date: rows that change twice on a day have the same. */
  private String orderByDay() {
    return dayOfChange()
        .filter(one -> order().isEmpty())
        .map(
            one ->
                Line.comment(
                        "",
                        one.name()
                            + " is the day on which a row changed, by its name. Of two rows of a key,"
                            + " the one of the newer file wins. If the later day shall win first, and"
                            + " the newer file among equal days, take the \"# \" before this line"
                            + " away:")
                    + "# order_by: [{column: "
                    + Yaml.text(one.name())
                    + ", else: processed_date}]\n")
        .orElse("");
  }

  private Optional<Drafted> dayOfChange() {
    return columns.stream()
        .filter(one -> one.guess().type() == Simple.DATE && Names.isChange(one.name()))
        .findFirst();
  }
}
