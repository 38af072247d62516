package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;
import static io.sluice.cli.TextTable.Column.right;

import io.sluice.error.Printable;
import io.sluice.run.describe.Description;
import io.sluice.settings.Section;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.CsvForm;
import io.sluice.spec.ExtractSpec;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec;
import io.sluice.spec.RawSpec;
import io.sluice.spec.TextForm.NumberSigns;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Datasets for people: as text of 80 columns, or as Markdown. */
final class DescriptionText {
  private static final int WIDTH = 80;
  private static final String RAW_FOLDER = "raw folder";
  private static final String TABLE = "table";

  /** Facts that people copy: they stay on one line. */
  private static final Set<String> PLACES = Set.of(RAW_FOLDER, TABLE);

  private static final int LABEL = 14;
  private static final int WIDEST_NAME = 26;
  private static final int WIDEST_TYPE = 22;

  private DescriptionText() {}

  /** A line for each dataset. */
  static String list(List<Description> datasets) {
    TextTable table =
        new TextTable(left("DATASET"), left("MODE"), right("COLUMNS"), left("DESCRIPTION"));
    int name = datasets.stream().mapToInt(one -> name(one).length()).max().orElse(0);
    int width = Math.max(20, WIDTH - Math.max(7, name) - 2 - 9 - 2 - 7 - 2);
    for (Description dataset : datasets) {
      JobSpec job = dataset.job();
      table.add(
          List.of(
              name(dataset),
              Section.word(job.merge().mode()),
              Style.number(job.storedColumns().size()),
              job.description().isEmpty() ? "-" : Wrapped.cut(job.description(), width)));
    }
    return table.text();
  }

  /** All about one dataset. */
  static String text(Description dataset) {
    StringBuilder text = new StringBuilder(name(dataset)).append('\n');
    if (!dataset.job().description().isEmpty()) {
      lines(dataset.job().description(), WIDTH, "").forEach(line -> text.append(line).append('\n'));
    }
    text.append('\n');
    facts(dataset)
        .forEach(
            (label, value) -> {
              String head = "  " + label + " ".repeat(LABEL - label.length());
              int width = PLACES.contains(label) ? Integer.MAX_VALUE : WIDTH - head.length();
              for (String line : Wrapped.lines(value, width)) {
                text.append(head).append(line).append('\n');
                head = " ".repeat(head.length());
              }
            });
    return text.append('\n').append(columns(dataset.job())).toString();
  }

  /** The same for a page. */
  static String markdown(Description dataset) {
    StringBuilder text = new StringBuilder("# " + escaped(name(dataset)) + "\n\n");
    if (!dataset.job().description().isEmpty()) {
      text.append(escaped(dataset.job().description())).append("\n\n");
    }
    text.append("| column | type | | description |\n|---|---|---|---|\n");
    for (ColumnSpec column : dataset.job().columns()) {
      text.append("| `" + cell(column.name()) + "` | `" + cell(column.type().text()) + "` | ");
      text.append(escaped(notes(dataset.job(), column)) + " | ");
      text.append(escaped(column.description()) + " |\n");
    }
    text.append("\n| | |\n|---|---|\n");
    facts(dataset)
        .forEach((label, value) -> text.append("| " + label + " | " + escaped(value) + " |\n"));
    return text.toString();
  }

  private static List<String> lines(String text, int width, String indent) {
    return Wrapped.lines(text, width - indent.length()).stream()
        .map(line -> indent + line)
        .toList();
  }

  private static String columns(JobSpec job) {
    int name = widest(job.columns().stream().map(ColumnSpec::name).toList(), 6, WIDEST_NAME);
    int type =
        widest(job.columns().stream().map(column -> column.type().text()).toList(), 4, WIDEST_TYPE);
    TextTable table = new TextTable(left("COLUMN"), left("TYPE"), left(""));
    for (ColumnSpec column : job.columns()) {
      String more = joined(List.of(notes(job, column), column.description()), ". ");
      List<List<String>> cells =
          List.of(
              Wrapped.lines(column.name(), name),
              Wrapped.lines(column.type().text(), type),
              Wrapped.lines(more, WIDTH - name - type - 4));
      int height = cells.stream().mapToInt(List::size).max().orElse(1);
      for (int i = 0; i < height; i++) {
        int row = i;
        table.add(cells.stream().map(lines -> row < lines.size() ? lines.get(row) : "").toList());
      }
    }
    return table.text();
  }

