package io.sluice.extract.zuora;

import io.sluice.extract.DatasetExports;
import io.sluice.extract.Exchange;
import io.sluice.extract.Export;
import io.sluice.ledger.ExportRecord.State;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes the files of an existing job, whoever requested it. The session does not move. */
final class JobTakeover {
  private final Exchange exchange;
  private final AquaConnection connection;
  private final AquaApi api;

  JobTakeover(Exchange exchange, AquaConnection connection, AquaApi api) {
    this.exchange = exchange;
    this.connection = connection;
    this.api = api;
  }

  void export(String jobId) {
    Map<DatasetExports, Export> exports = new LinkedHashMap<>();
    for (DatasetExports dataset : exchange.datasets()) {
      boolean there =
          dataset.history().stream()
              .anyMatch(
                  export ->
                      export.state() == State.SEALED
                          && jobId.equals(export.answer().get(Words.JOB_ID)));
      if (!there) {
        exports.put(dataset, begin(dataset, jobId));
      }
    }
    if (!exports.isEmpty()) {
      new JobFollower(exchange, connection, api).follow(jobId, exports);
    }
  }

  private Export begin(DatasetExports dataset, String jobId) {
    AquaQuery query = AquaQuery.of(dataset.settings());
    Map<String, String> request = new LinkedHashMap<>();
    request.put(Words.MODE, Words.BY_JOB_ID);
    request.put(Words.SESSION, connection.session(query.project().orElse(connection.project())));
    request.put(Words.QUERY_NAME, query.name());
    // The window of a job that this ledger knows is the one that was asked for.
    dataset.history().stream()
        .filter(export -> jobId.equals(export.answer().get(Words.JOB_ID)))
        .map(export -> export.request().get(Words.FROM))
        .filter(from -> from != null)
        .findFirst()
        .ifPresent(from -> request.put(Words.FROM, from));
    Export export = dataset.begin(Words.CONNECTOR, request);
    export.answered(Map.of(Words.JOB_ID, jobId));
    return export;
  }
}
