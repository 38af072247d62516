package io.sluice.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** An HTTP server on this machine alone, whose answers a fault may come between. */
public final class TestHttp implements AutoCloseable {
  private static final int GZIP_FROM_BYTES = 1000;

  private final HttpServer server;
  private final ExecutorService threads;
  private final AtomicInteger number = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Fault.Source faults = (method, path, count) -> Optional.empty();

  /** One request as an application sees it. */
  public record Request(
      String method, String path, Map<String, List<String>> headers, String query, String body) {
    /** A header's first value. */
    public Optional<String> header(String name) {
      return headers.entrySet().stream()
          .filter(entry -> entry.getKey().equalsIgnoreCase(name))
          .flatMap(entry -> entry.getValue().stream())
          .findFirst();
    }
  }

  /** Writes a body of a length that is not known beforehand. */
  @FunctionalInterface
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /** An answer; {@code bytes} or, for bodies that do not fit into memory, {@code stream}. */
  public record Reply(
      int status, Map<String, String> headers, Optional<byte[]> bytes, Optional<Body> stream) {
    /** JSON. */
    public static Reply json(int status, String body) {
      return bytes(status, "application/json;charset=UTF-8", body.getBytes(StandardCharsets.UTF_8));
    }

    /** Any bytes. */
    public static Reply bytes(int status, String type, byte[] body) {
      return new Reply(status, Map.of("Content-Type", type), Optional.of(body), Optional.empty());
    }
  }

  /** Answers requests. */
  @FunctionalInterface
  public interface Application {
    Reply answer(Request request);
  }

  /** Starts a server on a free port. */
  public TestHttp(Application application) {
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "test server");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, application));
    server.start();
  }

  /** Where it listens, without a slash at its end. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on these faults happen. */
  public void faults(Fault.Source source) {
    faults = source;
  }

  /** All requests so far, {@code GET /path}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange, Application application) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(exchange.getRequestMethod() + " " + path);
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Optional<Fault> fault =
          faults.at(exchange.getRequestMethod(), path, number.incrementAndGet());
      Request request =
          new Request(
              exchange.getRequestMethod(),
              path,
              exchange.getRequestHeaders(),
              Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
              body);
      if (fault.isEmpty()) {
        send(exchange, request, application.answer(request), Integer.MAX_VALUE);
      } else {
        fail(exchange, request, application, fault.get());
      }
    }
  }

  private void fail(HttpExchange exchange, Request request, Application application, Fault fault)
      throws IOException {
    if (fault instanceof Fault.Status status) {
      byte[] bytes = status.body().getBytes(StandardCharsets.UTF_8);
      send(
          exchange,
          request,
          new Reply(status.status(), status.headers(), Optional.of(bytes), Optional.empty()),
          Integer.MAX_VALUE);
    } else if (fault instanceof Fault.LoseAnswer) {
      Reply unused = application.answer(request);
    } else if (fault instanceof Fault.Cut cut) {
      send(exchange, request, application.answer(request), cut.afterBytes());
    } else if (fault instanceof Fault.Delay delay) {
      sleep(delay.by());
      send(exchange, request, application.answer(request), Integer.MAX_VALUE);
    } else if (fault instanceof Fault.Stall stall) {
      stall(exchange, application.answer(request), stall.by());
    } else if (fault instanceof Fault.Garbage garbage) {
      Reply unused = application.answer(request);
      send(exchange, request, Reply.json(200, garbage.body()), Integer.MAX_VALUE);
    }
  }

  private static void send(HttpExchange exchange, Request request, Reply reply, int most)
      throws IOException {
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    if (reply.stream().isPresent()) {
      exchange.sendResponseHeaders(reply.status(), 0);
      try (OutputStream out = exchange.getResponseBody()) {
        reply.stream().get().writeTo(out);
      }
      return;
    }
    byte[] bytes = reply.bytes().orElseThrow();
    if (bytes.length > GZIP_FROM_BYTES
        && request.header("Accept-Encoding").filter(text -> text.contains("gzip")).isPresent()) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      bytes = gzip(bytes);
    }
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      // Where fewer are written than were announced, closing the exchange ends the connection.
      exchange.getResponseBody().write(bytes, 0, Math.min(most, bytes.length));
      exchange.getResponseBody().flush();
    }
  }

  private static void stall(HttpExchange exchange, Reply reply, Duration by) throws IOException {
    byte[] bytes = reply.bytes().orElseThrow();
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(reply.status(), Math.max(2, bytes.length));
    exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
    exchange.getResponseBody().flush();
    sleep(by);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
