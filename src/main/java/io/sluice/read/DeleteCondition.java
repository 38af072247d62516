package io.sluice.read;

import io.sluice.error.ConfigurationException;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.JobSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import scala.collection.JavaConverters;

/** {@code delete_when} as a SQL condition: whether a merge can use it. */
public final class DeleteCondition {
  /** A row must have the same meaning in every run. */
  private static final Set<String> CHANGING =
      Set.of(
          "rand",
          "random",
          "randn",
          "uuid",
          "shuffle",
          "now",
          "current_date",
          "curdate",
          "current_timestamp",
          "localtimestamp",
          "unix_timestamp",
          "input_file_name",
          "monotonically_increasing_id",
          "spark_partition_id");

  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"|`[^`]*`");

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_]+");

  /** Spark's words for it; places count from 0. */
  private static final Pattern SYNTAX =
      Pattern.compile(
          "\\[PARSE_SYNTAX_ERROR\\] Syntax error at or near (.+?)\\.?\\(line 1, pos (\\d+)\\).*");

  private DeleteCondition() {}

  /** What is wrong with the job's condition; empty also where it has none. Starts no Spark. */
  public static Optional<String> fault(JobSpec job) {
    return job.merge().deleteCondition().flatMap(text -> fault(job, text));
  }

  /**
   * Makes sure that rows can be judged by the condition.
   *
   * @throws ConfigurationException if they cannot
   */
  public static void require(JobSpec job) {
    fault(job)
        .ifPresent(
            fault -> {
              throw new ConfigurationException(
                  job.dataset()
                      + ": delete_when: "
                      + fault
                      + ". Nothing was run. Correct the job file.");
            });
  }

  private static Optional<String> fault(JobSpec job, String text) {
    Expression condition;
    try {
      condition = CatalystSqlParser$.MODULE$.parseExpression(sql(text));
    } catch (Exception e) {
      if (e instanceof AnalysisException) { // which Scala does not declare
        return Optional.of(
            "\"" + text + "\" is not a SQL condition, " + told(text, e) + meant(job, text));
      }
      throw e;
    }
    Optional<String> fault = faultWithin(job, condition);
    if (fault.isPresent()) {
      return fault;
    }
    return hasColumn(condition)
        ? faultOfTypes(job, text, condition)
        : Optional.of("\"" + text + "\" names no column, so it says the same of every row");
  }

  private static Optional<String> faultOfTypes(JobSpec job, String text, Expression condition) {
    try {
      return new ConditionTypes(job).fault(condition, text);
    } catch (Exception e) {
      if (e instanceof AnalysisException) { // which Scala does not declare
        return Optional.of("\"" + text + "\" cannot be evaluated, " + told(text, e));
      }
      throw e;
    }
  }

  /** The condition as the engine reads it. */
  static String sql(String text) {
    return new ConditionText(text).sql();
  }

  /** What people mean who know conditions of another language. */
  private static String meant(JobSpec job, String text) {
    String bare = QUOTED.matcher(text).replaceAll("");
    if (bare.contains("{")) {
      return "; write a condition such as status = 'deleted'";
    }
    Optional<String> name =
        job.columns().stream()
            .map(ColumnSpec::name)
            .filter(column -> !WORD.matcher(column).matches() && bare.contains(column))
            .findFirst();
    if (name.isPresent()) {
      return "; a name that is more than one word needs backticks: `" + name.get() + "`";
    }
    return bare.contains("&&") ? "; write AND instead of &&" : "";
  }

  private static boolean hasColumn(Expression part) {
    return part instanceof UnresolvedAttribute
        || JavaConverters.seqAsJavaList(part.children()).stream()
            .anyMatch(DeleteCondition::hasColumn);
  }

  private static Optional<String> faultWithin(JobSpec job, Expression part) {
    Optional<String> own = fault(job, part);
    return own.isPresent()
        ? own
        : JavaConverters.seqAsJavaList(part.children()).stream()
            .flatMap(child -> faultWithin(job, child).stream())
            .findFirst();
  }

  private static Optional<String> fault(JobSpec job, Expression part) {
    if (part instanceof SubqueryExpression) {
      return Optional.of("a condition may use one row only, found a subquery");
    }
    if (part instanceof BinaryComparison comparison) {
      return fault(job, comparison);
    }
    if (part instanceof UnresolvedFunction function) {
      String name = function.nameParts().last().toString().toLowerCase(Locale.ROOT);
      return CHANGING.contains(name) ? Optional.of(changing(name + "()")) : Optional.empty();
    }
    if (part instanceof UnresolvedAttribute attribute) {
      String name = attribute.nameParts().head().toLowerCase(Locale.ROOT);
      // SQL lets current_date stand without brackets.
      return isColumn(job, name)
          ? Optional.empty()
          : Optional.of(
              CHANGING.contains(name)
                  ? changing(name)
                  : notAColumn(job, attribute.nameParts().head()));
    }
    return Optional.empty();
  }

  private static Optional<String> fault(JobSpec job, BinaryComparison comparison) {
    Expression left = comparison.left();
    Expression right = comparison.right();
    String written = "\"" + comparison.symbol() + "\"";
    boolean ofNull = isNull(left) || isNull(right);
    if (ofNull && !(comparison instanceof EqualNullSafe)) {
      return Optional.of(written + " is never true of null; write IS NULL or IS NOT NULL");
    }
    boolean chained =
        (left instanceof BinaryComparison && right instanceof Literal value && !isFlag(value))
            || (right instanceof BinaryComparison
                && left instanceof Literal other
                && !isFlag(other));
    if (chained) {
      return Optional.of(
          written
              + " compares the outcome of another comparison; write AND or OR between two, as ||"
              + " joins texts in SQL");
    }
    return Stream.of(left, right)
        .filter(side -> left instanceof Literal && right instanceof Literal)
        .map(side -> String.valueOf(((Literal) side).value()))
        .filter(text -> isColumn(job, text))
        .findFirst()
        .map(text -> "\"" + text + "\" in quotes is a text and no column; write it without them");
  }

  private static boolean isNull(Expression side) {
    return side instanceof Literal literal && literal.value() == null;
  }

  private static boolean isFlag(Literal literal) {
    return literal.value() instanceof Boolean;
  }

  private static boolean isColumn(JobSpec job, String name) {
    return job.columns().stream().anyMatch(column -> column.name().equalsIgnoreCase(name));
  }

  private static String changing(String name) {
    return name + " gives another result in each run, so a row would not always mean the same";
  }

  private static String notAColumn(JobSpec job, String name) {
    return "\""
        + name
        + "\" is not in columns; they are "
        + job.columns().stream().map(ColumnSpec::name).collect(Collectors.joining(", "))
        + "; a text is written '"
        + name
        + "'";
  }

  /**
   * Runs what evaluates the condition, and tells a condition that cannot be from other failures.
   *
   * @throws ConfigurationException if Spark refuses it
   */
  static <R> R evaluated(JobSpec job, Supplier<R> evaluation) {
    String text = job.merge().deleteCondition().orElse("");
    try {
      return evaluation.get();
    } catch (Exception e) {
      if (e instanceof AnalysisException) { // which Scala does not declare
        throw new ConfigurationException(
            job.dataset()
                + ": delete_when: \""
                + text
                + "\" cannot be evaluated, "
                + told(text, e)
                + ". Nothing was committed; the table stays as it was. Correct the job file.",
            e);
      }
      throw e;
    }
  }

  private static String told(String text, Exception failure) {
    String first = String.valueOf(failure.getMessage()).strip().lines().findFirst().orElse("");
    Matcher syntax = SYNTAX.matcher(first);
    return syntax.matches()
        ? "a syntax error at or near "
            + syntax.group(1)
            + ", character "
            + (new ConditionText(text).place(Integer.parseInt(syntax.group(2))) + 1)
        : first
            .replaceFirst("^\\[[A-Z_.0-9]+\\] ", "")
            .replaceFirst("[.;]*( line \\d+ pos \\d+;?)?$", "");
  }
}
