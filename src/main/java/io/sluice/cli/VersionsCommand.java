package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;
import static io.sluice.cli.TextTable.Column.right;

import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.show.ShownRows;
import io.sluice.run.versions.Kept;
import io.sluice.run.versions.VersionEntry;
import io.sluice.run.versions.VersionList;
import io.sluice.run.versions.VersionsVerb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/** {@code versions}. */
final class VersionsCommand extends Command {
  VersionsCommand() {
    super("versions", "prints the kept versions of a clean table");
  }

  @Override
  boolean startsSpark() {
    return false;
  }

  @Override
  Options options() {
    return Flags.withFiles(RowFormat.option(), Flags.wide(), Flags.utc());
  }

  @Override
  String about() {
    return """
        Usage: sluice versions <dataset> [options]

        Prints the table versions that are kept, newest first: when and by which run each was
        committed, what it changed, its rows and size, and until when it is kept. Reads only, needs
        no Spark.
        """;
  }

  @Override
  String more() {
    return """

        KEPT UNTIL follows clean.retain of the job file, by default {versions: 3, age: 2d}. A
        version goes with the first commit after two things are true: it was replaced as long ago
        as "age", and at least as many newer ones exist as "versions" says. So there is a time, how
        many more versions have to come, or both; "next commit" if both are past. The current
        version stays.

        INCREMENTS counts those that the version applied; --json has their ids. It is "-" (null in
        JSON) if the version before it is no longer kept. A count is "-" if the version file lacks
        it.

        Examples:
          sluice versions zuora/account
          sluice versions zuora/account --json
          sluice show zuora/account --version 11
          sluice show zuora/account --diff 11..12

        Exit codes: 0 done; 64 usage; 65 a version file is broken, the others are shown; 75 try
        again; 78 no such dataset, or it was never loaded.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    return new Asked(given.oneDataset(), RowFormat.of(given), given.style());
  }

  /** What the arguments ask for. */
  record Asked(Workplace where, RowFormat format, Style style)
      implements VerbInvocation<VersionList> {
    @Override
    public VersionList run(Run run) {
      return new VersionsVerb(run, where).versions();
    }

    @Override
    public int print(VersionList found, Session session) throws IOException {
      new Listing<>(
              found.entries(),
              found.problems(),
              VersionsCommand::json,
              VersionsCommand::rows,
              VersionsCommand::table,
              "There is no version yet.")
          .print(format, style.view(), session);
      return found.exitCode().code();
    }
  }

  /** The keys of one version, into the object that is open. */
  private static void json(JsonOutput object, VersionEntry version) throws IOException {
    object.text("dataset", version.dataset().toString());
    object.number("version", version.number());
    object.text("committed", version.committed().toString());
    object.text("run_id", version.runId());
    object.texts("increments", version.increments());
    object.numbers("counts", version.counts());
    object.number("rows", version.rows());
    object.number("bytes", version.bytes());
    object.flag("current", version.kept().current());
    object.text("kept_until", version.kept().until().map(Object::toString));
    object.number("kept_versions", version.kept().versions());
  }

  /** When and what matters most; where a terminal has no room, the greatest rank goes first. */
  private static String table(List<VersionEntry> versions, View view) {
    TextTable table =
        new TextTable(
            right("VERSION"),
            left("COMMITTED"),
            left("RUN").ranked(8),
            right("INCREMENTS").ranked(5),
            right("READ").ranked(6),
            right("INSERTED").ranked(2),
            right("UPDATED").ranked(3),
            right("DELETED").ranked(1),
            right("QUARANTINED").ranked(7),
            right("ROWS"),
            right("SIZE").ranked(4),
            left("KEPT UNTIL"));
    for (VersionEntry version : versions) {
      List<String> cells = new ArrayList<>();
      cells.add(String.valueOf(version.number()));
      cells.add(view.time(version.committed()));
      cells.add(version.runId());
      cells.add(version.increments().map(ids -> Style.number(ids.size())).orElse("-"));
      Summary.SHOWN_COUNTS.forEach(name -> cells.add(Summary.count(version.counts(), name)));
      cells.add(Style.number(version.rows()));
      cells.add(Style.size(version.bytes()));
      cells.add(kept(version.kept(), view));
      table.add(cells);
    }
    return view.shown(table);
  }

  private static String kept(Kept kept, View view) {
    if (kept.current()) {
      return "current";
    } else if (kept.until().isEmpty()) {
      return "unknown";
    }
    boolean past = !kept.until().get().isAfter(view.now());
    String more = kept.versions() + (kept.versions() == 1 ? " more version" : " more versions");
    if (past) {
      return kept.versions() == 0 ? "next commit" : more;
    }
    String time = view.time(kept.until().get());
    return kept.versions() == 0 ? time : time + " and " + more;
  }

  private static ShownRows rows(List<VersionEntry> versions) {
    List<String> columns =
        Stream.of(
                Stream.of("dataset", "version", "committed", "run_id", "increments"),
                Summary.COUNTS.stream(),
                Stream.of("rows", "bytes", "current", "kept_until", "kept_versions"))
            .flatMap(names -> names)
            .toList();
    return new ShownRows(
        columns, Set.of(), Set.of(), versions.stream().map(VersionsCommand::row).toList());
  }

  private static List<Optional<String>> row(VersionEntry version) {
    List<Optional<String>> cells = new ArrayList<>();
    cells.add(Optional.of(version.dataset().toString()));
    cells.add(Optional.of(String.valueOf(version.number())));
    cells.add(Optional.of(version.committed().toString()));
    cells.add(Optional.of(version.runId()));
    cells.add(version.increments().map(ids -> String.valueOf(ids.size())));
    cells.addAll(Summary.counts(version.counts()));
    cells.add(Optional.of(String.valueOf(version.rows())));
    cells.add(Optional.of(String.valueOf(version.bytes())));
    cells.add(Optional.of(String.valueOf(version.kept().current())));
    cells.add(version.kept().until().map(Object::toString));
    cells.add(Optional.of(String.valueOf(version.kept().versions())));
    return cells;
  }
}
