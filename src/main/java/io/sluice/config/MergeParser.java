package io.sluice.config;

import io.sluice.settings.Node;
import io.sluice.settings.Section;
import io.sluice.settings.Wrong;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.MergeSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.OnFullLoad;
import io.sluice.spec.MergeSpec.Operation;
import io.sluice.spec.MergeSpec.OrderBy;
import io.sluice.spec.MergeSpec.Ties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings of the merge law, and whether they fit the mode and the columns. */
final class MergeParser {
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<ColumnType> WITHOUT_EQUALITY =
      Set.of(Simple.JSON, Simple.FLOAT, Simple.DOUBLE, Simple.BINARY);
  private static final Set<ColumnType> FLAGS =
      Set.of(
          Simple.BOOLEAN,
          Simple.STRING,
          Simple.TINYINT,
          Simple.SMALLINT,
          Simple.INT,
          Simple.BIGINT);

  private final Section job;
  private final List<ColumnSpec> columns;
  private final List<String> names;

  MergeParser(Section job, List<ColumnSpec> columns) {
    this.job = job;
    this.columns = columns;
    this.names = columns.stream().map(ColumnSpec::name).toList();
  }

  MergeSpec parse() {
    Mode mode = job.choice("mode", Mode.class).orElse(Mode.UPSERT);
    List<String> key = references(job.list("key"), "key");
    List<OrderBy> orderBy = orderBy();
    List<String> partitionBy = references(job.section("clean").list("partition_by"), "partition");
    checkMode(mode, key, partitionBy);
    Optional<String> deleteWhen = deleteWhen().map(String::strip);
    Optional<String> flag =
        deleteWhen.filter(text -> names.contains(text) || PLAIN_NAME.matcher(text).matches());
    flag.ifPresent(this::checkFlag);
    return new MergeSpec(
        mode,
        key,
        orderBy,
        job.choice("tie", Operation.class).orElse(Operation.DELETE),
        job.choice("ties", Ties.class).orElse(Ties.WARN),
        job.duration("max_skew").orElse(Duration.ofDays(2)),
        flag,
        flag.isPresent() ? Optional.empty() : deleteWhen,
        job.choice("on_full_load", OnFullLoad.class).orElse(OnFullLoad.MERGE),
        partitionBy);
  }

  /** The text of a flag or a condition; a map is taken for columns with what they must equal. */
  private Optional<String> deleteWhen() {
    Optional<Node> map = job.value("delete_when").filter(Node::isMap);
    if (map.isEmpty()) {
      return job.text("delete_when");
    }
    String meant =
        map.get().entries().entrySet().stream()
            .filter(entry -> entry.getValue().kind() == Node.Kind.TEXT)
            .map(entry -> entry.getKey() + " = '" + entry.getValue().text() + "'")
            .collect(Collectors.joining(" AND "));
    job.problem(
        "delete_when",
        "is a map; write a column with a delete flag, or a SQL condition in quotes, such as \""
            + (meant.isEmpty() ? "status = 'deleted'" : meant)
            + "\"");
    return Optional.empty();
  }

  private void checkMode(Mode mode, List<String> key, List<String> partitionBy) {
    switch (mode) {
      case APPEND -> {
        refuse(
            "key", "mode append does not merge, so rows have no key; remove it or set it to null");
        refuse(
            "order_by",
            "mode append does not merge, so rows have no order; remove it or set it to null");
        refuse("delete_when", "mode append deletes nothing; remove it or set it to null");
      }
      case INSERT ->
          refuse("delete_when", "mode insert deletes nothing; remove it or set it to null");
      case PARTITION -> checkPartitions(key, partitionBy);
      case UPSERT, FULL -> {}
    }
    if (mode != Mode.APPEND && !job.has("key")) {
      job.problem(
          "key",
          "is missing; mode " + Section.word(mode) + " needs the columns that identify a row");
    } else if (mode != Mode.APPEND && job.list("key").isEmpty()) {
      job.problem(
          "key", "is empty; mode " + Section.word(mode) + " needs the columns that identify a row");
    }
    if (mode != Mode.UPSERT) {
      refuse("on_full_load", "is only allowed in mode upsert; the mode is " + Section.word(mode));
    }
  }

