package io.sluice.cli;

import io.sluice.error.ExitCode;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.backfill.BackfillOptions;
import io.sluice.run.backfill.BackfillVerb;
import io.sluice.run.backfill.Backfilled;
import io.sluice.run.backfill.Backfilled.Size;
import io.sluice.run.backfill.Backfilled.State;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.show.RowChange;
import io.sluice.run.show.RowChange.Kind;
import io.sluice.run.show.ShownDiff;
import io.sluice.run.show.WholeDifference;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;

/** {@code backfill}. */
final class BackfillCommand extends Command {
  private static final String EXPECT = "expect";
  private static final String ACCEPT = "accept";
  private static final String DROP = "drop";
  private static final String FROM_VERSION = "from-version";
  private static final String MAX_BYTES = "max-bytes";
  private static final String SAMPLES = "samples";
  private static final int MOST_SAMPLES = 1000;

  /** What the comparison may be expected to say. */
  private enum Expected {
    SAME
  }

  BackfillCommand() {
    super("backfill", "builds a clean table anew from the raw zone, compares, then replaces it");
  }

  @Override
  boolean startsSpark() {
    return true;
  }

  @Override
  Options options() {
    return Flags.withFiles(
        Flags.choice(EXPECT, Expected.values(), "same: replace the table if no row differs"),
        Flags.value(ACCEPT, "ID", "replace the table by this rebuilt one, which waits"),
        Flags.value(DROP, "ID", "remove this rebuilt table"),
        Flags.value(
            FROM_VERSION, "N", "begin with this kept version, not with the first increment"),
        Flags.value(MAX_BYTES, "SIZE", "the most raw bytes of one step (default: 64GB)"),
        Flags.value(SAMPLES, "N", "how many rows of each kind are shown (default: 5)"),
        Flags.wide(),
        Flags.utc());
  }

  @Override
  String about() {
    return """
        Usage: sluice backfill <dataset> [--expect same | --accept ID | --drop ID] [options]

        Builds a table again from the raw files of its increments, by the job file of today: for
        new columns, another key or law, corrected rules. That is done beside the table, and then
        compared with it. Readers see nothing of it until the rebuilt table takes the place.
        """;
  }

