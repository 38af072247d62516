package io.sluice.merge;

import io.sluice.law.Rivals;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.sql.catalyst.InternalRow;

/** The versions of one key that rows of different content share. */
final class TiedVersions implements SortedKeys.OneKey {
  private final KeyShape shape;
  private final Rivals<KeyRow> rivals;
  private final Deque<InternalRow> tied = new ArrayDeque<>();

  TiedVersions(KeyShape shape) {
    this.shape = shape;
    this.rivals = new Rivals<>(shape.order());
  }

  @Override
  public void add(byte kind, KeyRow row) {
    long before = rivals.ties();
    rivals.add(row, null);
    if (rivals.ties() > before) {
      InternalRow version = shape.keyAndVersion(row.row());
      if (!version.equals(tied.peekLast())) {
        tied.add(version);
      }
    }
  }

  @Override
  public void end(Deque<InternalRow> said) {
    said.addAll(tied);
  }
}
