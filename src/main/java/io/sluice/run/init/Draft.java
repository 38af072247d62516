package io.sluice.run.init;

import io.sluice.settings.Section;
import io.sluice.settings.Yaml;
import io.sluice.spec.DatasetName;
import io.sluice.spec.RawSpec.RawFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A job file of guesses, each with its reason behind it. */
final class Draft {
  private static final String READ =
      "Each guess has its reason behind it or above it. Read them, and correct what is wrong.";

  private final DatasetName dataset;
  private final Samples samples;
  private final List<String> names;
  private final Renames renames;
  private final List<Drafted> columns = new ArrayList<>();
  private final Rules rules;

  /** Guesses from samples; the names of the files may be dates. */
  Draft(DatasetName dataset, Samples samples, List<Path> files) {
    this.dataset = dataset;
    this.samples = samples;
    this.names = files.stream().map(file -> file.getFileName().toString()).toList();
    Map<Column, Guess> guesses = new LinkedHashMap<>();
    for (Column column : samples.columns()) {
      if (column.from().startsWith("path:")) {
        samples
            .notes()
            .add("\"" + column.from() + "\" is left out: a column's from cannot name it");
      } else {
        guesses.put(column, guess(Names.words(column.from()), column));
      }
    }
    renames = new Renames(guesses, samples.files());
    Names free = new Names();
    for (List<Column> group : renames.groups()) {
      String name = free.of(group.get(0).from());
      Column typed = group.stream().filter(Column::saysType).findFirst().orElse(group.get(0));
      columns.add(new Drafted(name, group, guess(name, typed)));
    }
    rules = new Rules(dataset.name(), columns, samples, Parts.of(files));
  }

  /**
   * What somebody should know of the guesses, a sentence each; the job file says it in comments.
   */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Drafted one : columns) {
      if (one.columns().size() > 1) {
        notes.add(
            named(one) + " are taken for one column, " + one.name() + ", as no sample has both");
      }
      renames
          .older(one.columns().get(0))
          .ifPresent(
              older ->
                  notes.add(
                      quoted(older.from())
                          + " and "
                          + quoted(one.from())
                          + " may be one column that was renamed; the job file says how to write it"));
    }
    List<String> unzoned =
        columns.stream().filter(Drafted::mayLackZone).map(Drafted::name).toList();
    if (!unzoned.isEmpty()) {
      notes.add(
          "Times of "
              + String.join(", ", unzoned)
              + " have no zone, and UTC is assumed: name theirs in raw.zone of the job file");
    }
    notes.addAll(rules.notes());
    return notes;
  }

  private static String named(Drafted one) {
    return String.join(
        " and ", one.columns().stream().map(Column::from).map(Draft::quoted).toList());
  }

  private static String quoted(String name) {
    return '"' + name + '"';
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

  /** Whether a column is sure to tell rows apart. */
  boolean hasKey() {
    return rules.key().isPresent();
  }

  int columns() {
    return columns.size();
  }

  /** The job file. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(Line.comment("", "Made by \"sluice init\" from " + origin() + "."));
    text.append(Line.comment("", READ));
    samples.notes().forEach(note -> text.append(Line.comment("", note + ".")));
    text.append("dataset: ").append(dataset).append('\n');
    text.append("# description: what a row is\n\n");
    text.append(Line.block(raw()));
    text.append("\ncolumns:\n").append(Line.block(columns.stream().map(this::line).toList()));
    text.append(rules.partitions(raw()));
    text.append('\n').append(rules.text());
    text.append("\nclean:\n")
        .append(Line.block(List.of(new Line("  format: parquet", "or orc, avro"))));
    return text.toString();
  }

  private String origin() {
    String some =
        names.size() <= 3
            ? String.join(", ", names)
            : String.join(", ", names.subList(0, 3)) + " and " + (names.size() - 3) + " more";
    return some + ", " + samples.countedRows();
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
    Optional<String> pattern = FileDates.of(names).map(FileDates::pattern);
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
    boolean sameName = drafted.name().equals(drafted.from().toLowerCase(Locale.ROOT));
    boolean optional = drafted.files() < samples.files();
    List<String> options = new ArrayList<>();
    if (drafted.columns().size() > 1) {
      options.add("from: " + Yaml.texts(drafted.columns().stream().map(Column::from).toList()));
    } else if (!sameName) {
      options.add("from: " + Yaml.quoted(drafted.from()));
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
        guess.reason() + (optional ? "; some samples lack it" : "") + renaming(drafted));
  }

  private String renaming(Drafted drafted) {
    if (drafted.columns().size() > 1) {
      return "; no sample has both names, so it seems to be one column that was renamed";
    }
    return renames
        .older(drafted.columns().get(0))
        .map(
            older ->
                "; if it is the new name of "
                    + quoted(older.from())
                    + ", take that line out and write from: "
                    + Yaml.texts(List.of(drafted.from(), older.from()))
                    + " here")
        .orElse("");
  }
}
