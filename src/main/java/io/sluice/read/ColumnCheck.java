package io.sluice.read;

import io.sluice.error.DataException;
import io.sluice.settings.Nearest;
import io.sluice.settings.Section;
import io.sluice.settings.Yaml;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.CsvForm;
import io.sluice.spec.JobSpec;
import io.sluice.spec.RawSpec.RawFormat;
import io.sluice.spec.TextForm;
import io.sluice.storage.Location;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of a file's columns against the contract. */
final class ColumnCheck {
  private static final int MOST_RENAMES = 2;

  private final JobSpec job;

  ColumnCheck(JobSpec job) {
    this.job = job;
  }

  /**
   * Returns what is worth a warning, without the name of the file.
   *
   * @throws DataException if a required column is missing, or one is too many with drift: fail
   */
  List<String> ofHeader(Location file, List<String> header) {
    Binding binding = Binding.of(job.raw().columns(), header);
    requireOneName(file, header, binding);
    List<ColumnSpec> missing = missing(binding);
    List<ColumnSpec> optional = missing.stream().filter(ColumnSpec::optional).toList();
    List<ColumnSpec> required = missing.stream().filter(column -> !column.optional()).toList();
    boolean foreign = areMost(missing.size());
    if (!required.isEmpty()) {
      throw new DataException(
          file
              + ": required columns are missing, found "
              + header
              + " against "
              + named(required)
              + ". The increment stays pending. "
              + json(header)
                  .or(() -> delimiter(header))
                  .or(() -> encoding(required, binding.unbound()))
                  .or(() -> noHeader(required, header))
                  .orElseGet(
                      () ->
                          foreign
                              ? foreign()
                              : renamed(required, binding.unbound()) + gone(required)));
    }
    List<String> warnings = new ArrayList<>();
    if (!optional.isEmpty()) {
      warnings.add(
          ("without optional columns, null in the rows: " + named(optional) + ". ")
              .concat(foreign ? "" : renamed(optional, binding.unbound()))
              .strip());
    }
    drift(file, binding.unbound(), warnings);
    return warnings;
  }

  /** What a header that is not refused lacks and has too many, where the file has so many rows. */
  FileDrift drift(List<String> header, long rows) {
    Binding binding = Binding.of(job.raw().columns(), header);
    Map<String, Long> unknown = new LinkedHashMap<>();
    binding.unbound().forEach(name -> unknown.put(name, rows));
    return new FileDrift(unknown, missing(binding).stream().map(ColumnSpec::name).toList());
  }

  /** Whether a file with this header would be refused. */
  boolean lacksRequired(List<String> header) {
    return missing(Binding.of(job.raw().columns(), header)).stream()
        .anyMatch(column -> !column.optional());
  }

  /** Whether more than half of the columns are in a header. */
  boolean hasMost(List<String> header) {
    return areMost(inFiles().size() - missing(Binding.of(job.raw().columns(), header)).size());
  }

  private boolean areMost(int columns) {
    return columns * 2 > inFiles().size();
  }

  private List<ColumnSpec> inFiles() {
    return job.raw().columns().stream().filter(column -> !column.fromPath()).toList();
  }

  private List<ColumnSpec> missing(Binding binding) {
    List<ColumnSpec> missing = new ArrayList<>();
    for (int i = 0; i < job.raw().columns().size(); i++) {
      ColumnSpec column = job.raw().columns().get(i);
      if (!column.fromPath() && !binding.has(i)) {
        missing.add(column);
      }
    }
    return missing;
  }

  /** What to do about a file of other columns, of which none is likely to be a renamed one. */
  private String foreign() {
    return "It does not look like a file of this dataset, whose names are "
        + inFiles().stream().map(ColumnSpec::fromText).collect(Collectors.joining(", "))
        + ". Put it where it belongs, or name it in raw.ignore; if it is one, export it again with"
        + " these names.";
  }

  /** What to do where the source no longer has the columns. */
  private String gone(List<ColumnSpec> missing) {
    Set<String> needed = new HashSet<>(job.merge().key());
    needed.addAll(job.merge().partitionBy());
    List<ColumnSpec> identifying =
        missing.stream().filter(column -> needed.contains(column.name())).toList();
    return identifying.isEmpty()
        ? "If the source no longer has them, mark them optional: true: their values are then"
            + " null in the rows of this file."
        : "No row can be without "
            + named(identifying)
            + ", of the key or the partitions. If the path of the file has the value, write from:"
            + " \"path:<group>\" and raw.path_pattern.";
  }

  /** A file none of whose cells is a name of a column may begin with a row. */
  private Optional<String> noHeader(List<ColumnSpec> missing, List<String> header) {
    int expected = inFiles().size();
    return job.raw().format() == RawFormat.CSV
            && missing.size() == expected
            && header.size() == expected
        ? Optional.of(
            "If no file of the dataset has a header, set raw.csv: {header: false, names: ["
                + missing.stream()
                    .map(column -> column.from().get(0))
                    .collect(Collectors.joining(", "))
                + "]}, the names in the order of the cells; otherwise export this file again as"
                + " the others are.")
        : Optional.empty();
  }

