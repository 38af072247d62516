package io.sluice.config;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import io.sluice.settings.Nearest;
import io.sluice.settings.Section;
import io.sluice.settings.Wrong;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When the scheduler is to run a dataset: five fields as cron has them, or a word for them. */
final class Schedule {
  static final String EXPECTED = "a cron expression of five fields, such as 30 0 * * *";
  private static final int FIELDS = 5;
  private static final Set<String> WORDS =
      Section.ordered("@hourly", "@daily", "@weekly", "@monthly", "@yearly");

  private static final Pattern LETTERS = Pattern.compile("[A-Za-z]+");
  private static final List<String> ROLES =
      List.of("minute", "hour", "day of the month", "month", "day of the week");
  private static final List<List<String>> NAMES =
      List.of(
          List.of(),
          List.of(),
          List.of(),
          List.of(
              "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
          List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

  private Schedule() {}

  /** What is wrong with an expression; empty if it is one. */
  static Optional<Wrong> fault(String text) {
    String expression = text.strip();
    if (WORDS.contains(expression)) {
      return Optional.empty();
    }
    List<String> fields = List.of(expression.split("\\s+", -1));
    if (fields.size() == 1) {
      Optional<String> word = Nearest.to("@" + expression.replaceFirst("^@", ""), WORDS);
      return Optional.of(wrong(text, "", word));
    }
    if (fields.size() != FIELDS) {
      boolean seconds = fields.size() == FIELDS + 1 && fields.get(0).equals("0");
      Optional<String> meant =
          seconds
              ? Optional.of(String.join(" ", fields.subList(1, fields.size())))
              : Optional.empty();
      return Optional.of(wrong(text, ": it has " + fields.size() + " fields", meant));
    }
    Optional<Wrong> word = word(text, fields);
    if (word.isPresent()) {
      return word;
    }
    try {
      Parser.UNIX.parse(expression);
      return Optional.empty();
    } catch (RuntimeException e) {
      // The library throws others than it declares for fields such as ",".
      return Optional.of(wrong(text, ": " + told(e), Optional.empty()));
    }
  }

  /** The first word that is none of the names that cron has for months and days of the week. */
  private static Optional<Wrong> word(String text, List<String> fields) {
    for (int i = 0; i < FIELDS; i++) {
      Matcher words = LETTERS.matcher(fields.get(i));
      while (words.find()) {
        String word = words.group();
        if (!NAMES.get(i).contains(word.toUpperCase(Locale.ROOT))) {
          return Optional.of(wrong(text, fields, i, word));
        }
      }
    }
    return Optional.empty();
  }

  private static Wrong wrong(String text, List<String> fields, int field, String word) {
    List<String> names = NAMES.get(field);
    String start = word.substring(0, Math.min(word.length(), 3)).toUpperCase(Locale.ROOT);
    Optional<String> name = names.contains(start) ? Optional.of(start) : Nearest.to(word, names);
    List<String> meant = new ArrayList<>(fields);
    name.ifPresent(one -> meant.set(field, fields.get(field).replace(word, one)));
    return wrong(
        text,
        ": \""
            + word
            + "\" is no "
            + ROLES.get(field)
            + (names.isEmpty()
                ? ", which is a number"
                : name.isPresent() ? "" : "; they are " + String.join(", ", names)),
        name.map(one -> String.join(" ", meant)));
  }

  private static Wrong wrong(String text, String why, Optional<String> meant) {
    return Wrong.of(
            "\""
                + text
                + "\" is not "
                + EXPECTED
                + why
                + meant.map(one -> "; did you mean \"" + one + "\"?").orElse(""))
        .expecting(EXPECTED)
        .suggesting(meant);
  }

  /** The innermost reason of the library, which names the value and its bounds. */
  private static String told(Throwable failure) {
    Throwable inner = failure;
    while (inner.getCause() != null && inner.getCause().getMessage() != null) {
      inner = inner.getCause();
    }
    String message = String.valueOf(inner.getMessage()).strip();
    String first = message.lines().findFirst().orElse("");
    return first.replaceFirst("^Failed to parse .*?\\. ", "").replaceFirst("\\.$", "");
  }

  /** Loaded where a job has a schedule of five fields. */
  private static final class Parser {
    private static final CronParser UNIX =
        new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  }
}
