package io.sluice.cli;

import io.sluice.error.Printable;
import io.sluice.run.show.ShownRows;
import io.sluice.run.why.Explanation;
import io.sluice.run.why.InTable;
import io.sluice.run.why.NotRead;
import io.sluice.run.why.Outcome;
import io.sluice.run.why.SeenRow;
import io.sluice.run.why.SeenRow.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An {@link Explanation} for people: a paragraph for each row, then the table. */
record WhyText(View view) {

  String of(Explanation found) {
    StringBuilder text = new StringBuilder();
    text.append(found.dataset()).append(", ").append(key(found.key())).append(":\n");
    int number = 0;
    for (SeenRow row : found.rows()) {
      text.append('\n').append(row(++number, row));
    }
    text.append(found.rows().isEmpty() ? "" : "\n").append(table(found.table()));
    found.next().ifPresent(next -> text.append("\nPending: ").append(next).append(".\n"));
    for (NotRead one : found.notRead()) {
      text.append("\ngap: ").append(Printable.line(one.increment())).append(": ");
      text.append(Printable.line(one.why())).append(one.applied() ? ".\n" : "\n");
    }
    return text.toString();
  }

  private static String key(Map<String, String> key) {
    return key.entrySet().stream()
        .map(cell -> cell.getKey() + " = " + Printable.line(cell.getValue()))
        .collect(Collectors.joining(", "));
  }

  private String row(int number, SeenRow row) {
    String state =
        switch (row.state()) {
          case APPLIED -> "";
          case PENDING -> "pending, would be ";
          case HELD -> "held, would be ";
        };
    StringBuilder text = new StringBuilder();
    text.append(number).append(". ").append(state).append(outcome(row)).append('\n');
    text.append("   ").append(row.operation().map(one -> one + ", ").orElse(""));
    text.append(place(row.source())).append(", processed ");
    text.append(view.time(row.source().processedDate())).append('\n');
    row.order()
        .forEach(
            (column, value) ->
                text.append("   ")
                    .append(column)
                    .append(" = ")
                    .append(value.map(Printable::line).orElse("null"))
                    .append('\n'));
    return text.toString();
  }

  private static String outcome(SeenRow row) {
    String against = row.against().isEmpty() ? "" : String.valueOf(row.against().getAsInt() + 1);
    String because = row.because().map(why -> ": " + Printable.line(why)).orElse("");
    boolean floor = row.decidedBy().equals(Optional.of("floor"));
    return switch (row.outcome()) {
      case WON ->
          (row.state() == State.APPLIED ? "won" : "the winner")
              + (against.isEmpty() ? "" : " over " + against)
              + because;
      case SUPERSEDED -> "superseded by " + against + because;
      case DUPLICATE -> "a duplicate of " + against + because;
      case STALE -> "stale against " + against + because;
      case BLOCKED ->
          (floor ? "blocked by a floor" : "blocked by the tombstone of " + against) + because;
      case REMOVED -> "removed" + because;
      case QUARANTINED -> Outcome.QUARANTINED.text() + because;
    };
  }

  /** The file of a bare increment is in its id, and a folder's id in its path. */
  private static String place(SeenRow.Source source) {
    String file = source.file();
    String place =
        source.increment().startsWith(file)
            ? source.increment()
            : file.startsWith(source.increment() + "/") ? file : source.increment() + ", " + file;
    return Printable.line(place)
        + (source.record().isEmpty() ? "" : " record " + Style.number(source.record().getAsLong()));
  }

  private static String table(InTable table) {
    String since =
        table.since().isEmpty()
            ? ""
            : " since version "
                + table.since().getAsLong()
                + (table.atTheLatest() ? " or before" : "");
    if (table.row().isPresent()) {
      return "In the table" + since + ":\n" + cells(table.row().get());
    }
    return table.tombstone()
        ? "Not in the table: deleted" + since + "; a tombstone keeps older rows out.\n"
        : "Not in the table, and no tombstone.\n";
  }

  private static String cells(ShownRows row) {
    int width = row.columns().stream().mapToInt(String::length).max().orElse(0);
    List<Optional<String>> cells = row.rows().iterator().next();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String name = Printable.line(row.columns().get(i));
      text.append("   ").append(name).append(" ".repeat(Math.max(0, width - name.length())));
      text.append(" | ").append(cells.get(i).map(Printable::line).orElse("null")).append('\n');
    }
    return text.toString();
  }
}
