package io.sluice.cli;

import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.quarantine.DismissalPlan;
import io.sluice.run.quarantine.Dismissed;
import io.sluice.run.quarantine.QuarantineFilter;
import io.sluice.run.quarantine.QuarantineVerb;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * {@code quarantine --dismiss}.
 *
 * @param because why, for the record
 * @param yes whether nobody is asked
 * @param from the version that was current when somebody agreed
 */
record DismissalAsked(
    Workplace where,
    String runId,
    QuarantineFilter filter,
    String because,
    boolean yes,
    OptionalLong from,
    Style style)
    implements VerbInvocation<Dismissed> {

  /** What would happen. */
  record Preview(
      Workplace where, String runId, QuarantineFilter filter, String because, Style style)
      implements VerbInvocation<DismissalPlan> {
    @Override
    public DismissalPlan run(Run run) {
      return new QuarantineVerb(run, where, filter).plan(because);
    }

    @Override
    public int print(DismissalPlan plan, Session session) throws IOException {
      if (style.json()) {
        try (JsonOutput document = JsonOutput.begin(session.out())) {
          json(document.text("run_id", runId), plan, OptionalLong.empty());
        }
      } else {
        session.out().text(text(plan, style.view()));
      }
      return 0;
    }
  }

  @Override
  public Dismissed run(Run run) {
    return new QuarantineVerb(run, where, filter).dismiss(because, runId, from);
  }

  @Override
  public int answer(Session session) throws IOException {
    if (yes) {
      return VerbInvocation.super.answer(session);
    }
    Preview preview = new Preview(where, runId, filter, because, style);
    DismissalPlan plan = session.runner().run(preview, session.progress());
    preview.print(plan, session);
    session.requireAgreed(style, plan.dataset(), "Dismiss these rows?", "dismiss");
    return new DismissalAsked(
            where, runId, filter, because, true, OptionalLong.of(plan.from()), style)
        .answer(session);
  }

  @Override
  public int print(Dismissed done, Session session) throws IOException {
    DismissalPlan plan = done.plan();
    if (style.json()) {
      try (JsonOutput document = JsonOutput.begin(session.out())) {
        json(document.text("run_id", runId), plan, OptionalLong.of(done.version()));
        document.texts("warnings", done.warnings());
      }
      return 0;
    }
    StringBuilder text = new StringBuilder();
    text.append(
        plan.dataset()
            + ": version "
            + done.version()
            + " is current. "
            + rows(plan.rows(), "was", "were")
            + " dismissed, "
            + rows(plan.openAfter(), "stays", "stay")
            + " in quarantine.\n");
    done.warnings()
        .forEach(
            warning -> text.append(Summary.line("warning", plan.dataset().toString(), warning)));
    session.out().text(from.isPresent() ? "" : text(plan, style.view()));
    session.out().text(style.view().folded(text.toString()));
    return 0;
  }

  private static void json(JsonOutput object, DismissalPlan plan, OptionalLong version)
      throws IOException {
    object.text("dataset", plan.dataset().toString());
    object.number("from", plan.from()).number("version", version);
    object.text("because", plan.because());
    object.number("dismissed", plan.rows());
    object.number("quarantined_before", plan.openBefore());
    object.number("quarantined_after", plan.openAfter());
    object.objects("groups", plan.groups(), QuarantineGroupsOutput::json);
  }

  private static String text(DismissalPlan plan, View view) {
    return view.folded(
            plan.dataset()
                + ": version "
                + plan.from()
                + " has "
                + Style.number(plan.openBefore())
                + (plan.openBefore() == 1 ? " row" : " rows")
                + " in quarantine. To be dismissed: "
                + Style.number(plan.rows())
                + ".\n")
        + QuarantineGroupsOutput.table(plan.groups(), view);
  }

  private static String rows(long rows, String one, String more) {
    return Style.number(rows) + (rows == 1 ? " row " + one : " rows " + more);
  }
}
