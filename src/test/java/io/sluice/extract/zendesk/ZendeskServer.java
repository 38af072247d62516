package io.sluice.extract.zendesk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Speaks Zendesk's protocol on a port of this machine: who may ask, incremental exports by cursor
 * and by time, lists, limits of requests, and everything that goes wrong. Thread-safe.
 */
final class ZendeskServer implements AutoCloseable {
  static final String EMAIL = "lake@acme.example";
  static final String TOKEN = "s3cret-zendesk-token";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern CURSOR = Pattern.compile("incremental/(tickets|users)/cursor");
  private static final Pattern TIME =
      Pattern.compile(
          "incremental/(tickets|users|organizations|ticket_events|ticket_metric_events)"
              + "|(nps/incremental/(recipients|responses))");
  private static final Duration LEAST_AGE = Duration.ofMinutes(1);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Clock clock;
  private final ZendeskStore store = new ZendeskStore();
  private final ZendeskPages pages;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final Deque<Optional<Fault>> faults = new ArrayDeque<>();
  private final Deque<Long> incremental = new ArrayDeque<>();
  private volatile Supplier<Optional<Fault>> anyTime = Optional::empty;
  private volatile long exportPage = 1000;
  private volatile int limit = 10;
  private volatile Duration limitTime = Duration.ofMinutes(1);
  private volatile boolean listCursors = true;

  /** Listens at once; the clock says what lies in the last minute, which is never exported. */
  ZendeskServer(Clock clock) throws IOException {
    this.clock = clock;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    pages = new ZendeskPages(store, uri());
  }