  private static int widest(List<String> texts, int least, int most) {
    int widest = texts.stream().mapToInt(text -> Printable.line(text).length()).max().orElse(0);
    return Math.max(least, Math.min(most, widest));
  }

  /** What is to be known of a column beside its type, in words. */
  private static String notes(JobSpec job, ColumnSpec column) {
    ColumnSpec input = job.input(column.name());
    List<String> notes = new ArrayList<>();
    notes.add(job.merge().key().contains(column.name()) ? "key" : "");
    notes.add(
        job.merge().deleteFlag().filter(column.name()::equals).map(f -> "delete flag").orElse(""));
    notes.add(job.merge().partitionBy().contains(column.name()) ? "partition" : "");
    notes.add(column.store() ? "" : "not in the table");
    notes.add(column.pii() ? "personal data" : "");
    notes.add(input.from().equals(List.of(column.name())) ? "" : "from " + input.fromText());
    notes.add(column.was().isEmpty() ? "" : "was " + column.was() + " in the table");
    notes.add(input.optional() ? "files may lack it" : "");
    notes.add(input.normalise().stream().map(Section::word).collect(Collectors.joining(", ")));
    notes.add(
        DescriptionJson.epoch(input).map(unit -> "counts " + unit + " since 1970").orElse(""));
    notes.add(String.join(", ", input.form().formats()));
    notes.add(input.form().decode() ? "percent-encoded" : "");
    notes.add(signs(input.form().numbers()));
    return joined(notes, ", ");
  }

  private static String signs(NumberSigns signs) {
    return signs.equals(NumberSigns.USUAL)
        ? ""
        : "decimal sign \""
            + signs.decimal()
            + "\""
            + (signs.grouping() == NumberSigns.NONE
                ? ""
                : " and grouping sign \"" + signs.grouping() + "\"");
  }

