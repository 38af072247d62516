package io.sluice.run.extract;

import io.sluice.extract.Connectors;
import io.sluice.extract.dynamodb.DynamoDbConnector;
import io.sluice.extract.zendesk.ZendeskConnector;
import io.sluice.extract.zuora.ZuoraAqua;
import java.util.List;

/** The sources that Sluice can export from: a line each. */
final class KnownConnectors {
  static final Connectors ALL =
      Connectors.of(List.of(new ZuoraAqua(), new ZendeskConnector(), new DynamoDbConnector()));

  private KnownConnectors() {}
}
