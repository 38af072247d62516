package io.sluice.extract.zendesk;

import io.sluice.error.ConfigurationException;
import io.sluice.error.SluiceException;
import io.sluice.error.TemporaryException;
import io.sluice.error.UsageException;
import io.sluice.extract.Connector;
import io.sluice.extract.DatasetExports;
import io.sluice.extract.Exchange;
import io.sluice.extract.ExtractRequest;
import io.sluice.extract.zendesk.ZendeskModel.Kind;
import io.sluice.http.StatusException;
import io.sluice.settings.Section;
import io.sluice.spec.JobSpec;
import java.time.Clock;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Zendesk Support. All datasets of an account are exported one after the other, as its limits count
 * them together: the lists first, then what changed.
 */
public final class ZendeskConnector implements Connector {
  @Override
  public String name() {
    return Words.CONNECTOR;
  }

  @Override
  public Set<String> options() {
    return Set.of("models", "start-time", "start-cursor");
  }

  @Override
  public void check(JobSpec job, Section extract, Section connection) {
    ZendeskModel.of(extract);
    ZendeskConnection.of(connection);
  }

  @Override
  public String together(JobSpec job, Section extract, Section connection) {
    return Words.CONNECTOR;
  }

  @Override
  public void refuse(ExtractRequest request, Group group, Clock clock) {
    List<ZendeskModel> models = group.jobs().stream().map(ZendeskConnector::model).toList();
    ModelChoice choice = ModelChoice.of(request);
    choice.refuseUnknown(models);
    refuseStart(request, models.stream().filter(choice::takes).toList());
  }

  @Override
  public void export(Exchange exchange) {
    ModelChoice choice = ModelChoice.of(exchange.request());
    Map<DatasetExports, ZendeskModel> models = new LinkedHashMap<>();
    for (Kind kind : List.of(Kind.LIST, Kind.CURSOR, Kind.TIME)) {
      for (DatasetExports dataset : exchange.datasets()) {
        ZendeskModel model = model(dataset.job());
        if (model.kind() == kind && choice.takes(model)) {
          models.put(dataset, model);
        }
      }
    }
    ZendeskApi api = new ZendeskApi(exchange);
    boolean failed = false;
    for (DatasetExports dataset : models.keySet()) {
      try {
        export(exchange, api, dataset, models.get(dataset));
        failed = false;
      } catch (StatusException e) {
        dataset.fail(refused(dataset, e));
      } catch (TemporaryException e) {
        // Of a source that answers to nothing there is no use in asking for the other models.
        if (failed || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        failed = true;
        dataset.fail(e);
      }
    }
  }

  private static void export(
      Exchange exchange, ZendeskApi api, DatasetExports dataset, ZendeskModel model) {
    switch (model.kind()) {
      case LIST -> new ListExport(api, dataset, model).export();
      case CURSOR, TIME ->
          new IncrementalExport(api, exchange.clock(), dataset, model).export(exchange.request());
    }
  }

  private static ZendeskModel model(JobSpec job) {
    return ZendeskModel.of(Section.of("extract", job.extract().orElseThrow().settings(), Map.of()));
  }

  private static void refuseStart(ExtractRequest request, List<ZendeskModel> models) {
    if (request.has("start-time") && request.has("start-cursor")) {
      throw new UsageException(
          "sluice extract: --start-time and --start-cursor cannot be combined. Nothing was run."
              + " Give one of them");
    }
    if (request.has("start-cursor")
        && (models.size() != 1 || models.get(0).kind() != Kind.CURSOR)) {
      throw new UsageException(
          "sluice extract: --start-cursor is for one dataset with export: cursor, as each has"
              + " cursors of its own. Nothing was run. Name that dataset alone");
    }
    request
        .option("start-time")
        .ifPresent(
            text -> {
              try {
                ZendeskModel.instant(text);
              } catch (DateTimeException e) {
                throw new UsageException(
                    "sluice extract: --start-time is \""
                        + text
                        + "\" against a date, an instant or seconds of the epoch. Nothing was run");
              }
            });
  }

  /** One model that the account does not have, or must not be read, stops no other. */
  private static SluiceException refused(DatasetExports dataset, StatusException e) {
    return new ConfigurationException(
        dataset.dataset()
            + ": "
            + e.getMessage()
            + ". The request is in the ledger; other models go on. Give the credentials the"
            + " right to read it, correct extract.path, or take the job file away",
        e);
  }
}
