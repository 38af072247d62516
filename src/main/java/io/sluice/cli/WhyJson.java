package io.sluice.cli;

import io.sluice.run.show.ShownRows;
import io.sluice.run.why.Explanation;
import io.sluice.run.why.InTable;
import io.sluice.run.why.NotRead;
import io.sluice.run.why.SeenRow;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An {@link Explanation} for programs: one object. Values of rows are data, and never hidden. */
final class WhyJson {
  private WhyJson() {}

  static void write(Explanation found, Writer out) throws IOException {
    try (JsonOutput object = JsonOutput.begin(out)) {
      object.text("dataset", found.dataset().toString());
      object.object("key", Optional.of(found.key()), WhyJson::key);
      object.objects("rows", found.rows(), WhyJson::row);
      object.object("table", Optional.of(found.table()), WhyJson::table);
      object.text("pending", found.next());
      object.objects("gaps", found.notRead(), WhyJson::gap);
      object.text("problem", found.problem());
      object.number("exit_code", found.exitCode().code());
    }
  }

  private static void key(JsonOutput object, Map<String, String> key) throws IOException {
    for (Map.Entry<String, String> cell : key.entrySet()) {
      object.cell(cell.getKey(), Optional.of(cell.getValue()), false);
    }
  }

  private static void row(JsonOutput object, SeenRow row) throws IOException {
    object.text("increment", row.source().increment());
    object.text("file", row.source().file());
    object.number("record", row.source().record());
    object.flag("from_table", row.source().fromTable());
    object.text("processed_date", row.source().processedDate().toString());
    object.object("order", Optional.of(row.order()), WhyJson::order);
    object.text("operation", row.operation());
    object.text("state", row.state().name().toLowerCase(Locale.ROOT));
    object.text("outcome", row.outcome().text());
    object.number(
        "against",
        row.against().isEmpty() ? OptionalLong.empty() : OptionalLong.of(row.against().getAsInt()));
    object.text("decided_by", row.decidedBy());
    object.cell("because", row.because(), false);
  }

  private static void order(JsonOutput object, Map<String, Optional<String>> order)
      throws IOException {
    for (Map.Entry<String, Optional<String>> cell : order.entrySet()) {
      object.cell(cell.getKey(), cell.getValue(), false);
    }
  }

  private static void table(JsonOutput object, InTable table) throws IOException {
    object.number("version", table.version());
    object.object("row", table.row(), WhyJson::cells);
    object.flag("tombstone", table.tombstone());
    object.text("increment", table.increment());
    object.number("since", table.since());
    object.flag("or_before", table.atTheLatest());
  }

  private static void cells(JsonOutput object, ShownRows row) throws IOException {
    List<Optional<String>> cells = row.rows().iterator().next();
    for (int i = 0; i < cells.size(); i++) {
      String column = row.columns().get(i);
      object.cell(column, cells.get(i), row.bare().contains(column));
    }
  }

  private static void gap(JsonOutput object, NotRead one) throws IOException {
    object.text("increment", one.increment());
    object.flag("applied", one.applied());
    object.text("why", one.why());
  }
}
