package io.sluice.run.init;

import io.sluice.error.Printable;
import io.sluice.settings.Section;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.DatasetName;
import io.sluice.spec.RawSpec.RawFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A job file of guesses, each with its reason behind it. */
final class Draft {
  private static final int WIDEST = 60;
  private static final Set<ColumnType> NO_KEY =
      Set.of(Simple.FLOAT, Simple.DOUBLE, Simple.BINARY, Simple.JSON);

  private final DatasetName dataset;
  private final Samples samples;
  private final List<String> files;
  private final List<Drafted> columns = new ArrayList<>();

  /** A column of the table. */
  private record Drafted(String name, Column column, Guess guess) {
    /** A file's own type does not always say. */
    boolean mayLackZone() {
      return guess.type() == Simple.TIMESTAMP
          && (guess.lacksZone() || column.declared().isPresent());
    }
  }

  /** Guesses from samples; the names of the files may be dates. */
  Draft(DatasetName dataset, Samples samples, List<String> files) {
    this.dataset = dataset;
    this.samples = samples;
    this.files = files;
    Names names = new Names();
    for (Column column : samples.columns()) {
      if (column.from().startsWith("path:")) {
        samples
            .notes()
            .add("\"" + column.from() + "\" is left out: a column's from cannot name it");
      } else {
        String name = names.of(column.from());
        columns.add(new Drafted(name, column, guess(name, column)));
      }
    }
  }

  private Guess guess(String name, Column column) {
    return column
        .declared()
        .orElseGet(
            () ->
                samples.format() == RawFormat.CSV
                    ? column.seen().ofCells(name, samples.decimal())
                    : column.seen().guess(name, samples.decimal()));
  }

  int columns() {
    return columns.size();
  }

  /** The column that tells rows apart, if one is sure to. */
  Optional<String> key() {
    return columns.stream()
        .filter(one -> samples.rows() > 0 && one.column().isUnique())
        .filter(one -> one.column().filled() == samples.rows())
        .filter(one -> !NO_KEY.contains(one.guess().type()) && !isNested(one.guess().type()))
        .map(Drafted::name)
        .min(Names.bestKeyFirst(dataset.name()));
  }

  private static boolean isNested(ColumnType type) {
    return type instanceof ColumnType.Array || type instanceof ColumnType.Struct;
  }

  /** The job file. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("# Made by \"sluice init\" from ").append(origin()).append(".\n");
    text.append("# Each guess has its reason behind it. Read them, and correct what is wrong.\n");
    samples.notes().forEach(note -> text.append("# ").append(Printable.line(note)).append(".\n"));
    text.append("dataset: ").append(dataset).append('\n');
    text.append("# description: what a row is\n\n");
    text.append(block(raw()));
    text.append("\ncolumns:\n").append(block(columns.stream().map(this::line).toList()));
    text.append('\n').append(rules());
    text.append("\nclean:\n").append(block(List.of(new Line("  format: parquet", "or orc, avro"))));
    return text.toString();
  }

  private String origin() {
    String names =
        files.size() <= 3
            ? String.join(", ", files)
            : String.join(", ", files.subList(0, 3)) + " and " + (files.size() - 3) + " more";
    return Printable.line(names) + ", " + rows();
  }

  private String rows() {
    return samples.rows() == 1 ? "1 row" : String.format(Locale.ROOT, "%,d rows", samples.rows());
  }

  /** What stands in a line, and why. */
  private record Line(String code, String reason) {}

  private static String block(List<Line> lines) {
    int width =
        lines.stream().mapToInt(line -> Math.min(WIDEST, line.code().length())).max().orElse(0);
    return lines.stream()
        .map(
            line ->
                line.code()
                    + " ".repeat(Math.max(0, width - line.code().length()))
                    + "  # "
                    + Printable.line(line.reason())
                    + "\n")
        .collect(Collectors.joining());
  }

