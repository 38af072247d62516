package io.sluice.config;

import io.sluice.settings.MissingColon;
import io.sluice.settings.Node;
import io.sluice.settings.Section;
import io.sluice.settings.Wrong;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnSpec.Normaliser;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The contract of a job file. A column whose type is wrong is reported and kept as text, so that
 * what refers to it is not reported as well.
 */
final class ColumnsParser {
  private static final Set<String> KEYS =
      Section.ordered(
          "from",
          "was",
          "type",
          "optional",
          "normalise",
          "store",
          "pii",
          "description",
          "from_epoch",
          "formats",
          "decode",
          "decimal",
          "grouping",
          "true_values",
          "false_values",
          "null_values");

  /** Where files have columns of their own, what is said of text belongs to these. */
  private static final Set<String> OF_FILES =
      Set.of(
          "from",
          "type",
          "optional",
          "normalise",
          "from_epoch",
          "formats",
          "decode",
          "decimal",
          "grouping",
          "true_values",
          "false_values",
          "null_values");

  private static final Set<String> OF_TABLES = Set.of("was", "type", "store", "pii", "description");

  private final Section above;
  private final Section columns;
  private final Set<String> keys;
  private final Optional<String> deleteWhen;

  private ColumnsParser(Section above, Optional<Node> deleteWhen, Set<String> keys) {
    this.above = above;
    this.columns = above.section("columns");
    this.deleteWhen = deleteWhen.filter(Node::isScalar).map(value -> value.text().strip());
    this.keys = keys;
  }

  /** The columns of a job, which are those of its table, and of its files as well by default. */
  static ColumnsParser ofJob(Section job) {
    return new ColumnsParser(
        job, job.value("delete_when"), job.section("raw").has("columns") ? OF_TABLES : KEYS);
  }

  /** The columns of its files, where they are others. */
  static ColumnsParser ofFiles(Section raw) {
    return new ColumnsParser(raw, Optional.empty(), OF_FILES);
  }

  /** Returns the columns in the order of the file, the defaults' first. */
  List<ColumnSpec> parse() {
    List<ColumnSpec> specs = new ArrayList<>();
    columns
        .node()
        .entries()
        .forEach(
            (name, node) -> specs.add(node.isMap() ? column(name, node) : shortForm(name, node)));
    if (specs.isEmpty()) {
      above.problem("columns", "is missing or empty; declare each column as name: type");
    } else if (specs.stream().noneMatch(ColumnSpec::store)) {
      above.problem("columns", "no column is stored; a table needs at least one");
    }
    checkTwice(specs);
    checkFormerNames(specs);
    return specs;
  }

  private ColumnSpec shortForm(String name, Node node) {
    ColumnType type = Simple.STRING;
    if (node.kind() == Node.Kind.NOTHING) {
      columns.problems().add(node, "is empty; write " + name + ": string, or another type");
    } else {
      type = type(columns, node).orElse(Simple.STRING);
    }
    return new ColumnSpec(name, name, type, false, List.of(), !isDeleteFlag(name), false);
  }

  private ColumnSpec column(String name, Node node) {
    Section column = new Section(node, columns.problems());
    Optional<Node> written = column.value("type");
    if (written.isEmpty()) {
      column.problem("type", "is missing; write a type such as string or decimal(18,2)");
    }
    boolean cutOff = written.filter(t -> TypeParser.isCutOff(t.text())).isPresent();
    if (!cutOff) {
      // If a comma cut off a type, the rest of it is a key here; it is reported together with the
      // type.
      allow(column);
    }
    Optional<ColumnType> known = written.flatMap(value -> type(column, value));
    ColumnType type = known.orElse(Simple.STRING);
    return new ColumnSpec(
        name,
        from(name, column),
        type,
        column.flag("optional").orElse(false),
        normalisers(column, known),
        column.flag("store").orElse(!isDeleteFlag(name)),
        column.flag("pii").orElse(false),
        new TextFormParser(column, known).parse(),
        column.text("description").map(String::strip).orElse(""),
        column.text("was").orElse(""));
  }