  private void checkPartitions(List<String> key, List<String> partitionBy) {
    if (!job.section("clean").has("partition_by")) {
      job.section("clean")
          .problem(
              "partition_by", "is missing; mode partition needs the columns that make a partition");
    }
    if (job.has("key")) {
      for (String column : partitionBy) {
        if (!key.contains(column)) {
          add(
              "clean.partition_by",
              "\""
                  + column
                  + "\" is not in key; in mode partition the partition belongs to the key, which is "
                  + String.join(", ", key));
        }
      }
    }
  }

  private void refuse(String key, String message) {
    if (job.has(key)) {
      job.problem(key, message);
    }
  }

  private void checkFlag(String name) {
    Optional<ColumnSpec> column = column(name);
    if (column.isEmpty()) {
      if (!names.isEmpty()) {
        job.problemAt("delete_when", notIn(name));
      }
    } else if (!FLAGS.contains(column.get().type())) {
      add(
          "delete_when",
          "\""
              + name
              + "\" is "
              + column.get().type().text()
              + "; a delete flag is boolean, string or a whole number");
    }
  }

  private List<OrderBy> orderBy() {
    List<Node> columnNodes = new ArrayList<>();
    Set<String> withElse = new HashSet<>();
    for (Node item : job.list("order_by")) {
      if (!item.isMap()) {
        columnNodes.add(item);
        continue;
      }
      Section section = new Section(item, job.problems());
      section.allow(Section.ordered("column", "else"));
      if (!section.has("column")) {
        section.problem("column", "is missing; name a column of the contract");
      }
      section.value("column").ifPresent(columnNodes::add);
      Optional<String> otherwise = section.text("else");
      if (otherwise.filter("processed_date"::equals).isPresent()) {
        section.value("column").ifPresent(column -> withElse.add(column.text()));
        checkInstant(section);
      } else if (otherwise.isPresent()) {
        section.problem(
            "else", "\"" + otherwise.get() + "\" is not allowed; the only value is processed_date");
      }
    }
    return references(columnNodes, "order").stream()
        .map(name -> new OrderBy(name, withElse.contains(name)))
        .toList();
  }

  /** The processed date can stand in only where it can be compared with the column's values. */
  private void checkInstant(Section order) {
    Optional<ColumnType> type = order.text("column").flatMap(this::column).map(ColumnSpec::type);
    if (type.isPresent() && type.get() != Simple.TIMESTAMP && type.get() != Simple.DATE) {
      order.problem(
          "else", "is only allowed for a timestamp or a date; the column is " + type.get().text());
    }
  }

  private List<String> references(List<Node> values, String role) {
    List<String> found = new ArrayList<>();
    for (Node value : values) {
      if (!value.isScalar()) {
        job.problems()
            .add(
                value,
                Wrong.of(
                        value.quoted()
                            + " stands where the name of a column must be; write a list such as"
                            + " [id]")
                    .expecting("a list of columns"));
        continue;
      }
      Optional<String> name = job.text(value);
      if (name.isEmpty()) {
        continue;
      }
      if (found.contains(name.get())) {
        job.problems().add(value, "\"" + name.get() + "\" occurs twice");
        continue;
      }
      found.add(name.get());
      if (!names.isEmpty()) {
        fault(name.get(), role).ifPresent(fault -> job.problemAt(value.path(), fault));
      }
    }
    return found;
  }

  /** Why a column cannot be part of a key, an order or a partition; empty if it can. */
  private Optional<Wrong> fault(String name, String role) {
    Optional<ColumnSpec> column = column(name);
    if (column.isEmpty()) {
      return Optional.of(notIn(name));
    }
    if (!column.get().store()) {
      return Optional.of(
          Wrong.of("\"" + name + "\" is not stored; a column of the " + role + " must be"));
    }
    ColumnType type = column.get().type();
    boolean nested = type instanceof ColumnType.Array || type instanceof ColumnType.Struct;
    return nested || WITHOUT_EQUALITY.contains(type)
        ? Optional.of(
            Wrong.of(
                "\""
                    + name
                    + "\" is "
                    + type.text()
                    + ", which has no exact order; a column of the "
                    + role
                    + " is text, boolean, a whole number, a decimal, a date or a timestamp"))
        : Optional.empty();
  }

  private Optional<ColumnSpec> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  private Wrong notIn(String name) {
    return Wrong.word("\"" + name + "\" is not in columns", name, names);
  }

  /**
   * A default of the source does not fit the columns of one job, so the problem is reported for the
   * job's file.
   */
  private void add(String path, String message) {
    job.problemAt(path, Wrong.of(message));
  }
}
