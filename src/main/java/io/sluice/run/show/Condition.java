package io.sluice.run.show;

import io.sluice.error.UsageException;
import io.sluice.settings.Nearest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A user's condition on rows. */
final class Condition {
  private static final Pattern CODE = Pattern.compile("^\\[[A-Z_.]+] ");
  private static final Pattern PLACE = Pattern.compile("[.;]*(?: SQLSTATE: \\w+)?(?:; line .*)?$");

  /** What stands behind a value in a condition that is complete. */
  private static final String END = "(?=\\s*(?:$|[),]|(?:and|or)\\b))";

  private static final String TEXTS = "; texts are written in single quotes, such as name = 'open'";
  private static final int MOST_TEXTS = 10;

  private final Dataset<Row> rows;
  private final String text;

  private Condition(Dataset<Row> rows, String text) {
    this.rows = rows;
    this.text = text;
  }

  /**
   * The rows for which it holds.
   *
   * @throws UsageException if it is no condition on their columns
   */
  static Dataset<Row> filtered(Dataset<Row> rows, String condition) {
    try {
      return rows.filter(condition);
    } catch (Exception e) {
      if (e instanceof AnalysisException failure) {
        String wrong = new Condition(rows, condition).wrong(failure);
        String end = wrong.endsWith("?") ? "" : ".";
        throw new UsageException("--where: " + wrong + end + " Nothing was read.", e);
      }
      throw e;
    }
  }

  private String wrong(AnalysisException e) {
    String kind = kind(e);
    if (kind.startsWith("UNRESOLVED_COLUMN")) {
      return noColumn(named(e, "objectName"));
    }
    if (kind.startsWith("UNRESOLVED_ROUTINE")) {
      return "there is no function \"" + named(e, "routineName") + "\" in Spark's SQL";
    }
    if (kind.equals("PARSE_SYNTAX_ERROR")) {
      return broken(named(e, "error"));
    }
    if (kind.endsWith("FILTER_NOT_BOOLEAN")) {
      return "\"" + text + "\" is a value and no condition; compare it, such as name = 'open'";
    }
    if (kind.endsWith("BINARY_OP_DIFF_TYPES")) {
      return named(e, "sqlExpr").replace("\"", "")
          + " has "
          + named(e, "left").replace("\"", "")
          + " on one side and "
          + named(e, "right").replace("\"", "")
          + " on the other; texts, dates and times are written in single quotes";
    }
    String said = e.getMessage().lines().findFirst().orElse("");
    return PLACE.matcher(CODE.matcher(said).replaceFirst("")).replaceFirst("");
  }

  /** What stands where a value is expected is a text that somebody forgot to quote. */
  private String noColumn(String name) {
    List<String> columns = List.of(rows.columns());
    String no = "there is no column \"" + name + "\"";
    if (!value(text, name, "").find()) {
      return no + Nearest.hint(name, columns.stream().filter(one -> !one.startsWith("_")).toList());
    }
    return quoted()
        .map(
            condition ->
                no
                    + "; if it is a text, write it in single quotes: --where "
                    + (condition.matches("[^\"$`\\\\!]*") ? "\"" + condition + "\"" : condition))
        .orElse(no + TEXTS);
  }

  /** The condition with quotes around all such texts, if it is one then. */
  private Optional<String> quoted() {
    String condition = text;
    for (int i = 0; i < MOST_TEXTS; i++) {
      try {
        Object unused = rows.filter(condition);
        return Optional.of(condition);
      } catch (Exception e) {
        Matcher value =
            e instanceof AnalysisException failure && kind(failure).startsWith("UNRESOLVED_COLUMN")
                ? value(condition, named(failure, "objectName"), END)
                : value("", "none", END);
        if (!value.find()) {
          return Optional.empty();
        }
        condition =
            condition.substring(0, value.start(1))
                + "'"
                + value.group(1)
                + "'"
                + condition.substring(value.end(1));
      }
    }
    return Optional.empty();
  }

  private String broken(String place) {
    if (text.chars().filter(c -> c == '\'').count() % 2 == 1) {
      return "a single quote is not closed; a quote within a text is written \\'";
    }
    return place.equals("end of input")
        ? "the condition is not complete, something is missing at its end"
        : "the condition goes wrong at " + place.replace('\'', '"') + TEXTS;
  }

  /** Where a word is compared, or is in a list; the group is the word. */
  private static Matcher value(String condition, String name, String end) {
    String word = "(" + Pattern.quote(name) + ")(?!\\w)" + end;
    return Pattern.compile("(?i)(?:[=<>]|\\blike\\b|[(,])\\s*" + word).matcher(condition);
  }

  private static String kind(AnalysisException e) {
    return Objects.requireNonNullElse(e.getErrorClass(), "");
  }

  /** A name in a message of the engine, which quotes its parts. */
  private static String named(AnalysisException e, String parameter) {
    String name = e.getMessageParameters().getOrDefault(parameter, "");
    return name.startsWith("`") ? name.replace("`.`", ".").replace("`", "") : name;
  }
}
