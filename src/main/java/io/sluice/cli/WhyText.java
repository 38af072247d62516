package io.sluice.cli;

import io.sluice.error.Printable;
import io.sluice.run.show.ShownRows;
import io.sluice.run.why.Explanation;
import io.sluice.run.why.InTable;
import io.sluice.run.why.NotRead;
import io.sluice.run.why.Outcome;
import io.sluice.run.why.SeenRow;
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
    found.notRead().forEach(one -> text.append(notRead(one)));
    return text.toString();
  }

  private static String notRead(NotRead one) {
    String why = Printable.line(one.why());
    return one.applied()
        ? "\ngap: "
            + Printable.line(one.increment())
            + " was applied and cannot be read: "
            + why
            + ". What it may have had of this key is not told.\n"
        : "\nrefused: " + why + "\n";
  }

  private static String key(Map<String, String> key) {
    return key.entrySet().stream()
        .map(cell -> cell.getKey() + " = " + Printable.line(cell.getValue()))
        .collect(Collectors.joining(", "));
  }

  private String row(int number, SeenRow row) {
    StringBuilder text = new StringBuilder();
    text.append(number).append(". ").append(outcome(row)).append('\n');
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
    String end =
        switch (row.outcome()) {
          case WON -> against.isEmpty() ? "" : " over " + against;
          case SUPERSEDED -> "superseded by " + against;
          case DUPLICATE -> "a duplicate of " + against;
          case STALE -> "stale against " + against;
          case BLOCKED -> floor ? "blocked by a floor" : "blocked by the tombstone of " + against;
          case REMOVED -> "removed";
          case QUARANTINED -> "quarantined";
        };
    boolean won = row.outcome() == Outcome.WON;
    return switch (row.state()) {
          case APPLIED -> won ? "won" : "";
          case PENDING -> won ? "pending, would win" : "pending, would be ";
          case HELD -> won ? "held, would win" : "held, would be ";
          case WITHDRAWN -> won ? "withdrawn, would win" : "withdrawn, would be ";
        }
        + end
        + because;
  }

  /** The file of a bare increment is in its id, and a folder's id in its path. */
  private static String place(SeenRow.Source source) {
    String file = source.file();
    String place =
        source.increment().startsWith(file)
            ? source.increment()
            : file.startsWith(source.increment() + "/") ? file : source.increment() + ", " + file;
    return Printable.line(place)
        + (source.record().isEmpty() ? "" : " record " + Style.number(source.record().getAsLong()))
        + (source.fromTable() ? " (as the table has it)" : "");
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
