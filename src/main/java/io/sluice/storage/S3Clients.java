package io.sluice.storage;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The clients of the buckets, made when they are first asked for. Thread-safe. */
final class S3Clients {
  /** Serves requests to all buckets of a region from there, and says where others lie. */
  private static final String MAIN_REGION = "us-east-1";

  private final Map<String, String> settings;
  private final Map<String, Pair> pairs = new ConcurrentHashMap<>();

  S3Clients(Map<String, String> settings) {
    this.settings = Map.copyOf(settings);
  }

  /**
   * Two clients of the same settings.
   *
   * @param trying tries again what may pass
   * @param onceOnly tries nothing twice, for who must know of each answer that was lost; made when
   *     it is first asked for, as most verbs do not
   * @param attempts how often {@code trying} tries
   */
  record Pair(S3Client trying, Supplier<S3Client> onceOnly, int attempts) {
    S3Client once() {
      return onceOnly.get();
    }
  }

  /** Buckets without settings of their own share theirs: to make clients takes time. */
  Pair of(S3Place place) {
    boolean own = new S3Settings(settings, place.bucket()).areItsOwn();
    return pairs.computeIfAbsent(own ? place.bucket() : "", this::made);
  }

  private Pair made(String bucket) {
    S3Settings known = new S3Settings(settings, bucket);
    AwsCredentialsProvider access = S3Access.of(known);
    SdkHttpClient http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(known.connectTimeout())
            .socketTimeout(known.silence())
            .build();
    int attempts = known.attempts();
    return new Pair(
        client(known, access, http, attempts),
        lazily(() -> client(known, access, http, 1)),
        attempts);
  }

  private static Supplier<S3Client> lazily(Supplier<S3Client> making) {
    Map<Boolean, S3Client> made = new ConcurrentHashMap<>();
    return () -> made.computeIfAbsent(true, key -> making.get());
  }

  private static S3Client client(
      S3Settings known, AwsCredentialsProvider access, SdkHttpClient http, int attempts) {
    Optional<String> region = known.region();
    // Stores other than AWS know neither chunked signatures nor the newer checksums.
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http)
            .credentialsProvider(access)
            .region(Region.of(region.orElseGet(() -> region(known))))
            .crossRegionAccessEnabled(known.endpoint().isEmpty())
            .forcePathStyle(known.pathStyle())
            // Older stores ask for it where many objects are deleted.
            .addPlugin(LegacyMd5Plugin.create())
            .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                config -> {
                  config
                      .apiCallTimeout(limit(known, attempts))
                      .retryStrategy(
                          AwsRetryStrategy.standardRetryStrategy().toBuilder()
                              .maxAttempts(attempts)
                              .build());
                  S3Encryption.of(known).ifPresent(config::addExecutionInterceptor);
                });
    known.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /** All attempts together, and their pauses: a server that drips is not waited for either. */
  private static Duration limit(S3Settings known, int attempts) {
    return known.silence().plus(known.connectTimeout()).multipliedBy(attempts);
  }

  /** Asks no instance for its region: off AWS that takes seconds, on it any region will do. */
  private static String region(S3Settings known) {
    if (known.endpoint().isPresent()) {
      return MAIN_REGION;
    }
    try {
      return new AwsRegionProviderChain(
              new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
          .getRegion()
          .id();
    } catch (SdkClientException e) {
      return MAIN_REGION;
    }
  }
}
