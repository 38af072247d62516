package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;
import static io.sluice.cli.TextTable.Column.right;

import io.sluice.run.quarantine.QuarantineGroup;
import io.sluice.run.show.ShownRows;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How rows in quarantine are printed that were counted by reason and column. */
final class QuarantineGroupsOutput {
  private static final int IDS_SHOWN = 3;

  private QuarantineGroupsOutput() {}

  /** The keys of one group, into the object that is open. */
  static void json(JsonOutput object, QuarantineGroup group) throws IOException {
    object.text("reason", group.reason()).text("column", group.column());
    object.number("rows", group.rows()).text("sample", group.sample());
    object.texts("increments", group.increments());
  }

  static ShownRows rows(List<QuarantineGroup> groups) {
    return new ShownRows(
        List.of("reason", "column", "rows", "sample", "increments"),
        Set.of(),
        Set.of("rows"),
        groups.stream().map(QuarantineGroupsOutput::row).toList());
  }

  private static List<Optional<String>> row(QuarantineGroup group) {
    return List.of(
        Optional.of(group.reason()),
        group.column(),
        Optional.of(String.valueOf(group.rows())),
        group.sample(),
        Optional.of(String.join(" ", group.increments())));
  }

  static String table(List<QuarantineGroup> groups, View view) {
    TextTable table =
        new TextTable(
            right("ROWS"),
            left("REASON"),
            left("COLUMN"),
            left("SAMPLE").ranked(1),
            left("INCREMENTS").ranked(2));
    for (QuarantineGroup group : groups) {
      table.add(
          List.of(
              Style.number(group.rows()),
              group.reason(),
              group.column().orElse("-"),
              group
                  .sample()
                  .map(text -> RowWriter.fitted("\"" + text + "\"", RowWriter.LONGEST_CELL))
                  .orElse("-"),
              Style.first(group.increments(), IDS_SHOWN)));
    }
    return view.shown(table);
  }
}
