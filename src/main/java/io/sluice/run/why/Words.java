package io.sluice.run.why;

import io.sluice.law.Part;
import io.sluice.law.Version;
import io.sluice.spec.ColumnType;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.Operation;
import java.math.BigDecimal;
import java.util.Objects;

/** Why one row beats another, in words. */
final class Words {
  private final JobSpec job;
  private final boolean leastWins;

  Words(JobSpec job) {
    this.job = job;
    this.leastWins = job.merge().mode() == Mode.INSERT;
  }

  /** What the winner has that the loser has not: {@code a later processed date}. */
  String of(Part part, Version winner, Version loser) {
    return switch (part) {
      case ORDER_BY -> orderBy(winner, loser);
      case PROCESSED_DATE -> (leastWins ? "an earlier" : "a later") + " processed date";
      case OPERATION ->
          job.merge().tie() == Operation.DELETE
              ? "a delete wins at the same version"
              : "an upsert wins at the same version, as the job says tie: upsert";
      case INCREMENT -> "the " + (leastWins ? "smaller" : "greater") + " increment id";
      case FILE -> (leastWins ? "an earlier" : "a later") + " file of the increment";
      case ROW_HASH -> "the row hash: nothing but the content differs, a tie";
    };
  }

  private String orderBy(Version winner, Version loser) {
    for (int i = 0; i < winner.order().size(); i++) {
      if (!same(winner.order().get(i), loser.order().get(i))) {
        String column = job.merge().orderBy().get(i).column();
        ColumnType type = job.column(column).type();
        boolean time = type == ColumnType.Simple.TIMESTAMP || type == ColumnType.Simple.DATE;
        String more = time ? "a later " : "a greater ";
        String less = time ? "an earlier " : "a smaller ";
        return (leastWins ? less : more) + column;
      }
    }
    throw new IllegalStateException("no order column differs");
  }

  private static boolean same(Object left, Object right) {
    if (left instanceof BigDecimal one && right != null) {
      return one.compareTo((BigDecimal) right) == 0;
    }
    return Objects.equals(left, right);
  }

  /** A value of a key or order column, which is no nested one. */
  static String text(Object value) {
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
  }
}
