package io.sluice.config;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import io.sluice.settings.Nearest;
import io.sluice.settings.Section;
import io.sluice.settings.Wrong;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** When the scheduler is to run a dataset: five fields as cron has them, or a word for them. */
final class Schedule {
  static final String EXPECTED = "a cron expression of five fields, such as 30 0 * * *";
  private static final int FIELDS = 5;
  private static final Set<String> WORDS =
      Section.ordered("@hourly", "@daily", "@weekly", "@monthly", "@yearly");

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
    try {
      Parser.UNIX.parse(expression);
      return Optional.empty();
    } catch (RuntimeException e) {
      // The library throws others than it declares for fields such as ",".
      return Optional.of(wrong(text, ": " + told(e), Optional.empty()));
    }
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