  /** The rules, by the words of job files; keys are at most as long as the label. */
  private static Map<String, String> facts(Description dataset) {
    JobSpec job = dataset.job();
    MergeSpec merge = job.merge();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "comes from", job.extract().map(DescriptionText::origin).orElse("files of the source"));
    facts.put(RAW_FOLDER, path(dataset.rawFolder()));
    facts.put("raw files", rawFiles(job.raw()));
    String csv = csv(job.raw().csv());
    if (!csv.isEmpty()) {
      facts.put("csv", csv);
    }
    facts.put(TABLE, path(dataset.tableFolder()));
    facts.put("format", job.clean().format().text() + partitions(merge));
    facts.put("mode", mode(merge));
    facts.put("key", merge.key().isEmpty() ? "none" : String.join(", ", merge.key()));
    facts.put("order", order(merge));
    facts.put("deletes", merge.deleteFlag().or(merge::deleteCondition).orElse("none"));
    facts.put("guard", guard(job));
    facts.put("drift", drift(job));
    facts.put("contract", contract(job));
    facts.put("freshness", job.freshness().map(Style::duration).orElse("never stale"));
    facts.put("retain", retain(job));
    if (job.history()) {
      facts.put("history", "every accepted row is kept, deletes too (show --history)");
    }
    facts.put("schedule", job.schedule().map(cron -> cron + " (UTC)").orElse("none"));
    facts.put("owner", job.owner().orElse("nobody is named"));
    return facts;
  }

  private static String origin(ExtractSpec extract) {
    Object connection = extract.settings().get("connection");
    return "connector " + extract.connector() + (connection == null ? "" : ", " + connection);
  }

  private static String rawFiles(RawSpec raw) {
    return Section.word(raw.format())
        + ", "
        + raw.sealedBy()
            .map(marker -> "a folder sealed by " + marker + " is an increment")
            .orElse("a file is an increment")
        + "; processed date from "
        + raw.namePattern().map(pattern -> "the name, " + pattern).orElse("the file's time")
        + raw.zone().map(zone -> "; times without a zone are of " + zone).orElse("");
  }

  /** What differs from the usual form. */
  private static String csv(CsvForm form) {
    List<String> parts = new ArrayList<>();
    parts.add(character("delimiter", form.delimiter(), CsvForm.USUAL.delimiter()));
    parts.add(character("quote", form.quote(), CsvForm.USUAL.quote()));
    parts.add(character("escape", form.escape(), CsvForm.USUAL.escape()));
    parts.add(character("comments behind", form.comment(), CsvForm.USUAL.comment()));
    parts.add(
        form.encoding() == CsvForm.USUAL.encoding()
            ? ""
            : "encoding " + Section.word(form.encoding()));
    parts.add(form.hasHeader() ? "" : "no header");
    parts.add(form.skipLines() == 0 ? "" : form.skipLines() + " lines skipped");
    parts.add(
        form.nullValues().equals(CsvForm.USUAL.nullValues())
            ? ""
            : "null: \"" + String.join("\", \"", form.nullValues()) + "\"");
    return joined(parts, ", ");
  }

  private static String character(String name, int found, int usual) {
    if (found == usual) {
      return "";
    }
    return name
        + " "
        + (found == CsvForm.NONE ? "none" : found == '\t' ? "tab" : Character.toString(found));
  }

  private static String partitions(MergeSpec merge) {
    return merge.partitionBy().isEmpty()
        ? ""
        : ", partitioned by " + String.join(", ", merge.partitionBy());
  }

  private static String mode(MergeSpec merge) {
    return Section.word(merge.mode())
        + switch (merge.mode()) {
          case UPSERT -> ": an increment holds the rows that changed";
          case FULL -> ": an increment holds the whole table";
          case PARTITION -> ": an increment holds whole partitions";
          case APPEND -> ": an increment holds events, which are never merged";
          case INSERT -> ": the first row of a key stays";
        };
  }

  private static String order(MergeSpec merge) {
    List<String> order = new ArrayList<>();
    merge
        .orderBy()
        .forEach(
            by -> order.add(by.column() + (by.elseProcessedDate() ? " else processed date" : "")));
    order.add("processed date");
    return String.join(", then ", order);
  }

  private static String guard(JobSpec job) {
    String share =
        BigDecimal.valueOf(job.guard().maxDeletedShare())
            .movePointRight(2)
            .stripTrailingZeros()
            .toPlainString();
    return "a run that deletes more than "
        + share
        + " % of over "
        + Style.number(job.guard().minRows())
        + " rows is held";
  }

  private static String contract(JobSpec job) {
    return switch (job.onContractChange()) {
      case APPLY -> "added, widened and renamed columns are applied by the next run";
      case REFUSE -> "a run that would add, widen or rename columns is refused";
    };
  }

  private static String drift(JobSpec job) {
    return switch (job.drift()) {
      case RESCUE -> "rescue: unknown columns of a file are kept in _rescued";
      case FAIL -> "fail: a file with unknown columns is refused";
    };
  }

  private static String retain(JobSpec job) {
    return "table: "
        + job.clean().retainVersions()
        + " versions, and those of "
        + Style.duration(job.clean().retainAge())
        + "; raw files: "
        + job.raw().retain().map(age -> Style.duration(age) + " after use").orElse("for ever");
  }

  private static String name(Description dataset) {
    return dataset.job().dataset().toString();
  }

  private static String path(String location) {
    return location.startsWith("file:") ? location.substring("file:".length()) : location;
  }

  private static String joined(List<String> parts, String between) {
    return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(between));
  }

  private static String cell(String text) {
    return Printable.line(text).replace("|", "\\|").replace("`", "'");
  }

  private static String escaped(String text) {
    return Printable.line(text).replaceAll("([\\\\`*_\\[\\]<>|#])", "\\\\$1");
  }
}
