package io.sluice.config;

import io.sluice.error.DataException;
import io.sluice.settings.Nearest;
import io.sluice.settings.Node;
import io.sluice.settings.Section;
import io.sluice.settings.Wrong;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.CsvForm;
import io.sluice.spec.NamePattern;
import io.sluice.spec.PathPattern;
import io.sluice.spec.RawSpec;
import io.sluice.spec.RawSpec.RawFormat;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where and in which form increments land: the section {@code raw}. */
final class RawParser {
  static final Set<String> KEYS =
      Section.ordered(
          "format",
          "path",
          "processed_date",
          "increment",
          "sealed_by",
          "settle",
          "path_pattern",
          "retain",
          "ignore",
          "follow_links",
          "max_record",
          "zone",
          "csv",
          "json",
          "columns");
  static final Set<String> JSON_KEYS = Section.ordered("records");
  static final Set<String> DATE_KEYS = Section.ordered("from", "pattern");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

  /** Java holds no text of twice as much. */
  private static final String LARGEST_RECORD = "1GB";

  private final Section job;
  private final Section raw;
  private final Optional<Map<String, String>> vars;

  RawParser(Section job, Optional<Map<String, String>> vars) {
    this.job = job;
    this.raw = job.section("raw");
    this.vars = vars;
  }

  /** How the files of one dataset become increments. */
  private enum IncrementKind {
    FILE,
    FOLDER
  }

  /** Where the processed date of files without a manifest comes from. */
  private enum DateSource {
    MODIFIED,
    NAME
  }

  /** Returns the section; empty where it lacks a valid format. */
  Optional<RawSpec> parse(List<ColumnSpec> columns) {
    NestedKeys.allow(raw, KEYS);
    if (!raw.has("format")) {
      raw.problem("format", "is missing; it is one of csv, json, json-document, avro, parquet");
    }
    Optional<RawFormat> format = raw.choice("format", RawFormat.class);
    Optional<String> path =
        raw.text("path").map(this::fillIn).flatMap(text -> Places.absolute(raw, "path", text));
    Optional<String> namePattern = namePattern();
    Optional<String> sealedBy = sealedBy();
    Duration settle = raw.duration("settle").orElse(Duration.ZERO);
    Optional<PathPattern> pattern = pathPattern();
    List<ColumnSpec> files = files(columns);
    checkGroups(files, pattern);
    Optional<Duration> retain = raw.duration("retain");
    List<String> ignore = ignore();
    boolean followLinks = raw.flag("follow_links").orElse(false);
    long maxRecord = raw.size("max_record", LARGEST_RECORD).orElse(RawSpec.MAX_RECORD_BYTES);
    Optional<ZoneId> zone =
        raw.parsed("zone", "a time zone, such as Europe/Berlin or UTC", ZoneId::of);
    CsvForm csv = new CsvFormParser(raw, job.has("extract")).parse(format);
    List<String> records = records(format);
    checkNames(files, csv);
    return format.map(
        f ->
            new RawSpec(
                f,
                path,
                namePattern,
                sealedBy,
                settle,
                pattern,
                retain,
                ignore,
                followLinks,
                maxRecord,
                zone,
                csv,
                records,
                files));
  }

  /** The columns of the files; those of the table are found among them by their names. */
  private List<ColumnSpec> files(List<ColumnSpec> columns) {
    if (!raw.has("columns")) {
      return columns;
    }
    List<ColumnSpec> files = ColumnsParser.ofFiles(raw).parse();
    ColumnNames.check(files, CleanFormat.PARQUET, raw);
    Map<String, ColumnType> types = new LinkedHashMap<>();
    files.forEach(column -> types.put(column.name(), column.type()));
    for (ColumnSpec column : columns) {
      ColumnType type = types.get(column.name());
      if (type == null) {
        job.section("columns")
            .problem(
                column.name(), Wrong.word("is not in raw.columns", column.name(), types.keySet()));
      } else if (!type.equals(column.type())) {
        job.section("columns")
            .problem(
                column.name(),
                "is " + column.type().text() + " against " + type.text() + " in raw.columns");
      }
    }
    return files;
  }

  /** The path to the records of a JSON document. */
  private List<String> records(Optional<RawFormat> format) {
    Section json = raw.section("json");
    NestedKeys.allow(json, JSON_KEYS);
    if (json.has("records") && format.filter(f -> f != RawFormat.JSON_DOCUMENT).isPresent()) {
      json.problem("records", "goes with raw.format: json-document alone");
      return List.of();
    }
    List<String> keys =
        json.text("records").map(text -> List.of(text.split("\\.", -1))).orElse(List.of());
    if (keys.stream().anyMatch(String::isBlank)) {
      json.problem(
          "records",
          "\"" + String.join(".", keys) + "\" is not a path; write one such as data.items");
      return List.of();
    }
    return keys;
  }

  /**
   * Patterns of names and paths. They are checked here, because a wrong pattern would only show in
   * the files that it ignores.
   */
  private List<String> ignore() {
    List<String> patterns = new ArrayList<>();
    for (Node value : raw.list("ignore")) {
      Optional<String> written = raw.text(value);
      String pattern = written.orElse("").replaceFirst("^!", "");
      if (written.isPresent()
          && (pattern.isBlank() || pattern.startsWith("/") || pattern.endsWith("/"))) {
        raw.problems()
            .add(
                value,
                "\""
                    + written.get()
                    + "\" is not a pattern of names; write one such as \"*.bak\" for names, or"
                    + " \"2026/*.csv\" for paths below the raw folder");
      } else {
        written.ifPresent(patterns::add);
      }
    }
    return patterns;
  }

