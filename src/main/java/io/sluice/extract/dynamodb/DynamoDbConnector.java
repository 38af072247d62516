package io.sluice.extract.dynamodb;

import io.sluice.error.DataException;
import io.sluice.extract.Connector;
import io.sluice.extract.DatasetExports;
import io.sluice.extract.Exchange;
import io.sluice.settings.Section;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.RawSpec.RawFormat;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Tables of DynamoDB, one per cohort, of which each active one is scanned whole. */
public final class DynamoDbConnector implements Connector {
  @Override
  public String name() {
    return Words.CONNECTOR;
  }

  @Override
  public Set<String> options() {
    return Set.of();
  }

  @Override
  public void check(JobSpec job, Section extract, Section connection) {
    DynamoDbConnection.of(connection);
    CohortSource.of(extract, connection);
    if (job.merge().mode() != Mode.PARTITION || job.merge().partitionBy().size() != 1) {
      extract.problem(
          "connector", "dynamodb needs mode: partition, and one partition column: the cohort's");
    }
    RawFormat format = job.raw().format();
    if (format != RawFormat.CSV && format != RawFormat.JSON) {
      extract.problem("connector", "dynamodb writes raw.format csv or json");
    }
  }

  @Override
  public void export(Exchange exchange) {
    DynamoDbConnection connection = DynamoDbConnection.of(exchange.connection());
    try (DynamoDbClient client = connection.client(exchange)) {
      for (DatasetExports dataset : exchange.datasets()) {
        CohortSource source = CohortSource.of(dataset.settings(), exchange.connection());
        try {
          new CohortExport(exchange, client, dataset, source).export();
        } catch (DataException e) {
          dataset.fail(new DataException(dataset.dataset() + ": " + e.getMessage(), e));
        }
      }
    }
  }
}
