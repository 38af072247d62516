package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private final Proxies proxies =
      new Proxies(
          Map.of(
              "HTTPS_PROXY", "http://proxy.example:3128",
              "http_proxy", "plain.example:80",
              "NO_PROXY", ".intern.example, other.example"));

  @Test
  void givenProxies_whenSelected_thenEachSchemeHasItsOwn() {
    assertThat(proxies.select(URI.create("https://rest.zuora.com/v1")))
        .isEqualTo(proxy("proxy.example", 3128));
    assertThat(proxies.select(URI.create("http://rest.zuora.com/v1")))
        .isEqualTo(proxy("plain.example", 80));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.intern.example/x",
        "https://other.example",
        "http://127.0.0.1:8080/",
        "http://localhost/"
      })
  void givenHostOfNoProxy_whenSelected_thenItIsReachedDirectly(String uri) {
    assertThat(proxies.select(URI.create(uri))).containsExactly(Proxy.NO_PROXY);
  }

  @Test
  void givenNoVariables_whenSelected_thenItIsReachedDirectly() {
    assertThat(new Proxies(Map.of()).select(URI.create("https://rest.zuora.com")))
        .containsExactly(Proxy.NO_PROXY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://ann:p^w@proxy:80", "http://", "ann:hidden@", "http://proxy:99999", "a b"})
  void givenNoAddress_whenSelected_thenRefusedWithoutShowingIt(String text) {
    Proxies wrong = new Proxies(Map.of("HTTPS_PROXY", text));

    assertThatThrownBy(() -> wrong.select(URI.create("https://rest.zuora.com")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "the environment variable https_proxy, in capitals or not, is not an address of a proxy such"
                + " as http://proxy.example.com:8080. No request was sent. Correct it and run again.");
  }

  private static List<Proxy> proxy(String host, int port) {
    return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port)));
  }
}
