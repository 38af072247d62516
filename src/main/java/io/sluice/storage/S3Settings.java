package io.sluice.storage;

import io.sluice.error.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one bucket is reached, in S3A's words ({@code fs.s3a.*}, of one bucket {@code
 * fs.s3a.bucket.NAME.*}), so that the engine and the verbs without it are told the same.
 */
final class S3Settings {
  private static final Pattern REGION_IN_HOST =
      Pattern.compile("s3[.-](?:dualstack\\.)?([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?");

  private final Map<String, String> settings;
  private final String bucket;

  /**
   * The settings of a bucket.
   *
   * @param settings Hadoop's, without a prefix
   * @param bucket empty for all that have none of their own
   */
  S3Settings(Map<String, String> settings, String bucket) {
    this.settings = Map.copyOf(settings);
    this.bucket = bucket;
  }

  /** Whether anything is set for this bucket alone. */
  boolean areItsOwn() {
    return settings.keySet().stream()
        .anyMatch(name -> name.startsWith("fs.s3a.bucket." + bucket + "."));
  }

  /** What these settings are for, in messages. */
  String where() {
    return bucket.isEmpty() ? "S3" : "s3a://" + bucket;
  }

  /** A setting by what follows {@code fs.s3a.}; nothing where it is blank. */
  Optional<String> text(String name) {
    return Optional.ofNullable(settings.get("fs.s3a.bucket." + bucket + "." + name))
        .or(() -> Optional.ofNullable(settings.get("fs.s3a." + name)))
        .map(String::trim)
        .filter(value -> !value.isEmpty());
  }

  /** Nothing where the region says which. */
  Optional<URI> endpoint() {
    return text("endpoint")
        .filter(endpoint -> !endpoint.equals("s3.amazonaws.com"))
        .map(endpoint -> endpoint.contains("://") ? endpoint : scheme() + endpoint)
        .map(
            endpoint ->
                uri("endpoint", endpoint, "a host or a URL, such as https://s3.example:9000"));
  }

  /** As it was set, or as the endpoint's name says. */
  Optional<String> region() {
    return text("endpoint.region").or(() -> endpoint().flatMap(S3Settings::regionInHost));
  }

  boolean pathStyle() {
    return text("path.style.access").map(this::flag).orElse(false);
  }

  int attempts() {
    return (int) number("attempts.maximum");
  }

  Duration connectTimeout() {
    return Duration.ofMillis(number("connection.establish.timeout"));
  }

  /** How long a request or a stream may say nothing. */
  Duration silence() {
    return Duration.ofMillis(number("connection.timeout"));
  }

  /** How many connections may be open at once. */
  int connections() {
    return (int) number("connection.maximum");
  }

  /** Nothing where none is set. */
  Optional<URI> proxy() {
    return text("proxy.host")
        .map(host -> "http://" + host + text("proxy.port").map(port -> ":" + port).orElse(":80"))
        .map(proxy -> uri("proxy.host", proxy, "the name of a host, its port in proxy.port"));
  }

  /** Whether requests are encrypted on their way. */
  boolean isEncrypted() {
    return endpoint().map(URI::getScheme).map(scheme -> scheme.equals("https")).orElse(true);
  }

  private String scheme() {
    return text("connection.ssl.enabled").map(this::flag).orElse(true) ? "https://" : "http://";
  }

  private URI uri(String name, String text, String expected) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw wrong(name, text, expected, e);
    }
    throw wrong(name, text, expected, null);
  }

  private static Optional<String> regionInHost(URI endpoint) {
    Matcher host = REGION_IN_HOST.matcher(endpoint.getHost());
    return host.matches() ? Optional.of(host.group(1)) : Optional.empty();
  }

  private long number(String name) {
    String text = text(name).orElseGet(() -> EngineSettings.s3Default(name));
    try {
      long number = Long.parseLong(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(name, text, "a whole number of at least 1", e);
    }
    throw wrong(name, text, "a whole number of at least 1", null);
  }

  private boolean flag(String text) {
    return text.equalsIgnoreCase("true");
  }

  /** The failure to throw for a value that is none; {@code cause} may be null. */
  ConfigurationException wrong(String name, String found, String expected, Exception cause) {
    return new ConfigurationException(
        where()
            + ": the setting fs.s3a."
            + name
            + " cannot be used, found \""
            + found
            + "\" against "
            + expected
            + ". Nothing was run. Correct it.",
        cause);
  }
}
