package io.sluice.spark;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Columns by name, where names may hold dots and two sides of a join may share them. */
public final class Names {
  /** The columns of the only dataset in sight. */
  public static final Function<String, Column> PLAIN = name -> functions.col(quoted(name));

  private Names() {}

  /** The columns of the side of a join that bears the alias. */
  public static Function<String, Column> of(String alias) {
    return name -> functions.col(alias + "." + quoted(name));
  }

  public static Column[] columns(List<String> names, Function<String, Column> at) {
    return names.stream().map(at).toArray(Column[]::new);
  }

  /** Whether the sides agree in every one of the names; null is equal to nothing. */
  public static Column equal(
      List<String> names, Function<String, Column> left, Function<String, Column> right) {
    return all(names.stream().map(name -> left.apply(name).equalTo(right.apply(name))).toList());
  }

  /** A balanced tree, as the planner takes the cube of its height for hundreds of columns. */
  private static Column all(List<Column> conditions) {
    int half = conditions.size() / 2;
    return switch (conditions.size()) {
      case 0 -> functions.lit(true);
      case 1 -> conditions.get(0);
      default ->
          all(conditions.subList(0, half)).and(all(conditions.subList(half, conditions.size())));
    };
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
