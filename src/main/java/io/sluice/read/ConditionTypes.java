package io.sluice.read;

import io.sluice.spec.ColumnSpec;
import io.sluice.spec.JobSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.catalyst.InternalRow$;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.analysis.FakeV2SessionCatalog$;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.apache.spark.sql.catalyst.catalog.InMemoryCatalog;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.optimizer.BooleanSimplification$;
import org.apache.spark.sql.catalyst.optimizer.ConstantFolding$;
import org.apache.spark.sql.catalyst.optimizer.NullPropagation$;
import org.apache.spark.sql.catalyst.optimizer.SimplifyConditionals$;
import org.apache.spark.sql.catalyst.optimizer.UnwrapCastInBinaryComparison$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * A condition against the types of the columns: SQL makes null of a text that is no value of the
 * type that it is compared with, and what is null deletes nothing. Starts no Spark.
 */
final class ConditionTypes {
  private static final Option<String> UTC = Option.apply("UTC");

  /** What the engine does with constants; none of them looks at rows. */
  private static final List<Rule<LogicalPlan>> RULES =
      List.of(
          ConstantFolding$.MODULE$,
          UnwrapCastInBinaryComparison$.MODULE$,
          NullPropagation$.MODULE$,
          SimplifyConditionals$.MODULE$,
          BooleanSimplification$.MODULE$);

  /** Each makes constants for the others; few conditions need more than two rounds. */
  private static final int ROUNDS = 5;

  private final JobSpec job;

  ConditionTypes(JobSpec job) {
    this.job = job;
  }

  /**
   * What is wrong with a condition that names columns alone. Fails with an {@code
   * AnalysisException}, which Scala does not declare, if rows cannot be judged by it.
   */
  Optional<String> fault(Expression parsed, String text) {
    List<Attribute> columns =
        List.copyOf(
            JavaConverters.seqAsJavaList(
                DataTypeUtils.toAttributes(ReadColumns.schema(job.columns()))));
    LogicalPlan rows = new LocalRelation(scala(columns), scala(List.of()), false);
    Analyzer analyzer = analyzer();
    LogicalPlan plan = analyzer.execute(new Filter(parsed, rows));
    analyzer.checkAnalysis(plan);
    Expression condition = ((Filter) plan).condition();
    Optional<String> within = faultWithin(condition, condition, rows);
    if (within.isPresent()) {
      return within;
    }
    Expression folded = folded(condition, rows);
    if (isNever(folded)) {
      return Optional.of("\"" + text + "\" is never true, whatever a row holds");
    }
    return isAlways(folded)
        ? Optional.of("\"" + text + "\" is true of every row, or of every one without nulls")
        : Optional.empty();
  }

  private static <T> Seq<T> scala(List<T> list) {
    return JavaConverters.asScalaBuffer(list).toSeq();
  }

  /** The engine's, with its own functions and without a catalog. */
  private static Analyzer analyzer() {
    SessionCatalog catalog =
        new SessionCatalog(
            new InMemoryCatalog(new SparkConf(false), new Configuration(false)),
            FunctionRegistry.builtin(),
            TableFunctionRegistry.builtin());
    return new Analyzer(new CatalogManager(FakeV2SessionCatalog$.MODULE$, catalog));
  }

  private Optional<String> faultWithin(Expression part, Expression whole, LogicalPlan rows) {
    return Stream.concat(
            comparisons(part).flatMap(comparison -> fault(comparison, whole, rows).stream()),
            JavaConverters.seqAsJavaList(part.children()).stream()
                .flatMap(child -> faultWithin(child, whole, rows).stream()))
        .findFirst();
  }

  /** The comparisons that an expression itself makes, one with each value of a list. */
  private static Stream<BinaryComparison> comparisons(Expression part) {
    if (part instanceof BinaryComparison comparison) {
      return Stream.of(comparison);
    }
    return part instanceof In in
        ? JavaConverters.seqAsJavaList(in.list()).stream()
            .map(element -> new EqualTo(in.value(), element))
        : Stream.empty();
  }

