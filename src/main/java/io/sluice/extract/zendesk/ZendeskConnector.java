package io.sluice.extract.zendesk;

import io.sluice.error.ConfigurationException;
import io.sluice.error.SluiceException;
import io.sluice.error.TemporaryException;
import io.sluice.error.UsageException;
import io.sluice.extract.Connector;
import io.sluice.extract.DatasetExports;
import io.sluice.extract.Exchange;
import io.sluice.extract.ExtractRequest;
import io.sluice.extract.Settings;
import io.sluice.extract.StatusException;
import io.sluice.extract.zendesk.ZendeskModel.Kind;
import io.sluice.spec.JobSpec;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
  public void check(JobSpec job, Settings extract, Settings connection) {
    ZendeskModel.of(extract);
    ZendeskConnection.of(connection);
  }

  @Override
  public String together(JobSpec job, Settings extract, Settings connection) {
    return Words.CONNECTOR;
  }

  @Override
  public void export(Exchange exchange) {
    Map<DatasetExports, ZendeskModel> models = new LinkedHashMap<>();
    exchange
        .datasets()
        .forEach(dataset -> models.put(dataset, ZendeskModel.of(dataset.settings())));
    List<DatasetExports> wanted = wanted(exchange.request(), models);
    checkStart(exchange.request(), wanted.stream().map(models::get).toList());
    ZendeskApi api = new ZendeskApi(exchange);
    boolean failed = false;
    for (DatasetExports dataset : wanted) {
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

  private static List<DatasetExports> wanted(
      ExtractRequest request, Map<DatasetExports, ZendeskModel> models) {
    List<DatasetExports> wanted = new ArrayList<>(models.keySet());
    if (request.has("models")) {
      List<String> names =
          Arrays.asList(request.option("models").orElse("").split("\\s*,\\s*", -1));
      Set<String> known = new TreeSet<>();
      models.values().forEach(model -> known.add(model.name()));
      for (String name : names) {
        if (!known.contains(name)) {
          throw new UsageException(
              "sluice extract: --models names \""
                  + name
                  + "\", the datasets of this run have "
                  + String.join(", ", known)
                  + ". Nothing was run");
        }
      }
      wanted.removeIf(dataset -> !names.contains(models.get(dataset).name()));
    }
    wanted.sort(
        (one, other) -> Boolean.compare(isChanges(models.get(one)), isChanges(models.get(other))));
    return wanted;
  }

  private static boolean isChanges(ZendeskModel model) {
    return model.kind() != Kind.LIST;
  }

  private static void checkStart(ExtractRequest request, List<ZendeskModel> models) {
    if (request.has("start-time") && request.has("start-cursor")) {
      throw new UsageException(
          "sluice extract: --start-time and --start-cursor exclude each other. Nothing was run."
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
            + ". What was asked for is in the ledger; other models go on. Give the credentials the"
            + " right to read it, correct extract.path, or take the job file away",
        e);
  }
}
