package io.sluice.cli;

import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.rollback.RollbackPlan;
import io.sluice.run.rollback.RollbackVerb;
import io.sluice.run.rollback.RolledBack;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.commons.cli.Options;

/** {@code rollback}. */
final class RollbackCommand extends Command {
  private static final String TO = "to";
  private static final int IDS_SHOWN = 10;

  RollbackCommand() {
    super("rollback", "makes an older version of a clean table current again");
  }

  @Override
  boolean startsSpark() {
    return false;
  }

  @Override
  Options options() {
    return Flags.withFiles(
        Flags.value(TO, "N", "the number of the version, as versions lists it"),
        Flags.yes("roll back"),
        Flags.wide(),
        Flags.utc());
  }

  @Override
  String about() {
    return """
        Usage: sluice rollback <dataset> --to N [options]

        Makes the state of version N the current one: its rows, its deletes, its quarantine. That is
        a new version, so nothing is lost, and a rollback can be rolled back. First it shows what
        would change. On a terminal it asks then; elsewhere it changes nothing without --yes. Needs
        no Spark.
        """;
  }

  @Override
  String more() {
    return """

        Increments that were applied since version N are withdrawn: they are known, but neither in
        the table nor pending, so that the next ingest does not apply them again. status lists
        them, and their raw files stay. To put them back, with the dates that they had:

          sluice ingest <dataset> --reapply          all of them
          sluice ingest <dataset> --reapply=ID,ID    these

        A corrected file, or a new increment, is pending as always. The preview names withdrawn
        increments whose raw files are gone or were overwritten: only a rollback to a version that
        has them brings those back, as long as it is kept.

        Examples:
          sluice versions zuora/account
          sluice show zuora/account --diff 11..12
          sluice rollback zuora/account --to 11
          sluice rollback zuora/account --to 11 --yes

        Exit codes: 0 done; 64 usage, no such version, or not confirmed; 65 files of the version are
        damaged, or the table has changed since the question; 73 another run holds the lease; 75 try
        again; 78 no such dataset, or it was never loaded; 79 the outcome of the commit is unknown.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    Workplace where = given.oneDataset();
    long to =
        given
            .number(TO, 1, Long.MAX_VALUE)
            .orElseThrow(() -> given.wrong("--to is missing, the number of a version"));
    return new Asked(
        where, given.runId(), to, given.flag(Flags.YES), OptionalLong.empty(), given.style());
  }

  /** What would happen. */
  record Preview(Workplace where, String runId, long to, Style style)
      implements VerbInvocation<RollbackPlan> {
    @Override
    public RollbackPlan run(Run run) {
      return new RollbackVerb(run, where, to).plan();
    }

    @Override
    public int print(RollbackPlan plan, Session session) throws IOException {
      if (style.json()) {
        try (JsonOutput document = JsonOutput.begin(session.out())) {
          json(document.text("run_id", runId), plan, OptionalLong.empty());
        }
      } else {
        session.out().text(style.view().folded(text(plan, style.view())));
      }
      return 0;
    }
  }

  /**
   * What the arguments ask for.
   *
   * @param yes whether nobody is asked
   * @param from the version that was current when somebody agreed
   */
  record Asked(Workplace where, String runId, long to, boolean yes, OptionalLong from, Style style)
      implements VerbInvocation<RolledBack> {
    @Override
    public RolledBack run(Run run) {
      return new RollbackVerb(run, where, to).rollBack(runId, from);
    }

    @Override
    public int answer(Session session) throws IOException {
      if (yes) {
        return VerbInvocation.super.answer(session);
      }
      Preview preview = new Preview(where, runId, to, style);
      RollbackPlan plan = session.runner().run(preview, session.progress());
      preview.print(plan, session);
      session.requireAgreed(style, plan.dataset(), "Roll back?", "roll back");
      return new Asked(where, runId, to, true, OptionalLong.of(plan.from()), style).answer(session);
    }

    @Override
    public int print(RolledBack done, Session session) throws IOException {
      if (style.json()) {
        try (JsonOutput document = JsonOutput.begin(session.out())) {
          json(document.text("run_id", runId), done.plan(), OptionalLong.of(done.version()));
          document.texts("warnings", done.warnings());
        }
        return 0;
      }
      RollbackPlan plan = done.plan();
      StringBuilder text = new StringBuilder(from.isPresent() ? "" : text(plan, style.view()));
      text.append(
          plan.dataset()
              + ": version "
              + done.version()
              + " is current, with the state of version "
              + plan.to()
              + ".\n");
      done.warnings()
          .forEach(
              warning -> text.append(Summary.line("warning", plan.dataset().toString(), warning)));
      session.out().text(style.view().folded(text.toString()));
      session.out().text(style.quiet() ? "" : next(plan));
      return 0;
    }

    private String next(RollbackPlan plan) {
      return plan.withdrawn().isEmpty()
          ? ""
          : Style.advice(
              "Next:",
              List.of(
                  List.of(
                      style.call("ingest " + plan.dataset() + " --reapply"),
                      "put the withdrawn increments back"),
                  List.of(
                      style.call("rollback " + plan.dataset() + " --to " + plan.from()),
                      "take this rollback back")));
    }
  }

  private static void json(JsonOutput object, RollbackPlan plan, OptionalLong version)
      throws IOException {
    object.text("dataset", plan.dataset().toString());
    object.number("from", plan.from()).number("to", plan.to()).number("version", version);
    object.text("committed", plan.committedAt().toString());
    object.number("rows_before", plan.rowsBefore()).number("rows_after", plan.rowsAfter());
    object.number("quarantined_before", plan.quarantinedBefore());
    object.number("quarantined_after", plan.quarantinedAfter());
    object.texts("withdrawn", plan.withdrawn()).texts("returned", plan.returned());
    object.texts("columns", plan.columns());
    object.texts("lost", List.copyOf(plan.lost().keySet()));
  }

  private static String text(RollbackPlan plan, View view) {
    StringBuilder text = new StringBuilder();
    text.append(
        plan.dataset()
            + ": from version "
            + plan.from()
            + " back to version "
            + plan.to()
            + ", committed "
            + view.time(plan.committedAt())
            + ".\n");
    text.append("rows: " + Style.change(plan.rowsBefore(), plan.rowsAfter()));
    if (plan.quarantinedBefore() + plan.quarantinedAfter() > 0) {
      text.append(
          "in quarantine: " + Style.change(plan.quarantinedBefore(), plan.quarantinedAfter()));
    }
    text.append(list("columns that differ", plan.columns()));
    text.append(list("withdrawn", plan.withdrawn()));
    text.append(list("put back", plan.returned()));
    plan.lost()
        .forEach(
            (id, why) ->
                text.append(
                    "cannot be put back by --reapply: " + id + ": raw file " + why + ".\n"));
    return text.toString();
  }

  private static String list(String title, List<String> names) {
    return names.isEmpty() ? "" : title + ": " + Style.first(names, IDS_SHOWN) + "\n";
  }
}
