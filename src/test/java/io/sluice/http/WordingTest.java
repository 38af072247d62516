package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.sluice.error.ConfigurationException;
import io.sluice.error.TemporaryException;
import io.sluice.settings.Section;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another one than exports asks, and the messages are about its own work. */
class WordingTest {
  private static final Wording PUBLISHING =
      new Wording(
          "the publishing",
          "the queue",
          "The rows are in the outbox",
          "The other rows are in the outbox",
          "Run again: they are sent");

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void givenRefusedCredentials_whenAsked_thenTheMessageHasTheCallersWords() {
    answer(401, "", "who are you");

    assertThatThrownBy(this::ask)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "GET %s/rows: the queue refuses the credentials, status 401: who are you. The other rows"
                + " are in the outbox. Correct the connection's credentials and run again.",
            uri());
  }

  @Test
  void givenAWishForALongPause_whenAsked_thenTheMessageHasTheCallersWords() {
    answer(429, "7200", "");

    assertThatThrownBy(this::ask)
        .isInstanceOf(TemporaryException.class)
        .hasMessage(
            "GET %s/rows: the queue asks for a pause of PT2H, the longest allowed is PT30M. The rows are in"
                + " the outbox. Run again later",
            uri());
  }

  @Test
  void givenFailuresWithoutEnd_whenAsked_thenTheMessageHasTheCallersWords() {
    answer(503, "", "");

    assertThatThrownBy(this::ask)
        .isInstanceOf(TemporaryException.class)
        .hasMessage(
            "GET %s/rows: asked 2 times without a usable answer, the last one: status"
                + " 503. The rows are in the outbox. Run again: they are sent",
            uri());
  }

  @Test
  void givenAnInterrupt_whenAsked_thenTheMessageHasTheCallersWords() {
    answer(200, "", "");

    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(this::ask)
          .isInstanceOf(TemporaryException.class)
          .hasMessage(
              "the publishing was interrupted. The rows are in the outbox. Run again: they are sent");
    } finally {
      boolean unused = Thread.interrupted();
    }
  }

  private String ask() {
    Section connection =
        Section.of("connections.x", Map.of("tries", "2", "retry_delay", "1ms"), Map.of());
    return new Http(PUBLISHING, Pace.of(connection), Clock.systemUTC(), Map.of())
        .send(Call.get(URI.create(uri() + "/rows")), Answer::text);
  }

  private String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(int status, String retryAfter, String body) {
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
          }
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