  @Override
  String more() {
    return """

        The rebuilt table takes the place of the current version
        - with --expect same, if no row differs in the columns that both have;
        - or with --accept ID, after a comparison was shown. Until then it waits, and the exit code
          is 65. On a terminal backfill asks. It waits as long as old versions are kept, by
          clean.retain.age. Increments that were applied meanwhile are in it too.

        That is a new version, so rollback leads back. Increments keep their dates, unless the job
        file reads names of files in another way; withdrawn increments stay withdrawn. The guard is
        not asked: the comparison is there for that.

        While backfill runs, it holds the lease of the table: other runs end with 73. If it is
        killed, run it again: it goes on with what it had, if the job file is the same. It needs
        the raw files of all increments of the table, but for those before a later full load; it
        names those that are gone. With --from-version N it begins with the rows of version N, and
        needs the raw files of what was applied after it; the key and the law must be the same.

        Examples:
          sluice backfill zuora/account
          sluice backfill zuora/account --expect same
          sluice backfill zuora/account --from-version 11
          sluice backfill zuora/account --accept 2bd81f06
          sluice backfill zuora/account --drop 2bd81f06

        Exit codes: 0 done; 64 usage, or no such rebuilt table; 65 the rebuilt table waits, raw files
        are gone or cannot be read, or the table or the job file has changed since the comparison;
        73 another run holds the lease; 75 try again; 78 no such dataset, or it was never loaded; 79
        the outcome of the commit is unknown.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    Workplace where = given.oneDataset();
    List<String> ways =
        List.of(EXPECT, ACCEPT, DROP).stream().filter(given::flag).map(one -> "--" + one).toList();
    if (ways.size() > 1) {
      throw given.wrong(String.join(" and ", ways) + " contradict each other");
    }
    if (given.flag(FROM_VERSION) && (given.flag(ACCEPT) || given.flag(DROP))) {
      throw given.wrong(
          "--from-version says how a table is rebuilt; " + ways.get(0) + " builds none");
    }
    BackfillOptions options =
        new BackfillOptions(
            given.runId(),
            given.oneOf(EXPECT, List.of(Expected.values())).isPresent(),
            given.number(FROM_VERSION, 1, Long.MAX_VALUE),
            given.size(MAX_BYTES).orElse(IngestOptions.DEFAULT_MAX_BYTES),
            (int) given.number(SAMPLES, 0, MOST_SAMPLES).orElse(5));
    return new Asked(where, options, given.text(ACCEPT), given.text(DROP), given.style());
  }

  /**
   * What the arguments ask for.
   *
   * @param accept the id of a rebuilt table that is to take the place
   * @param drop the id of one that is to be removed
   */
  record Asked(
      Workplace where,
      BackfillOptions options,
      Optional<String> accept,
      Optional<String> drop,
      Style style)
      implements VerbInvocation<Backfilled> {
    @Override
    public Backfilled run(Run run) {
      BackfillVerb verb = new BackfillVerb(run, where, options);
      return accept.map(verb::accept).or(() -> drop.map(verb::drop)).orElseGet(verb::rebuild);
    }

    @Override
    public int answer(Session session) throws IOException {
      Backfilled done = session.runner().run(this, session.progress());
      boolean asks = done.state() == State.WAITS && !style.json() && session.person().isPresent();
      int code = print(done, session, !asks);
      if (asks && session.agrees("Replace the table?")) {
        return new Asked(where, options, Optional.of(done.id()), drop, style).answer(session);
      }
      if (asks) {
        session.out().text(next(done));
      }
      return code;
    }

    @Override
    public int print(Backfilled done, Session session) throws IOException {
      return print(done, session, true);
    }

    private int print(Backfilled done, Session session, boolean advises) throws IOException {
      Output out = session.out();
      if (style.json()) {
        try (JsonOutput document = JsonOutput.begin(out)) {
          json(document.text("run_id", options.runId()), done);
        }
      } else {
        out.text(style.view().folded(sizes(done)));
        if (done.difference().isPresent()) {
          print(done.difference().get(), out);
        }
        out.text(style.view().folded(ending(done)));
        out.text(advises ? next(done) : "");
      }
      return done.state() == State.WAITS ? ExitCode.DATA.code() : 0;
    }

    private void print(WholeDifference difference, Output out) throws IOException {
      ShownDiff diff = difference.diff();
      out.text(style.view().folded(counts(difference)));
      long shown = new DiffWriter(diff, out).table(style.view());
      if (shown < diff.rows() && !style.quiet()) {
        out.text(
            style
                .view()
                .folded(
                    "(the first "
                        + Style.number(options.samples())
                        + " of each kind; --samples shows more)\n"));
      }
    }

    private static String sizes(Backfilled done) {
      if (done.after().isEmpty()) {
        return "";
      }
      Size before = done.before();
      Size after = done.after().get();
      String quarantined =
          before.quarantined() + after.quarantined() == 0
              ? ""
              : "in quarantine: " + Style.change(before.quarantined(), after.quarantined());
      return done.dataset()
          + ": rebuilt from "
          + Style.number(after.increments())
          + (after.increments() == 1 ? " increment" : " increments")
          + (done.difference().isPresent() ? ", and compared with version " + done.base() : "")
          + ".\nrows: "
          + Style.change(before.rows(), after.rows())
          + quarantined;
    }

    private static String counts(WholeDifference difference) {
      ShownDiff diff = difference.diff();
      String columns =
          difference.columns().entrySet().stream()
              .map(one -> one.getKey() + " in " + Style.number(one.getValue()))
              .collect(Collectors.joining(", "));
      StringBuilder text = new StringBuilder();
      text.append("only in version " + diff.from() + " (deleted): " + rows(diff, Kind.DELETED));
      text.append("only in the rebuilt table (inserted): " + rows(diff, Kind.INSERTED));
      text.append("changed (updated): ").append(Style.number(diff.count(Kind.UPDATED)));
      text.append(columns.isEmpty() ? "\n" : ": " + columns + "\n");
      diff.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
      return text.toString();
    }

    private static String rows(ShownDiff diff, Kind kind) {
      return Style.number(diff.count(kind)) + "\n";
    }

    private String ending(Backfilled done) {
      String told =
          switch (done.state()) {
            case TAKEN ->
                "version " + done.version().getAsLong() + " is current: the rebuilt table.";
            case DROPPED -> "the rebuilt table " + done.id() + " was dropped.";
            case WAITS ->
                "the rebuilt table "
                    + done.id()
                    + " waits. Readers still see version "
                    + done.base()
                    + ". It is kept until "
                    + done.keptUntil().orElseThrow().truncatedTo(ChronoUnit.SECONDS)
                    + " or longer.";
          };
      StringBuilder text = new StringBuilder(done.dataset() + ": " + told + "\n");
      done.warnings()
          .forEach(
              warning -> text.append(Summary.line("warning", done.dataset().toString(), warning)));
      return text.toString();
    }

    private String next(Backfilled done) {
      if (done.state() != State.WAITS || style.quiet()) {
        return "";
      }
      String call = "backfill " + done.dataset();
      return Style.advice(
          "Next:",
          List.of(
              List.of(style.call(call + " --accept " + done.id()), "it replaces the table"),
              List.of(style.call(call + " --drop " + done.id()), "it is removed")));
    }
  }

  private static void json(JsonOutput object, Backfilled done) throws IOException {
    object.text("dataset", done.dataset().toString());
    object.text("state", done.state().name().toLowerCase(Locale.ROOT)).text("id", done.id());
    object.number("base", done.base()).number("version", done.version());
    object.text("kept_until", done.keptUntil().map(Object::toString));
    object.object("before", Optional.of(done.before()), BackfillCommand::json);
    object.object("after", done.after(), BackfillCommand::json);
    object.object("difference", done.difference(), BackfillCommand::json);
    object.texts("warnings", done.warnings());
  }

  private static void json(JsonOutput object, Size size) throws IOException {
    object.number("increments", size.increments()).number("rows", size.rows());
    object.number("quarantined", size.quarantined());
  }

  private static void json(JsonOutput object, WholeDifference difference) throws IOException {
    ShownDiff diff = difference.diff();
    object.number("only_old", diff.count(Kind.DELETED));
    object.number("only_new", diff.count(Kind.INSERTED));
    object.number("changed", diff.count(Kind.UPDATED));
    object.object(
        "columns",
        Optional.of(difference.columns()),
        (into, columns) -> {
          for (Map.Entry<String, Long> column : columns.entrySet()) {
            into.number(column.getKey(), column.getValue());
          }
        });
    object.texts("notes", diff.notes());
    List<RowChange> samples = new ArrayList<>();
    diff.changes().forEach(samples::add);
    object.objects("samples", samples, (into, change) -> DiffWriter.json(into, diff, change));
  }
}
