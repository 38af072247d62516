package io.sluice.config;

import io.sluice.settings.Node;
import io.sluice.settings.Section;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.TextForm;
import io.sluice.spec.TextForm.EpochUnit;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the text of one column is written: numbers since 1970, own patterns, percent escapes. */
final class TextFormParser {
  /** A pattern returns this time only if it guesses neither the century nor the half of the day. */
  private static final OffsetDateTime AFTERNOON =
      OffsetDateTime.of(1969, 11, 28, 13, 14, 15, 123_456_000, ZoneOffset.UTC);

  private static final OffsetDateTime MORNING = AFTERNOON.withHour(1).withMinute(52).withSecond(7);

  private final Section column;
  private final ColumnType type;

  TextFormParser(Section column, ColumnType type) {
    this.column = column;
    this.type = type;
  }

  TextForm parse() {
    Optional<EpochUnit> epoch = column.choice("from_epoch", EpochUnit.class);
    if (column.has("from_epoch") && type != Simple.TIMESTAMP) {
      column.problem("from_epoch", "is for timestamps; the column is " + type.text());
    }
    List<String> formats = formats();
    if (column.has("formats") && column.has("from_epoch")) {
      column.problem("formats", "cannot be combined with from_epoch; remove one of them");
    }
    boolean decode = column.flag("decode").orElse(false);
    if (decode && column.text("from").filter(from -> from.startsWith("path:")).isEmpty()) {
      column.problem(
          "decode", "is for columns from a path; write from: \"path:<group>\", or remove it");
    }
    return new TextForm(epoch.map(EpochUnit::perSecond).orElse(0L), formats, decode);
  }

  private List<String> formats() {
    List<String> formats = new ArrayList<>();
    if (!column.has("formats")) {
      return formats;
    }
    if (type != Simple.DATE && type != Simple.TIMESTAMP) {
      column.problem("formats", "is for dates and timestamps; the column is " + type.text());
      return formats;
    }
    for (Node value : column.list("formats")) {
      Optional<String> pattern = column.text(value);
      Optional<String> fault = pattern.flatMap(this::fault);
      fault.ifPresent(message -> column.problems().add(value, message));
      if (fault.isEmpty()) {
        pattern.ifPresent(formats::add);
      }
    }
    if (column.list("formats").isEmpty()) {
      column.problem("formats", "is empty; write patterns such as dd/MM/yyyy");
    }
    return formats;
  }

  /** What is wrong with a pattern. It must format and parse two times of a day without a change. */
  private Optional<String> fault(String pattern) {
    String quoted = "\"" + pattern + "\" ";
    try {
      DateTimeFormatter formatter = TextForm.formatter(pattern);
      String afternoon = formatter.format(AFTERNOON);
      TemporalAccessor parsed = formatter.parse(afternoon);
      if (!AFTERNOON.toLocalDate().equals(parsed.query(TemporalQueries.localDate()))) {
        return Optional.of(
            quoted
                + "does not determine a date: it needs year, month and day, the year with all its digits");
      }
      boolean hasTime = !formatter.format(MORNING).equals(afternoon);
      if (hasTime && type == Simple.DATE) {
        return Optional.of(
            quoted + "has a time, which a date would lose; make the column a timestamp");
      }
      return hasTime && !isSame(formatter, parsed)
          ? Optional.of(quoted + "does not determine a time: it needs HH, or hh with a (am or pm)")
          : Optional.empty();
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.of(quoted + "is not a pattern of dates: " + e.getMessage());
    }
  }

  private static boolean isSame(DateTimeFormatter formatter, TemporalAccessor parsed) {
    return parsed.query(TemporalQueries.localTime()) != null
        && formatter
            .format(
                OffsetDateTime.of(
                    AFTERNOON.toLocalDate(),
                    parsed.query(TemporalQueries.localTime()),
                    ZoneOffset.UTC))
            .equals(formatter.format(AFTERNOON));
  }
}
