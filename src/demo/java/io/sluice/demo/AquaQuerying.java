package io.sluice.demo;

import io.sluice.csv.CsvLine;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of ZOQL that exports need: fields of an object, and conditions on CreatedDate joined by
 * AND.
 */
record AquaQuerying(List<String> fields, String object, List<Condition> conditions) {
  private static final Pattern SELECT =
      Pattern.compile("(?is)\\s*select\\s+(.+?)\\s+from\\s+(\\w+)(?:\\s+where\\s+(.+?))?\\s*");
  private static final Pattern CONDITION =
      Pattern.compile("(?i)\\(*\\s*CreatedDate\\s*(>=|<=|<|>)\\s*'([^']+)'\\s*\\)*");

  record Condition(String operator, String value) {
    boolean holds(Instant created, ZoneId zone) {
      int order = created.compareTo(LocalDateTime.parse(value).atZone(zone).toInstant());
      return switch (operator) {
        case ">=" -> order >= 0;
        case "<=" -> order <= 0;
        case "<" -> order < 0;
        default -> order > 0;
      };
    }
  }

  /** Empty where the text is no query. */
  static Optional<AquaQuerying> of(String text) {
    Matcher select = SELECT.matcher(text);
    if (!select.matches()) {
      return Optional.empty();
    }
    List<Condition> conditions = new ArrayList<>();
    if (select.group(3) != null) {
      for (String part : select.group(3).split("(?i)\\band\\b", -1)) {
        Matcher condition = CONDITION.matcher(part.strip());
        if (!condition.matches()) {
          return Optional.empty();
        }
        conditions.add(new Condition(condition.group(1), condition.group(2)));
      }
    }
    List<String> fields = Arrays.stream(select.group(1).split(",", -1)).map(String::strip).toList();
    return Optional.of(new AquaQuerying(fields, select.group(2), conditions));
  }

  /** The header line and a line for each row. */
  String csv(AquaTable table, List<AquaTable.Row> rows, Optional<String> deletedColumn) {
    List<String> headers = fields.stream().map(table::header).toList();
    List<String> first = new ArrayList<>(headers);
    deletedColumn.ifPresent(column -> first.add(0, table.name() + "." + column));
    StringBuilder csv = new StringBuilder(CsvLine.of(first));
    for (AquaTable.Row row : rows) {
      List<String> cells = new ArrayList<>();
      deletedColumn.ifPresent(column -> cells.add(String.valueOf(row.deleted())));
      headers.forEach(
          header -> cells.add(row.cells().getOrDefault(header.toLowerCase(Locale.ROOT), "")));
      csv.append(CsvLine.of(cells));
    }
    return csv.toString();
  }
}
