package io.sluice.config;

import io.sluice.settings.Node;
import io.sluice.settings.Section;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.TextForm;
import io.sluice.spec.TextForm.EpochUnit;
import io.sluice.spec.TextForm.NumberSigns;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the text of one column is written: numbers since 1970, own patterns, signs, flags and nulls,
 * percent escapes.
 */
final class TextFormParser {
  /** A pattern returns this time only if it guesses neither the century nor the half of the day. */
  private static final OffsetDateTime AFTERNOON =
      OffsetDateTime.of(1969, 11, 28, 13, 14, 15, 123_456_000, ZoneOffset.UTC);

  private static final OffsetDateTime MORNING = AFTERNOON.withHour(1).withMinute(52).withSecond(7);

  /** Letters that are none of a date or not one of them alone, with the signs beside them. */
  private static final Pattern WORD =
      Pattern.compile(
          "(?<![A-Za-z])(?!(?:y+|u+|M+|L+|d+|H+|h+|m+|s+|S+|a|T?Z|X+|x+|z+|Y+|D+)+(?![A-Za-z]))[A-Za-z]+[_-]?");

  private static final Set<ColumnType> WHOLE =
      Set.of(Simple.TINYINT, Simple.SMALLINT, Simple.INT, Simple.BIGINT);

  private final Section column;
  private final ColumnType type;
  private final boolean typeIsKnown;

  /**
   * A parser of a column.
   *
   * @param type nothing where it is wrong; then no key is said to be for others
   */
  TextFormParser(Section column, Optional<ColumnType> type) {
    this.column = column;
    this.type = type.orElse(Simple.STRING);
    this.typeIsKnown = type.isPresent();
  }

  TextForm parse() {
    Optional<EpochUnit> epoch = column.choice("from_epoch", EpochUnit.class);
    if (typeIsKnown && column.has("from_epoch") && type != Simple.TIMESTAMP) {
      column.problem("from_epoch", "is for timestamps; the column is " + described());
    }
    List<String> formats = formats();
    if (column.has("formats") && column.has("from_epoch")) {
      column.problem("formats", "cannot be combined with from_epoch; remove one of them");
    }
    boolean decode = column.flag("decode").orElse(false);
    if (decode && !isFromPath()) {
      column.problem(
          "decode", "is for columns from a path; write from: \"path:<group>\", or remove it");
    }
    char decimal = decimal();
    List<String> trues = flags("true_values", TextForm.USUAL.trueValues());
    List<String> falses = flags("false_values", TextForm.USUAL.falseValues());
    for (String text : trues) {
      if (falses.contains(text)) {
        column.problem(
            "true_values", "\"" + text + "\" is one of false_values as well; it can be but one");
      }
    }
    return new TextForm(
        epoch.map(EpochUnit::perSecond).orElse(0L),
        formats,
        decode,
        new NumberSigns(decimal, grouping(decimal)),
        trues,
        falses,
        nulls());
  }

  private char decimal() {
    requireNoComma("decimal");
    requireNoComma("grouping");
    if (!column.has("decimal")) {
      return NumberSigns.USUAL.decimal();
    }
    if (typeIsKnown && !hasFraction()) {
      column.problem(
          "decimal", "is for decimals and floating-point numbers; the column is " + described());
    }
    return sign("decimal", ".,", "\",\" or \".\"");
  }

  /** Within braces, a comma without quotes ends the value, which is nothing then. */
  private void requireNoComma(String key) {
    Node written = column.node().entries().get(key);
    if (written != null && written.kind() == Node.Kind.NOTHING && written.text().isEmpty()) {
      column.problem(key, "is empty; a comma is written in quotes: " + key + ": \",\"");
    }
  }

  private char grouping(char decimal) {
    if (!column.has("grouping")) {
      return NumberSigns.NONE;
    }
    if (typeIsKnown && !hasFraction() && !WHOLE.contains(type)) {
      column.problem("grouping", "is for numbers; the column is " + described());
    }
    char sign = sign("grouping", ",.' \u00a0\u202f", "\",\", \".\", \"'\" or a blank");
    if (hasFraction() && sign == decimal) {
      column.problem(
          "grouping",
          "is the decimal sign as well; write " + (sign == '.' ? "decimal: \",\" too" : "another"));
    }
    return sign == '\u00a0' || sign == '\u202f' ? ' ' : sign;
  }

