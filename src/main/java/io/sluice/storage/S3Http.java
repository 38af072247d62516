package io.sluice.storage;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.utils.ProxyConfigProvider;

/**
 * The connections to a store. The first try of a request goes out on one that was kept, where there
 * is one; each further try on a new one: a server or balancer that went away has left all that were
 * kept behind, and what goes out on those is never heard.
 *
 * <p>Thread-safe.
 */
final class S3Http implements SdkHttpClient {
  /** As far as we know, no balancer keeps connections for less time. */
  private static final Duration KEPT = Duration.ofSeconds(5);

  private static final String TRY = "amz-sdk-request";
  private static final String FIRST = "attempt=1;";

  private final SdkHttpClient kept;
  private final SdkHttpClient fresh;

  S3Http(S3Settings settings) {
    this.kept = new Connections(client(settings), "keep-alive");
    this.fresh = new Connections(client(settings), "close");
  }

  /** For who counts tries by itself: each of its requests goes out on a new connection. */
  SdkHttpClient fresh() {
    return fresh;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    boolean first =
        request
            .httpRequest()
            .firstMatchingHeader(TRY)
            .filter(tries -> !tries.startsWith(FIRST))
            .isEmpty();
    return (first ? kept : fresh).prepareRequest(request);
  }

  @Override
  public String clientName() {
    return kept.clientName();
  }

  @Override
  public void close() {
    kept.close();
    fresh.close();
  }

  /**
   * Connections that are told whether they are kept. Without a word of it the client offers a proxy
   * to go on with TLS, which some refuse.
   */
  private record Connections(SdkHttpClient client, String word) implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      HttpExecuteRequest.Builder told =
          HttpExecuteRequest.builder()
              .request(request.httpRequest().toBuilder().putHeader("Connection", word).build())
              .contentStreamProvider(request.contentStreamProvider().orElse(null));
      request.metricCollector().ifPresent(told::metricCollector);
      return client.prepareRequest(told.build());
    }

    @Override
    public String clientName() {
      return client.clientName();
    }

    @Override
    public void close() {
      client.close();
    }
  }

  private static SdkHttpClient client(S3Settings settings) {
    return Apache5HttpClient.builder()
        .connectionTimeout(settings.connectTimeout())
        .socketTimeout(settings.silence())
        .connectionAcquisitionTimeout(settings.silence())
        .maxConnections(settings.connections())
        .connectionMaxIdleTime(KEPT)
        .proxyConfiguration(proxy(settings))
        .build();
  }

  /** The settings' own, or the one that the process's environment and properties name. */
  private static ProxyConfiguration proxy(S3Settings settings) {
    ProxyConfiguration.Builder proxy = ProxyConfiguration.builder();
    Optional<URI> own = settings.proxy();
    if (own.isPresent()) {
      settings.text("proxy.username").ifPresent(proxy::username);
      settings.text("proxy.password").ifPresent(proxy::password);
      return proxy
          .endpoint(own.get())
          .useSystemPropertyValues(false)
          .useEnvironmentVariableValues(false)
          .build();
    }
    if (settings.isEncrypted()) {
      // By itself the client looks for the proxy of unencrypted connections alone.
      ProxyConfigProvider known =
          ProxyConfigProvider.fromSystemEnvironmentSettings(true, true, ProxyConfigProvider.HTTPS);
      if (known != null && known.host() != null && known.port() > 0) {
        known.userName().ifPresent(proxy::username);
        known.password().ifPresent(proxy::password);
        proxy.endpoint(URI.create("http://" + known.host() + ":" + known.port()));
      }
    }
    return proxy.build();
  }
}