  /** Names in UTF-8 that were read in another encoding look like names of other columns. */
  private Optional<String> encoding(List<ColumnSpec> missing, List<String> unbound) {
    CsvForm.Encoding encoding = job.raw().csv().encoding();
    if (job.raw().format() != RawFormat.CSV || encoding == CsvForm.Encoding.UTF_8) {
      return Optional.empty();
    }
    return unbound.stream()
        .filter(name -> name.chars().anyMatch(c -> c > 0x7f))
        .map(name -> new String(name.getBytes(encoding.parsedAs()), StandardCharsets.UTF_8))
        .filter(name -> missing.stream().anyMatch(column -> column.from().contains(name)))
        .findFirst()
        .map(
            name ->
                "The file seems to be in UTF-8, as \""
                    + name
                    + "\" shows, against raw.csv.encoding: "
                    + Section.word(encoding)
                    + ". "
                    + FileForm.ofAllFiles("raw.csv.encoding: utf-8"));
  }

  /** Which of two columns is meant nobody knows. */
  private void requireOneName(Location file, List<String> header, Binding binding) {
    binding
        .twice()
        .forEach(
            (column, second) -> {
              throw new DataException(
                  file
                      + ": two columns for "
                      + job.raw().columns().get(column).name()
                      + ", found \""
                      + header.get(binding.place(column))
                      + "\" and \""
                      + header.get(second)
                      + "\" against one of the names in its from. The increment stays pending."
                      + " Take one name out of from, or export the file with one of the columns.");
            });
  }

  private static String named(List<ColumnSpec> columns) {
    return columns.stream()
        .map(column -> column.name() + " (" + column.fromText() + ")")
        .collect(Collectors.joining(", "));
  }

  /**
   * A column that is missing while an unknown one is there may have been renamed. More than two at
   * once hardly are.
   */
  private static String renamed(List<ColumnSpec> missing, List<String> unknown) {
    StringBuilder advice = new StringBuilder();
    List<String> left = new ArrayList<>(unknown);
    boolean onlyOne = missing.size() == 1 && unknown.size() == 1;
    int offered = 0;
    for (ColumnSpec column : missing) {
      Optional<String> name =
          column.from().stream()
              .flatMap(old -> Nearest.to(old, left).stream())
              .findFirst()
              .or(() -> onlyOne ? Optional.of(unknown.get(0)) : Optional.empty());
      if (name.isPresent() && offered < MOST_RENAMES) {
        offered++;
        left.remove(name.get());
        advice
            .append("If \"")
            .append(name.get())
            .append("\" is the new name of ")
            .append(column.name())
            .append(", write ")
            .append(lineOf(column, name.get()))
            .append(". ");
      }
    }
    return advice.toString();
  }

  /** The line of the job file that declares a column, with one more name. */
  private static String lineOf(ColumnSpec column, String name) {
    String names =
        Stream.concat(column.from().stream(), Stream.of(name))
            .map(Yaml::name)
            .collect(Collectors.joining(", "));
    boolean plain = column.normalise().isEmpty() && column.form().equals(TextForm.USUAL);
    plain &=
        column.was().isEmpty() && column.store() && !column.pii() && column.description().isEmpty();
    return Yaml.name(column.name())
        + ": {from: ["
        + names
        + "], type: "
        + Yaml.name(column.type().text())
        + (column.optional() ? ", optional: true" : "")
        + "}"
        + (plain ? "" : ", with the other keys that it has");
  }

  /** What may stand between the cells of a header that was taken for a single one. */
  private Optional<String> delimiter(List<String> header) {
    return job.raw().format() != RawFormat.CSV || header.size() != 1
        ? Optional.empty()
        : Stream.of(";", "\t", "|", ",")
            .filter(header.get(0)::contains)
            .findFirst()
            .map(sign -> sign.equals("\t") ? "tab" : "\"" + sign + "\"")
            .map(words -> FileForm.ofAllFiles("raw.csv.delimiter: " + words));
  }

  /** What to do about a header that is the start of an array or of an object. */
  Optional<String> json(List<String> header) {
    String first = header.isEmpty() ? "" : header.get(0).strip();
    if (job.raw().format() != RawFormat.CSV || !(first.startsWith("{") || first.startsWith("["))) {
      return Optional.empty();
    }
    boolean lines = first.startsWith("{") && header.get(header.size() - 1).strip().endsWith("}");
    return Optional.of(
        "The file begins with "
            + first.charAt(0)
            + ", as JSON does. "
            + FileForm.ofAllFiles("raw.format: " + (lines ? "json" : "json-document")));
  }

  /** The warning for fields within the values of a column; rows with them keep all of the value. */
  static Optional<String> nested(NestedNames nested) {
    return nested.unknown().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "fields within columns that the contract lacks: "
                + String.join(", ", nested.unknown())
                + ". They are not in the columns; rows that have them keep the whole value of the"
                + " column in _rescued. Add them to the types of the columns. To fill them in rows that"
                + " are in the table already, let the source send these rows again, or move the table's"
                + " folder away and ingest all raw files.");
  }

  /** Warns of columns that the contract lacks, or throws, as the job says. */
  void drift(Location file, List<String> extra, List<String> warnings) {
    if (extra.isEmpty()) {
      return;
    }
    switch (job.drift()) {
      case RESCUE ->
          warnings.add(
              "columns that the contract lacks: "
                  + String.join(", ", extra)
                  + ". They are kept in _rescued. Add them to the columns of the job.");
      case FAIL ->
          throw new DataException(
              file
                  + ": columns that the contract lacks, found "
                  + String.join(", ", extra)
                  + " against drift: fail. The increment stays pending. Add them to the columns"
                  + " of the job, or set drift: rescue.");
    }
  }
}