  private List<Line> raw() {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("raw:", "files of this form are increments"));
    lines.add(
        new Line(
            "  format: " + Section.word(samples.format()),
            samples.format() == RawFormat.JSON_DOCUMENT
                ? "one array or object a file"
                : "by the content of the samples"));
    samples.csv().map(CsvOptions::of).ifPresent(options -> lines.addAll(csv(options)));
    if (!samples.records().isEmpty()) {
      lines.add(
          new Line(
              "  json: {records: " + Yaml.quoted(String.join(".", samples.records())) + "}",
              "the records seem to lie there; take it out if a file is one record"));
    }
    if (columns.stream().anyMatch(Drafted::mayLackZone)) {
      lines.add(new Line("  zone: UTC", "of times that are written without a zone; name theirs"));
    }
    Optional<String> pattern = FileDates.pattern(files);
    lines.add(
        pattern
            .map(
                date ->
                    new Line(
                        "  processed_date: {from: name, pattern: " + Yaml.quoted(date) + "}",
                        "the names of the samples are dates"))
            .orElse(
                new Line(
                    "  processed_date: modified",
                    "when a file was written; the names of the samples are no dates")));
    return lines;
  }

  private List<Line> csv(Map<String, String> options) {
    List<Line> lines = new ArrayList<>();
    if (!options.isEmpty()) {
      lines.add(new Line("  csv:", "by the content of the samples"));
    }
    options.forEach((key, value) -> lines.add(new Line("    " + key + ": " + value, why(key))));
    return lines;
  }

  private String why(String key) {
    return switch (key) {
      case "delimiter" -> "most lines have the same number of cells with it";
      case "quote" -> "stands around cells; none: quotes are text";
      case "escape" -> "stands before quotes or delimiters that are text";
      case "comment" -> "lines that begin so have other cells";
      case "encoding" -> samples.encodingReason();
      case "skip_lines" -> "lines above the header that have other cells";
      case "header" -> "the first line looks like data";
      case "names" -> "made up: write the real ones, here and below";
      default -> throw new IllegalStateException(key + " is no key of raw.csv");
    };
  }

  private Line line(Drafted drafted) {
    Guess guess = drafted.guess();
    boolean sameName = drafted.name().equals(drafted.column().from().toLowerCase(Locale.ROOT));
    boolean optional = drafted.column().files() < samples.files();
    List<String> options = new ArrayList<>();
    if (!sameName) {
      options.add("from: " + Yaml.quoted(drafted.column().from()));
    }
    options.add("type: " + Yaml.text(guess.type().text()));
    if (optional) {
      options.add("optional: true");
    }
    if (!guess.option().isEmpty()) {
      options.add(guess.option());
    }
    String value =
        options.size() == 1
            ? Yaml.text(guess.type().text())
            : "{" + String.join(", ", options) + "}";
    return new Line(
        "  " + Yaml.text(drafted.name()) + ": " + value,
        guess.reason() + (optional ? "; some samples lack it" : ""));
  }

  private String rules() {
    List<Line> lines = new ArrayList<>();
    Optional<String> key = key();
    key.ifPresent(
        name ->
            lines.add(
                new Line(
                    "key: [" + Yaml.text(name) + "]",
                    "by its name; every value is there once in "
                        + (samples.files() == 1 ? "" : "each file of ")
                        + rows())));
    order().ifPresent(lines::add);
    columns.stream()
        .filter(one -> one.guess().type() == Simple.BOOLEAN && Names.isDeleteFlag(one.name()))
        .findFirst()
        .ifPresent(
            flag ->
                lines.add(
                    new Line(
                        "delete_when: " + Yaml.text(flag.name()),
                        "a flag by its name: rows that have it are deleted")));
    String rules = block(lines);
    return key.isPresent()
        ? rules
        : "# No column with the name of a key has every value once. Write the columns that identify a\n"
            + "# row, such as key: [order_id, line]. For events, which are never merged, write mode: append\n"
            + "# in its place, and take order_by and delete_when out.\n"
            + "key: []\n"
            + rules;
  }

  private Optional<Line> order() {
    return columns.stream()
        .filter(one -> one.guess().type() == Simple.TIMESTAMP && Names.isChange(one.name()))
        .findFirst()
        .map(
            one -> {
              boolean filled =
                  one.column().declared().isEmpty() && one.column().filled() == samples.rows();
              String name = Yaml.text(one.name());
              return filled
                  ? new Line("order_by: [" + name + "]", "by its name, when the row changed")
                  : new Line(
                      "order_by: [{column: " + name + ", else: processed_date}]",
                      "by its name, when the row changed; some rows may lack it");
            });
  }
}
