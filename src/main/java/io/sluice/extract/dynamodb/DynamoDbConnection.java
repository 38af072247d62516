package io.sluice.extract.dynamodb;

import io.sluice.extract.Exchange;
import io.sluice.http.Pace;
import io.sluice.settings.Section;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * How an account's tables are reached.
 *
 * @param endpoint of another server than the region's
 * @param keys access key and secret key; empty: as the AWS SDK finds them
 */
record DynamoDbConnection(String region, Optional<URI> endpoint, Optional<Keys> keys) {

  /** Looked up when they are needed. */
  record Keys(Supplier<String> access, Supplier<String> secret) {}

  static DynamoDbConnection of(Section connection) {
    Optional<URI> endpoint =
        connection.has("endpoint") ? Optional.of(connection.uri("endpoint")) : Optional.empty();
    boolean keys = connection.has("access_key") || connection.has("secret_key");
    return new DynamoDbConnection(
        connection.required("region"),
        endpoint,
        keys
            ? Optional.of(
                new Keys(connection.secret("access_key"), connection.secret("secret_key")))
            : Optional.empty());
  }

  /** A client that tries again as patiently as the source's pace says; the caller closes it. */
  DynamoDbClient client(Exchange exchange) {
    Pace pace = exchange.http().pace();
    BackoffStrategy backoff =
        BackoffStrategy.exponentialDelay(pace.retryDelay(), pace.longestRetryDelay());
    return DynamoDbClient.builder()
        .region(Region.of(region))
        .applyMutation(builder -> endpoint.ifPresent(builder::endpointOverride))
        .credentialsProvider(credentials())
        .httpClientBuilder(
            Apache5HttpClient.builder()
                .maxConnections(CohortSource.MOST_SEGMENTS)
                .connectionTimeout(pace.connectTimeout())
                .socketTimeout(pace.stallTimeout()))
        .overrideConfiguration(
            settings ->
                settings.retryStrategy(
                    AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(pace.tries())
                        .backoffStrategy(backoff)
                        .throttlingBackoffStrategy(backoff)
                        // The SDK's retry budget would give up too early in a long outage.
                        .circuitBreakerEnabled(false)
                        .build()))
        .build();
  }

  private AwsCredentialsProvider credentials() {
    if (keys.isEmpty()) {
      return DefaultCredentialsProvider.builder().build();
    }
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(keys.get().access().get(), keys.get().secret().get()));
  }
}
