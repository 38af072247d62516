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
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The clients of the buckets, made when they are first asked for. Thread-safe. */
final class S3Clients {
  /** The default region. Its endpoint says in which region other buckets are. */
  private static final String MAIN_REGION = "us-east-1";

  /**
   * A smaller body is sent at once. Asking first ({@code Expect: 100-continue}) costs a round trip,
   * and not every server and proxy answers it correctly.
   */
  private static final long SMALL_BYTES = 1L << 20;

  private final Map<String, String> settings;
  private final Map<String, Clients> made = new ConcurrentHashMap<>();

  S3Clients(Map<String, String> settings) {
    this.settings = Map.copyOf(settings);
  }

  /**
   * Clients of the same settings; those that try nothing twice are made when they are first asked
   * for, as most verbs do not.
   *
   * @param trying tries again what may pass
   * @param once makes one try, for callers that must know of each lost answer
   * @param anew as {@code once}, on a connection that was never used before
   * @param attempts how often {@code trying} tries
   */
  record Clients(S3Client trying, Supplier<S3Client> once, Supplier<S3Client> anew, int attempts) {

    /** The client for this attempt, counted from 1, of who counts attempts by itself. */
    S3Client attempt(int number) {
      return (number == 1 ? once : anew).get();
    }
  }

  /** Buckets without settings of their own share theirs: to make clients takes time. */
  Clients of(S3Place place) {
    boolean own = new S3Settings(settings, place.bucket()).areItsOwn();
    return made.computeIfAbsent(own ? place.bucket() : "", this::make);
  }

  private Clients make(String bucket) {
    S3Settings known = new S3Settings(settings, bucket);
    AwsCredentialsProvider access = S3Access.of(known);
    S3Http http = new S3Http(known);
    int attempts = known.attempts();
    return new Clients(
        client(known, access, http, attempts),
        lazily(() -> client(known, access, http, 1)),
        lazily(() -> client(known, access, http.fresh(), 1)),
        attempts);
  }

  private static Supplier<S3Client> lazily(Supplier<S3Client> making) {
    Map<Boolean, S3Client> one = new ConcurrentHashMap<>();
    return () -> one.computeIfAbsent(true, key -> making.get());
  }

  private static S3Client client(
      S3Settings known, AwsCredentialsProvider access, SdkHttpClient http, int attempts) {
    Optional<String> region = known.region();
    // Other stores than AWS support neither chunked signatures nor the newer checksums.
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http)
            .credentialsProvider(access)
            .region(Region.of(region.orElseGet(() -> region(known))))
            .crossRegionAccessEnabled(known.endpoint().isEmpty())
            .forcePathStyle(known.pathStyle())
            // Older stores ask for it where many objects are deleted.
            .addPlugin(LegacyMd5Plugin.create())
            .serviceConfiguration(
                service ->
                    service
                        .chunkedEncodingEnabled(false)
                        .expectContinueThresholdInBytes(SMALL_BYTES))
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

  /** All attempts together, with their pauses: limits also a server that sends slowly. */
  private static Duration limit(S3Settings known, int attempts) {
    return known.silence().plus(known.connectTimeout()).multipliedBy(attempts);
  }

  /**
   * Does not ask the instance for its region: outside AWS this takes seconds, on AWS any region
   * works.
   */
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
