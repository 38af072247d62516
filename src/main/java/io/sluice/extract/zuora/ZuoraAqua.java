package io.sluice.extract.zuora;

import io.sluice.error.UsageException;
import io.sluice.extract.Connector;
import io.sluice.extract.DatasetExports;
import io.sluice.extract.Exchange;
import io.sluice.extract.ExtractRequest;
import io.sluice.settings.Section;
import io.sluice.spec.JobSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Zuora by AQuA. All datasets of a session are asked for in one job, as the session's clock moves
 * for all of its queries at once.
 */
public final class ZuoraAqua implements Connector {
  /** A request younger than this is this run's export, as after a retried task. */
  private static final Duration RECENT = Duration.ofHours(6);

  private static final Duration DELETES_KEPT = Duration.ofDays(30);

  @Override
  public String name() {
    return Words.CONNECTOR;
  }

  @Override
  public Set<String> options() {
    return Set.of("from", "force", "event", "job-id", "full", "window");
  }

  @Override
  public void check(JobSpec job, Section extract, Section connection) {
    AquaQuery.of(extract);
    AquaConnection.of(connection);
  }

  @Override
  public String together(JobSpec job, Section extract, Section connection) {
    AquaConnection known = AquaConnection.of(connection);
    return known.session(AquaQuery.of(extract).project().orElse(known.project()));
  }

  @Override
  public boolean needsOthers() {
    return true;
  }

  @Override
  public void refuse(ExtractRequest request, Group group, Clock clock) {
    refuseClashes(request);
    refusePart(request, group, From.of(request, clock));
  }

  @Override
  public void export(Exchange exchange) {
    From from = From.of(exchange.request(), exchange.clock());
    AquaConnection connection = AquaConnection.of(exchange.connection());
    Token token = new Token(connection, exchange.http(), exchange.clock());
    AquaApi api = new AquaApi(connection, exchange.http().with(token));
    SessionExport session = new SessionExport(exchange, connection, api);
    FullExport full = new FullExport(exchange, connection, api);
    Optional<Instant> taken = session.takeUp();
    ExtractRequest request = exchange.request();
    if (request.has("full")) {
      boolean monthly = request.has("window");
      exchange.datasets().forEach(dataset -> full.export(dataset, monthly));
    } else if (request.has("job-id")) {
      new JobTakeover(exchange, connection, api).export(request.option("job-id").orElseThrow());
    } else {
      exchange.datasets().forEach(full::takeUp);
      exportSince(exchange, session, from, taken);
      mendBase(exchange, full);
    }
  }

  private static void exportSince(
      Exchange exchange, SessionExport session, From from, Optional<Instant> taken) {
    boolean recent =
        taken.filter(at -> at.isAfter(exchange.clock().instant().minus(RECENT))).isPresent();
    if (from.instant().isEmpty() && recent && session.gap().isEmpty()) {
      return;
    }
    for (DatasetExports dataset : exchange.datasets()) {
      from.instant()
          .or(() -> Coverage.of(dataset.history()).until())
          .filter(since -> since.isBefore(exchange.clock().instant().minus(DELETES_KEPT)))
          .ifPresent(since -> warnOfDeletes(dataset, since));
    }
    session.export(from.instant());
  }

  /**
   * If the first answer was lost, the session gives only changes; all rows are requested beside it.
   */
  private static void mendBase(Exchange exchange, FullExport full) {
    for (DatasetExports dataset : exchange.datasets()) {
      if (Coverage.of(dataset.history()).baseless()) {
        dataset.warn(
            dataset.dataset()
                + ": the session's first load was lost; all rows were requested without the session");
        full.export(dataset, false);
      }
    }
  }

  private static void refuseClashes(ExtractRequest request) {
    long ways = Set.of("from", "event", "job-id", "full").stream().filter(request::has).count();
    if (ways > 1) {
      throw new UsageException(
          "sluice extract: --from, --event, --job-id and --full cannot be combined. Nothing was"
              + " run. Give one of them. See: sluice help extract");
    }
    if (request.has("window") && !request.has("full")) {
      throw new UsageException(
          "sluice extract: --window is only allowed with --full. Nothing was run. See: sluice help"
              + " extract");
    }
    request
        .option("window")
        .filter(window -> !window.equals("month"))
        .ifPresent(
            window -> {
              throw new UsageException(
                  "sluice extract: --window is \""
                      + window
                      + "\"; the only value is month. Nothing was run. See: sluice help extract");
            });
  }

  /**
   * A job for some queries of a session would move it for the others, and their changes would be
   * lost.
   */
  private static void refusePart(ExtractRequest request, Group group, From from) {
    boolean movesSession =
        !request.has("full") && !request.has("job-id") && from.instant().isEmpty();
    if (movesSession && !group.others().isEmpty()) {
      throw new UsageException(
          "sluice extract: "
              + group.jobs().get(0).dataset()
              + " shares its session with "
              + group.others().size()
              + " more ("
              + String.join(", ", group.others().stream().limit(3).map(Object::toString).toList())
              + (group.others().size() > 3 ? ", ..." : "")
              + "), and an export moves the session for all of them at once: their changes would be"
              + " lost. Nothing was run. Export the whole source; or give --from DATE, which moves"
              + " nothing; or give the dataset an extract.project of its own");
    }
  }

  private static void warnOfDeletes(DatasetExports dataset, Instant since) {
    dataset.warn(
        dataset.dataset()
            + ": the window begins at "
            + since
            + ", and Zuora reports deletes for 30 days only: older deletes are missing");
  }
}