  private Optional<String> fault(BinaryComparison comparison, Expression whole, LogicalPlan rows) {
    boolean turned = comparison.left().foldable();
    Expression value = turned ? comparison.left() : comparison.right();
    Expression side = turned ? comparison.right() : comparison.left();
    if (!(inner(value) instanceof Literal written) || written.value() == null || side.foldable()) {
      return Optional.empty();
    }
    boolean never =
        isNever(folded(comparison, rows))
            || isNull(value)
            || (comparison instanceof EqualTo && isOtherText(side, written));
    if (!never) {
      return Optional.empty();
    }
    Expression compared = inner(side);
    String name = compared instanceof AttributeReference column ? column.name() : compared.sql();
    String symbol = turned ? turned(comparison.symbol()) : comparison.symbol();
    return Optional.of(
        name
            + " is "
            + typeOf(compared)
            + " and is never "
            + symbol
            + " "
            + written.sql()
            + hint(name, compared.dataType(), written, whole == comparison));
  }

  private static String turned(String symbol) {
    return symbol.startsWith("<") && !symbol.equals("<=>")
        ? symbol.replace('<', '>')
        : symbol.replace('>', '<').replace("<=<", "<=>");
  }

  /** What somebody may have meant. */
  private static String hint(String name, DataType type, Literal written, boolean whole) {
    if (type.equals(DataTypes.BooleanType)) {
      return whole
          ? "; write delete_when: " + name + ", or NOT " + name
          : "; write " + name + " or NOT " + name;
    }
    return asStored(written, type).map(text -> "; write '" + text + "'").orElse("");
  }

  /** The expression that casts are made of. */
  private static Expression inner(Expression part) {
    return part instanceof Cast cast ? inner(cast.child()) : part;
  }

  private String typeOf(Expression compared) {
    return job.columns().stream()
        .filter(
            column ->
                compared instanceof AttributeReference reference
                    && column.name().equals(reference.name()))
        .map(ColumnSpec::type)
        .map(type -> type.text())
        .findFirst()
        .orElseGet(() -> compared.dataType().catalogString());
  }

  private static boolean isNull(Expression value) {
    return value instanceof Cast && eval(value) == null;
  }

  /**
   * Whether the text of a column is compared with one that the column never has: the engine takes
   * the column for text where a list has texts.
   */
  private static boolean isOtherText(Expression side, Literal written) {
    boolean asText =
        side instanceof Cast cast
            && cast.dataType().equals(DataTypes.StringType)
            && cast.child() instanceof AttributeReference
            && written.dataType().equals(DataTypes.StringType);
    return asText
        && !asStored(written, ((Cast) side).child().dataType())
            .equals(Optional.of(written.value().toString()));
  }

  /** The text that a type has for this value; empty where it is none of the type. */
  private static Optional<String> asStored(Literal written, DataType type) {
    if (!Cast.canCast(written.dataType(), type) || !Cast.canCast(type, DataTypes.StringType)) {
      return Optional.empty();
    }
    Expression text = cast(cast(written, type), DataTypes.StringType);
    return Optional.ofNullable(eval(text)).map(Object::toString);
  }

  private static Expression cast(Expression value, DataType type) {
    return new Cast(value, type, UTC, EvalMode.LEGACY());
  }

  private static Object eval(Expression constant) {
    return constant.eval(InternalRow$.MODULE$.empty());
  }

  private static Expression folded(Expression condition, LogicalPlan rows) {
    LogicalPlan plan = new Filter(condition, rows);
    for (int round = 0; round < ROUNDS; round++) {
      for (Rule<LogicalPlan> rule : RULES) {
        plan = rule.apply(plan);
      }
    }
    return ((Filter) plan).condition();
  }

  /** False or null; the engine writes what is one of the two as "is null and null". */
  private static boolean isNever(Expression folded) {
    return (folded instanceof Literal literal && !Boolean.TRUE.equals(literal.value()))
        || (folded instanceof And and && (isNever(and.left()) || isNever(and.right())));
  }

  /** True; or, as the engine writes it, "is not null or null". */
  private static boolean isAlways(Expression folded) {
    return (folded instanceof Literal literal && Boolean.TRUE.equals(literal.value()))
        || (folded instanceof Or or
            && (or.left() instanceof Literal || or.right() instanceof Literal));
  }
}