  private String described() {
    boolean nested = type instanceof ColumnType.Array || type instanceof ColumnType.Struct;
    return type.text() + (nested ? ", whose inner values must have the usual form" : "");
  }

  private boolean hasFraction() {
    return type instanceof ColumnType.Decimal || type == Simple.FLOAT || type == Simple.DOUBLE;
  }

  private char sign(String key, String allowed, String words) {
    Node written = column.value(key).orElseThrow();
    if (written.text().length() != 1 || !allowed.contains(written.text())) {
      column.problem(key, written.quoted() + " is not " + words);
      return NumberSigns.NONE;
    }
    return written.text().charAt(0);
  }

  private List<String> flags(String key, List<String> usual) {
    if (!column.has(key)) {
      return usual;
    }
    if (typeIsKnown && type != Simple.BOOLEAN) {
      column.problem(key, "is for booleans; the column is " + described());
    }
    List<String> texts = new ArrayList<>();
    for (String text : anyTexts(column, key)) {
      texts.add(text.toLowerCase(Locale.ROOT));
    }
    if (texts.isEmpty()) {
      column.problem(key, "is empty; write texts such as " + usual.get(0));
    }
    return texts;
  }

  private List<String> nulls() {
    List<String> texts = anyTexts(column, "null_values");
    if (column.has("null_values") && texts.isEmpty()) {
      column.problem("null_values", "is empty; write texts such as \"\" or NULL");
    }
    if (!texts.isEmpty() && isFromPath()) {
      column.problem("null_values", "is for what files hold; the column is from a path");
    }
    return texts;
  }

  private boolean isFromPath() {
    return column
        .value("from")
        .filter(Node::isScalar)
        .filter(from -> from.text().startsWith("path:"))
        .isPresent();
  }

  /** A list of texts of any kind: blank, or what YAML takes for a flag or for nothing. */
  static List<String> anyTexts(Section section, String key) {
    List<String> texts = new ArrayList<>();
    for (Node value : section.list(key)) {
      if (value.isScalar() || value.kind() == Node.Kind.NOTHING) {
        texts.add(value.text());
      } else {
        section.problems().add(value, value.quoted() + " stands where text must be");
      }
    }
    return texts;
  }

  private List<String> formats() {
    List<String> formats = new ArrayList<>();
    if (!column.has("formats") || !typeIsKnown) {
      return formats;
    }
    if (type != Simple.DATE && type != Simple.TIMESTAMP) {
      column.problem("formats", "is for dates and timestamps; the column is " + described());
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

  /**
   * Y is the year of a week, D the day of a year, and m before any hour the minute, which few mean;
   * the hint, or nothing.
   */
  static String meant(String pattern) {
    StringBuilder meant = new StringBuilder();
    boolean quoted = false;
    boolean hasMonth = TextForm.letters(pattern).matches("(?s).*[ML].*");
    boolean beforeTime = true;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      quoted ^= c == '\'';
      beforeTime &= quoted || "HhKk".indexOf(c) < 0;
      if (!quoted && (c == 'Y' || c == 'D')) {
        meant.append(Character.toLowerCase(c));
      } else {
        meant.append(!quoted && c == 'm' && beforeTime && !hasMonth ? 'M' : c);
      }
    }
    return meant.toString().equals(pattern) ? "" : "; did you mean \"" + meant + "\"?";
  }

  /** Words among the letters of dates, put in quotes; the hint, or nothing. */
  static String withQuotes(String pattern) {
    if (pattern.indexOf('\'') >= 0) {
      return "";
    }
    String quoted = WORD.matcher(pattern).replaceAll("'$0'");
    return quoted.equals(pattern) ? "" : "; put text in quotes: " + quoted;
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
                + "does not determine a date: it needs year, month and day, the year with all its digits"
                + meant(pattern));
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
      return Optional.of(
          quoted
              + "is not a pattern of dates: "
              + e.getMessage()
              + meant(pattern)
              + withQuotes(pattern));
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
