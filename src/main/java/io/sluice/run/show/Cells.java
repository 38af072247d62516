package io.sluice.run.show;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Rows of text columns as lists of cells, one partition in memory at a time. */
final class Cells implements Iterator<List<Optional<String>>> {
  private final Iterator<Row> rows;

  Cells(Iterator<Row> rows) {
    this.rows = rows;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public List<Optional<String>> next() {
    Row row = rows.next();
    List<Optional<String>> cells = new ArrayList<>(row.size());
    for (int i = 0; i < row.size(); i++) {
      cells.add(Optional.ofNullable(row.getString(i)));
    }
    return cells;
  }
}
