package io.sluice.merge;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * What is said of the keys that increments touch, from rows that {@link Contenders#sorted} put side
 * by side. A key may have any number of rows; rows of other keys are passed by.
 */
final class SortedKeys implements Iterator<InternalRow> {
  private final Iterator<InternalRow> rows;
  private final KeyShape shape;
  private final Start start;
  private final Deque<InternalRow> said = new ArrayDeque<>();
  private InternalRow first;

  /** What the rows of one key are given to, in their order. */
  interface OneKey {
    /** Adds a row, to be kept or not. */
    void add(byte kind, KeyRow row);

    /** Says what there is to say of the key. */
    void end(Deque<InternalRow> said);
  }

  /** Begins with a key; travels to executors. */
  interface Start extends Serializable {
    OneKey of(KeyShape shape);
  }

  SortedKeys(Iterator<InternalRow> rows, KeyShape shape, Start start) {
    this.rows = rows;
    this.shape = shape;
    this.start = start;
  }

  @Override
  public boolean hasNext() {
    while (said.isEmpty() && (first != null || nextIncoming())) {
      oneKey();
    }
    return !said.isEmpty();
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return said.remove();
  }

  private boolean nextIncoming() {
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      if (shape.kind(row) == Contenders.INCOMING) {
        first = row.copy();
        return true;
      }
    }
    return false;
  }

  private void oneKey() {
    OneKey key = start.of(shape);
    InternalRow row = first;
    first = null;
    InternalRow keyOf = row;
    while (row != null) {
      key.add(shape.kind(row), KeyRow.of(shape, row));
      row = null;
      if (rows.hasNext()) {
        InternalRow next = rows.next();
        if (shape.sameKey(keyOf, next)) {
          row = next.copy();
        } else if (shape.kind(next) == Contenders.INCOMING) {
          first = next.copy();
        }
      }
    }
    key.end(said);
  }
}