  /** One name or several; a place in the path stands alone. */
  private List<String> from(String name, Section column) {
    List<String> names = new ArrayList<>();
    for (Node value : column.list("from")) {
      column.text(value).filter(text -> !names.contains(text)).ifPresent(names::add);
    }
    if (names.size() > 1 && names.stream().anyMatch(text -> text.startsWith("path:"))) {
      column.problem("from", "has a place in the path beside names; write one or the other");
    }
    return names.isEmpty() ? List.of(name) : names;
  }

  private void allow(Section column) {
    NestedKeys.allow(column, KEYS);
    column
        .node()
        .entries()
        .forEach(
            (key, value) -> {
              if (KEYS.contains(key) && !keys.contains(key)) {
                columns
                    .problems()
                    .add(value, "belongs to " + (keys == OF_FILES ? "columns" : "raw.columns"));
              }
            });
  }

  private boolean isDeleteFlag(String name) {
    return deleteWhen.filter(name::equals).isPresent();
  }

  private Optional<ColumnType> type(Section section, Node value) {
    Optional<String> text = section.text(value);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(TypeParser.parse(text.get()));
    } catch (IllegalArgumentException e) {
      columns
          .problems()
          .add(
              value,
              MissingColon.told(text.get(), KEYS)
                  .map(told -> Wrong.of("\"" + text.get() + "\" is not a type; " + told))
                  .orElseGet(() -> TypeParser.wrong(e)));
      return Optional.empty();
    }
  }

  private List<Normaliser> normalisers(Section column, Optional<ColumnType> known) {
    List<Normaliser> normalisers = new ArrayList<>();
    for (Node value : column.list("normalise")) {
      column.choice(value, Normaliser.class).ifPresent(normalisers::add);
    }
    if (known.isEmpty()) {
      return normalisers;
    }
    ColumnType type = known.get();
    boolean nested = type instanceof ColumnType.Array || type instanceof ColumnType.Struct;
    if (nested && normalisers.contains(Normaliser.TRIM)) {
      column.problem(
          "normalise",
          "is for single values; the column is "
              + type.text()
              + ", whose inner values must have the usual form");
    }
    for (Normaliser normaliser : normalisers) {
      if (normaliser != Normaliser.TRIM && type != Simple.STRING) {
        column.problem(
            "normalise",
            "\"" + Section.word(normaliser) + "\" is for text; the column is " + type.text());
      }
    }
    return normalisers;
  }

  /** A former name says of one stored column what no column of the job says. */
  private void checkFormerNames(List<ColumnSpec> specs) {
    Map<String, ColumnSpec> names = new HashMap<>();
    specs.forEach(spec -> names.put(spec.name().toLowerCase(Locale.ROOT), spec));
    Map<String, String> seen = new HashMap<>();
    for (ColumnSpec spec : specs) {
      String was = spec.was();
      if (was.isEmpty()) {
        continue;
      }
      ColumnSpec other = names.get(was.toLowerCase(Locale.ROOT));
      String before = seen.putIfAbsent(was.toLowerCase(Locale.ROOT), spec.name());
      String fault = null;
      if (!spec.store()) {
        fault = "is for columns of the table; this one is not stored";
      } else if (was.startsWith("_")) {
        fault = "\"" + was + "\" begins with _, as no column of a job file does";
      } else if (was.equals(spec.name())) {
        fault = "is the column's own name; write the name that it had before, or remove it";
      } else if (other != null && !other.equals(spec)) {
        fault =
            "\""
                + was
                + "\" is a column of this file still; a name that is in use was not changed."
                + " Remove was, or that column";
      } else if (before != null) {
        fault =
            "\""
                + was
                + "\" is said of column "
                + before
                + " already; a column of the table becomes one column";
      }
      if (fault != null) {
        columns.section(spec.name()).problem("was", fault);
      }
    }
  }

  private void checkTwice(List<ColumnSpec> specs) {
    Map<String, String> seen = new HashMap<>();
    for (ColumnSpec spec : specs) {
      String before = seen.putIfAbsent(spec.name().toLowerCase(Locale.ROOT), spec.name());
      if (before != null) {
        columns.problem(
            spec.name(),
            "differs from column \"" + before + "\" only in case; case does not matter in names");
      }
    }
  }
}
