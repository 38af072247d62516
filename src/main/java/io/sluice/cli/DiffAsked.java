package io.sluice.cli;

import io.sluice.error.Printable;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.show.DiffOptions;
import io.sluice.run.show.RowChange.Kind;
import io.sluice.run.show.ShowVerb;
import io.sluice.run.show.ShownDiff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** {@code show --diff}: what the arguments ask for. */
record DiffAsked(Workplace where, DiffOptions options, RowFormat format, Style style)
    implements VerbInvocation<ShownDiff> {
  @Override
  public ShownDiff run(Run run) {
    return new ShowVerb(run, where).diff(options);
  }

  @Override
  public int print(ShownDiff diff, Session session) throws IOException {
    DiffWriter writer = new DiffWriter(diff, session.out());
    List<String> said =
        new ArrayList<>(diff.notes().stream().map(note -> "note: " + note).toList());
    said.add(summary(diff));
    switch (format) {
      case CSV -> writer.csv();
      case JSON -> writer.json();
      case TABLE -> {
        long shown = writer.table(style.view());
        if (shown < diff.rows() && !style.quiet()) {
          said.add("(shown: " + Style.number(shown) + " of them; --limit 0 shows all)");
        }
        session.out().text(style.view().folded(String.join("\n", said) + "\n"));
      }
    }
    if (format != RowFormat.TABLE && !style.quiet()) {
      // Standard output has data only.
      session.out().flush();
      said.forEach(line -> session.err().println(Printable.lines(line)));
    }
    return 0;
  }

  private static String summary(ShownDiff diff) {
    String versions = " between version " + diff.from() + " and version " + diff.to();
    if (diff.rows() == 0) {
      return "No row differs" + versions + ".";
    }
    String kinds =
        Arrays.stream(Kind.values())
            .map(kind -> Style.number(diff.count(kind)) + " " + kind.word())
            .collect(Collectors.joining(", "));
    return Style.number(diff.rows())
        + (diff.rows() == 1 ? " row differs" : " rows differ")
        + versions
        + ": "
        + kinds;
  }
}
