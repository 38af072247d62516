package io.sluice.run.show;

import io.sluice.run.show.RowChange.Cell;
import io.sluice.run.show.RowChange.Kind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * Rows of a kind, the texts of a key, the texts of columns before and after, and which of them
 * differ, as changes.
 */
final class Changes implements Iterator<RowChange> {
  private final Iterator<Row> rows;
  private final int keys;
  private final List<String> columns;

  Changes(Iterator<Row> rows, int keys, List<String> columns) {
    this.rows = rows;
    this.keys = keys;
    this.columns = columns;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public RowChange next() {
    Row row = rows.next();
    Kind kind = Kind.valueOf(row.getString(0));
    List<Optional<String>> key = new ArrayList<>();
    for (int i = 1; i <= keys; i++) {
      key.add(Optional.ofNullable(row.getString(i)));
    }
    List<String> before = row.getList(keys + 1);
    List<String> after = row.getList(keys + 2);
    List<Boolean> differs = row.getList(keys + 3);
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (kind != Kind.UPDATED || differs.get(i)) {
        cells.add(
            new Cell(
                columns.get(i),
                Optional.ofNullable(before.get(i)),
                Optional.ofNullable(after.get(i))));
      }
    }
    return new RowChange(kind, key, cells);
  }
}