  private String fillIn(String path) {
    if (vars.isEmpty()) {
      return path;
    }
    Matcher matcher = VARIABLE.matcher(path);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String value = vars.get().get(name);
      if (value == null) {
        Set<String> known = new TreeSet<>(vars.get().keySet());
        raw.problem(
            "path",
            "\"${"
                + name
                + "}\" is not in the environment file's vars"
                + (known.isEmpty() ? "; it has none" : Nearest.hint(name, known)));
        value = "";
      }
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(filled).toString();
  }

  private Optional<String> namePattern() {
    Optional<Node> written = raw.value("processed_date");
    if (written.isEmpty()) {
      return Optional.empty();
    }
    if (!written.get().isMap()) {
      raw.choice("processed_date", DateSource.class)
          .filter(source -> source == DateSource.NAME)
          .ifPresent(
              source ->
                  raw.problem(
                      "processed_date",
                      "needs a pattern; write {from: name, pattern: yyyy-MM-dd}"));
      return Optional.empty();
    }
    Section date = raw.section("processed_date");
    NestedKeys.allow(date, DATE_KEYS);
    if (!date.has("from")) {
      date.problem("from", "is missing; it is one of modified, name");
    }
    Optional<DateSource> source = date.choice("from", DateSource.class);
    Optional<String> pattern = date.text("pattern");
    if (source.isPresent() && (source.get() == DateSource.NAME) != pattern.isPresent()) {
      date.problem(
          "pattern",
          pattern.isPresent()
              ? "goes with from: name alone"
              : "is missing; write one such as yyyy-MM-dd");
    }
    pattern.flatMap(RawParser::fault).ifPresent(fault -> date.problem("pattern", fault));
    return source.filter(s -> s == DateSource.NAME).flatMap(s -> pattern);
  }

  /** What is wrong with a pattern of dates or months. */
  private static Optional<String> fault(String pattern) {
    try {
      return NamePattern.of(pattern).determinesADate()
          ? Optional.empty()
          : Optional.of(
              "\""
                  + pattern
                  + "\" does not determine a date; it needs year, month and day, or year and month"
                  + " alone, which stand for the month's first day"
                  + TextFormParser.meant(pattern)
                  + TextFormParser.withQuotes(pattern));
    } catch (IllegalArgumentException e) {
      return Optional.of(
          "\""
              + pattern
              + "\" is not a pattern of dates: "
              + e.getMessage()
              + TextFormParser.withQuotes(pattern));
    }
  }

  private Optional<String> sealedBy() {
    IncrementKind kind = raw.choice("increment", IncrementKind.class).orElse(IncrementKind.FILE);
    Optional<String> marker = raw.text("sealed_by");
    return switch (kind) {
      case FILE -> {
        if (marker.isPresent()) {
          raw.problem("sealed_by", "is only allowed with increment: folder");
        }
        yield Optional.empty();
      }
      case FOLDER -> {
        if (marker.isPresent() && marker.get().contains("/")) {
          raw.problem(
              "sealed_by", "\"" + marker.get() + "\" must be a file's name without a folder");
        }
        yield Optional.of(marker.orElse("_SUCCESS"));
      }
    };
  }

  private Optional<PathPattern> pathPattern() {
    Optional<String> text = raw.text("path_pattern");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      PathPattern pattern = PathPattern.of(text.get());
      if (isEndless(pattern)) {
        raw.problem(
            "path_pattern",
            "\""
                + text.get()
                + "\" takes too many steps on a path that does not match; write it so that no two"
                + " parts of it can match the same text, such as [^/]+ for a folder's name");
        return Optional.empty();
      }
      Set<String> seen = new HashSet<>();
      for (String group : pattern.groups()) {
        if (!seen.add(group)) {
          raw.problem("path_pattern", "has the group \"" + group + "\" twice");
        }
      }
      return Optional.of(pattern);
    } catch (IllegalArgumentException e) {
      String first = e.getMessage().lines().findFirst().orElse("");
      raw.problem("path_pattern", "\"" + text.get() + "\" is not a regular expression: " + first);
      return Optional.empty();
    }
  }

  /**
   * Tries the expression on paths that end in a line break, which hardly any expression matches.
   */
  private static boolean isEndless(PathPattern pattern) {
    for (String path :
        List.of("a".repeat(60), "1".repeat(60), "shop/orders/2026-11-20/part-00000.csv")) {
      try {
        Optional<Map<String, String>> unused = pattern.match(path + "\n");
      } catch (DataException e) {
        return true;
      }
    }
    return false;
  }

  /** Files without a header lack the same columns always. */
  private void checkNames(List<ColumnSpec> columns, CsvForm csv) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(csv.names());
    for (ColumnSpec column : columns) {
      if (!csv.hasHeader()
          && !column.fromPath()
          && !column.optional()
          && column.from().stream().noneMatch(names::contains)) {
        problem(
            column,
            column.fromText()
                + " is not in raw.csv.names"
                + Nearest.hint(column.firstName(), names));
      }
    }
  }

  private void problem(ColumnSpec column, String message) {
    job.problemAt(
        (raw.has("columns") ? "raw." : "") + "columns." + column.name() + ".from",
        Wrong.of(message));
  }

  private void checkGroups(List<ColumnSpec> columns, Optional<PathPattern> pattern) {
    if (raw.has("path_pattern") && pattern.isEmpty()) {
      return;
    }
    List<String> groups = pattern.map(PathPattern::groups).orElse(List.of());
    for (ColumnSpec column : columns) {
      if (column.fromPath() && !groups.contains(column.pathGroup())) {
        problem(
            column,
            "\""
                + column.firstName()
                + "\" is not a group of raw.path_pattern"
                + (groups.isEmpty()
                    ? "; it has no group, which is written (?<name>...)"
                    : Nearest.hint(column.pathGroup(), groups)));
      }
    }
  }
}