  URI uri() {
    return URI.create(
        "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort());
  }

  /** What the account holds. */
  ZendeskStore store() {
    return store;
  }

  /** How many records an incremental export has on a page at most. */
  void exportPage(long records) {
    exportPage = records;
  }

  /** How many incremental requests may come in so much time. */
  void limit(int count, Duration time) {
    limit = count;
    limitTime = time;
  }

  /** Lists know page numbers alone. */
  void withoutListCursors() {
    listCursors = false;
  }

  /** The next answers go wrong like this, one after the other; null is an answer that goes well. */
  synchronized void next(Fault... wrong) {
    for (Fault fault : wrong) {
      faults.add(Optional.ofNullable(fault));
    }
  }

  /** Asked before each answer for which no fault is planned. */
  void anyTime(Supplier<Optional<Fault>> wrong) {
    anyTime = wrong;
  }

  /** Path and query of all requests so far, in order. */
  List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private synchronized Optional<Fault> fault() {
    return faults.isEmpty() ? anyTime.get() : faults.poll();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestURI().toString());
      String path =
          exchange
              .getRequestURI()
              .getPath()
              .replaceFirst("^/api/v2/", "")
              .replaceFirst("\\.json$", "");
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      Optional<Fault> fault = fault();
      if (fault.isPresent() && refused(exchange, fault.get())) {
        return;
      }
      if (!isKnown(exchange)) {
        send(exchange, 401, "{\"error\":\"Couldn't authenticate you\"}");
      } else if (path.contains("incremental/") && isTooOften(exchange)) {
        send(exchange, 429, TOO_OFTEN);
      } else {
        answer(exchange, path, query, fault);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final String TOO_OFTEN =
      "{\"error\":\"APIRateLimitExceeded\",\"description\":\"Number of allowed incremental export"
          + " API requests per minute exceeded\"}";

  private static boolean isKnown(HttpExchange exchange) {
    String basic = EMAIL + "/token:" + TOKEN;
    String sent = exchange.getRequestHeaders().getFirst("Authorization");
    return ("Bearer " + TOKEN).equals(sent)
        || ("Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
            .equals(sent);
  }

  /** Counts a request against the limit of the incremental endpoints, which they share. */
  private boolean isTooOften(HttpExchange exchange) {
    synchronized (incremental) {
      long now = clock.millis();
      while (!incremental.isEmpty() && incremental.peek() <= now - limitTime.toMillis()) {
        incremental.poll();
      }
      exchange.getResponseHeaders().set("X-Rate-Limit", String.valueOf(limit));
      boolean tooOften = incremental.size() >= limit;
      if (tooOften) {
        long wait = incremental.peek() + limitTime.toMillis() - now;
        exchange.getResponseHeaders().set("Retry-After", String.valueOf((wait + 999) / 1000));
      } else {
        incremental.add(now);
      }
      exchange
          .getResponseHeaders()
          .set("X-Rate-Limit-Remaining", String.valueOf(limit - incremental.size()));
      return tooOften;
    }
  }

  private void answer(
      HttpExchange exchange, String path, Map<String, String> query, Optional<Fault> fault)
      throws IOException, InterruptedException {
    long now = clock.instant().getEpochSecond();
    Matcher cursor = CURSOR.matcher(path);
    Matcher time = TIME.matcher(path);
    ObjectNode answer;
    if (cursor.matches() || time.matches()) {
      String start = query.get("start_time");
      if (start == null && query.get("cursor") == null) {
        send(exchange, 400, "{\"error\":\"StartTimeMissing\"}");
        return;
      }
      if (start != null && Double.parseDouble(start) > now - LEAST_AGE.toSeconds()) {
        send(
            exchange,
            400,
            "{\"error\":\"StartTimeTooRecent\",\"description\":\"Too recent start_time.\"}");
        return;
      }
      long size = Math.min(exportPage, Long.parseLong(query.getOrDefault("per_page", "1000")));
      answer =
          cursor.matches()
              ? pages.byCursor(cursor.group(1), query, size, now)
              : byTime(time, query, size, now);
    } else if (store.has(path)) {
      String key =
          path.equals("slas/policies") ? "sla_policies" : path.substring(path.lastIndexOf('/') + 1);
      answer = pages.list(path, key, query, listCursors);
    } else {
      send(exchange, 404, "{\"error\":\"InvalidEndpoint\",\"description\":\"Not found\"}");
      return;
    }
    fault.ifPresent(wrong -> spoil(answer, wrong, query));
    deliver(exchange, MAPPER.writeValueAsString(answer), fault);
  }

  private ObjectNode byTime(Matcher time, Map<String, String> query, long size, long now) {
    if (time.group(1) != null) {
      ObjectNode answer = pages.byTime(time.group(1), time.group(1), query, size, now);
      if (time.group(1).equals("ticket_metric_events")) {
        answer.remove("end_of_stream");
      }
      return answer;
    }
    ObjectNode answer = pages.byTime("nps_" + time.group(3), time.group(3), query, size, now);
    answer.remove("end_of_stream");
    return answer;
  }

  private static void spoil(ObjectNode answer, Fault fault, Map<String, String> query) {
    switch (fault) {
      case WRONG_COUNT -> answer.put("count", answer.path("count").asLong() + 1);
      case CIRCLE -> {
        answer.put("end_of_stream", false);
        if (query.containsKey("cursor")) {
          answer.put("after_cursor", query.get("cursor"));
        } else {
          answer.put("end_time", Long.parseLong(query.get("start_time")));
        }
      }
      case EMPTY_PAGE -> {
        answer.fields().forEachRemaining(ZendeskServer::emptied);
        answer.put("end_of_stream", false);
        answer.putNull("after_cursor");
      }
      case RESET_BEFORE, RESET_WITHIN, SHORT_BODY, CUT_JSON, HTML, SERVER_ERROR, UNAVAILABLE -> {}
      case TOO_MANY, TOO_MANY_SILENT, UNAUTHORIZED, TOO_RECENT, TOO_RECENT_OLD, SLOW, STALL -> {}
    }
  }

  private static void emptied(Map.Entry<String, com.fasterxml.jackson.databind.JsonNode> field) {
    if (field.getValue().isArray()) {
      field.setValue(MAPPER.createArrayNode());
    }
  }

  /** Faults that take the place of the answer; true where one did. */
  private static boolean refused(HttpExchange exchange, Fault fault)
      throws IOException, InterruptedException {
    switch (fault) {
      case RESET_BEFORE -> {}
      case HTML -> send(exchange, 200, "<html><body>We will be back soon.</body></html>");
      case SERVER_ERROR -> send(exchange, 500, "Internal Server Error");
      case UNAVAILABLE, TOO_MANY -> {
        exchange.getResponseHeaders().set("Retry-After", "1");
        send(exchange, fault == Fault.TOO_MANY ? 429 : 503, TOO_OFTEN);
      }
      case TOO_MANY_SILENT -> send(exchange, 429, "Rate limit exceeded");
      case UNAUTHORIZED -> send(exchange, 401, "{\"error\":\"Couldn't authenticate you\"}");
      case TOO_RECENT -> send(exchange, 400, "{\"error\":\"StartTimeTooRecent\"}");
      case TOO_RECENT_OLD ->
          send(
              exchange,
              422,
              "{\"error\":\"InvalidValue\",\"description\":\"Too recent start_time. Use a"
                  + " start_time older than 5 minutes\"}");
      case RESET_WITHIN, SHORT_BODY, CUT_JSON, WRONG_COUNT, SLOW, STALL, CIRCLE, EMPTY_PAGE -> {
        return false;
      }
    }
    return true;
  }

  private static void deliver(HttpExchange exchange, String text, Optional<Fault> fault)
      throws IOException, InterruptedException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    if (fault
        .filter(one -> one == Fault.RESET_WITHIN || one == Fault.SHORT_BODY || one == Fault.STALL)
        .isPresent()) {
      exchange.sendResponseHeaders(200, fault.get() == Fault.RESET_WITHIN ? 0 : body.length);
      exchange.getResponseBody().write(body, 0, body.length / 2);
      exchange.getResponseBody().flush();
      if (fault.get() == Fault.STALL) {
        Thread.sleep(3000);
        exchange.getResponseBody().write(body, body.length / 2, body.length - body.length / 2);
      }
      return;
    }
    if (fault.filter(one -> one == Fault.CUT_JSON).isPresent()) {
      send(exchange, 200, text.substring(0, text.length() / 2));
      return;
    }
    if (fault.filter(one -> one == Fault.SLOW).isPresent()) {
      Thread.sleep(300);
    }
    send(exchange, 200, text);
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    if (accepted != null && accepted.contains("gzip")) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (OutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(body);
      }
      body = packed.toByteArray();
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String part : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = part.indexOf('=');
      query.put(
          URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8),
          URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query;
  }
}
