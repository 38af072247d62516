package io.sluice.http;

import io.sluice.error.ConfigurationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxies that the environment names: {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code
 * NO_PROXY}, in either case. This machine itself is always reached directly.
 */
final class Proxies extends ProxySelector {
  private static final Logger LOG = LoggerFactory.getLogger(Proxies.class);

  private static final int MOST_PORT = 65_535;

  private final Map<String, String> variables;

  Proxies(Map<String, String> variables) {
    this.variables = variables;
  }

  @Override
  public List<Proxy> select(URI uri) {
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    Optional<String> proxy = variable(uri.getScheme() + "_proxy").filter(text -> !text.isBlank());
    if (proxy.isEmpty() || isDirect(host)) {
      return List.of(Proxy.NO_PROXY);
    }
    URI at = address(uri.getScheme() + "_proxy", proxy.get());
    int port = at.getPort() < 0 ? 80 : at.getPort();
    return List.of(
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(at.getHost(), port)));
  }

  /** The wrong value is not shown: it may hold a password. */
  private static URI address(String variable, String text) {
    try {
      URI at = URI.create(text.contains("://") ? text.strip() : "http://" + text.strip());
      if (at.getHost() != null && at.getPort() <= MOST_PORT) {
        return at;
      }
    } catch (IllegalArgumentException e) {
      // One message for all values that are not addresses.
    }
    throw new ConfigurationException(
        "the environment variable "
            + variable
            + ", in capitals or not, is not an address of a proxy such as http://proxy.example.com:8080."
            + " No request was sent. Correct it and run again.");
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {
    LOG.warn("the proxy {} cannot be reached: {}", address, e.toString());
  }

  private boolean isDirect(String host) {
    if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
      return true;
    }
    return Arrays.stream(variable("no_proxy").orElse("").split(",", -1))
        .map(entry -> entry.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
        .filter(entry -> !entry.isEmpty())
        .anyMatch(entry -> entry.equals("*") || host.equals(entry) || host.endsWith("." + entry));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name))
        .or(() -> Optional.ofNullable(variables.get(name.toUpperCase(Locale.ROOT))));
  }
}
