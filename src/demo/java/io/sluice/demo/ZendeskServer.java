package io.sluice.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.demo.TestHttp.Reply;
import io.sluice.demo.TestHttp.Request;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Zendesk Support on this machine: who may ask, incremental exports by cursor and by time, lists,
 * the limit of requests, and pages that mislead. Thread-safe.
 */
public final class ZendeskServer implements AutoCloseable {
  /** The only user of the API. */
  public static final String EMAIL = "lake@acme.example";

  /** The user's token, for Basic and for Bearer. */
  public static final String TOKEN = "s3cret-zendesk-token";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern CURSOR = Pattern.compile("incremental/(tickets|users)/cursor");
  private static final Pattern TIME =
      Pattern.compile(
          "incremental/(tickets|users|organizations|ticket_events|ticket_metric_events)"
              + "|(nps/incremental/(recipients|responses))");
  private static final Duration LEAST_AGE = Duration.ofMinutes(1);
  private static final String TOO_OFTEN =
      "{\"error\":\"APIRateLimitExceeded\",\"description\":\"Number of allowed incremental export"
          + " API requests per minute exceeded\"}";

  private final Clock clock;
  private final ZendeskStore store = new ZendeskStore();
  private final TestHttp http;
  private final ZendeskPages pages;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Deque<Mishap> planned = new ArrayDeque<>();
  private final Deque<Long> incremental = new ArrayDeque<>();
  private final ThreadLocal<Optional<Spoil>> spoil = ThreadLocal.withInitial(Optional::empty);
  private volatile Supplier<Mishap> anyTime = () -> Mishap.NONE;
  private volatile long exportPage = 1000;
  private volatile int limit = 10;
  private volatile Duration limitTime = Duration.ofMinutes(1);
  private volatile boolean listCursors = true;

  /** How a page misleads that is an answer for the rest. */
  public enum Spoil {
    /** The count says one record more than there are. */
    WRONG_COUNT,
    /** It says that it is not the last, and leads to itself. */
    CIRCLE,
    /** It is empty and has no cursor, and says that it is not the last. */
    EMPTY_PAGE
  }

  /** What goes wrong with one answer: on the wire, or in the page. */
  public record Mishap(Optional<Fault> fault, Optional<Spoil> spoil) {
    /** All goes well. */
    public static final Mishap NONE = new Mishap(Optional.empty(), Optional.empty());

    /** On the wire. */
    public static Mishap of(Fault fault) {
      return new Mishap(Optional.of(fault), Optional.empty());
    }

    /** In the page. */
    public static Mishap of(Spoil spoil) {
      return new Mishap(Optional.empty(), Optional.of(spoil));
    }
  }

  /** Listens at once; the clock says what lies in the last minute, which is never exported. */
  public ZendeskServer(Clock clock) {
    this.clock = clock;
    this.http = new TestHttp(this::answer);
    this.pages = new ZendeskPages(store, http.uri());
    http.faults((method, path, number) -> mishap());
  }

  /** Where it listens, without a slash at its end. */
  public URI uri() {
    return http.uri();
  }

  /** Adds a record to a path such as {@code tickets}, in place of an older one with its id. */
  public void put(String path, ObjectNode entry) {
    store.put(path, entry);
  }

  /** Adds records, JSON on a line each. */
  public void take(String path, String lines) {
    records(lines).forEach(entry -> put(path, entry));
  }

  /** The path has these records and no others. */
  public void takeAll(String path, String lines) {
    store.clear(path);
    take(path, lines);
  }

  /** Takes a record away; the path stays known. */
  public void remove(String path, long id) {
    store.remove(path, id);
  }

  /** How many records an incremental export has on a page at most. */
  public void exportPage(long records) {
    exportPage = records;
  }

  /** How many incremental requests may come in so much time. */
  public void limit(int count, Duration time) {
    limit = count;
    limitTime = time;
  }

  /** Pages of exports by time end within a second where it has more records than a page may. */
  public void cutSeconds() {
    pages.cutSeconds();
  }

  /** Lists know page numbers alone. */
  public void withoutListCursors() {
    listCursors = false;
  }

  /** What the next answers meet with, one after the other. */
  public void next(Mishap... mishaps) {
    synchronized (planned) {
      planned.addAll(List.of(mishaps));
    }
  }

  /** Asked before each answer for which nothing is planned. */
  public void anyTime(Supplier<Mishap> source) {
    anyTime = source;
  }

  /** Path and query of the requests that were answered, in order. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** How many requests have come, those among them that met with a fault on the wire. */
  public int asked() {
    return http.requests().size();
  }

  @Override
  public void close() {
    http.close();
  }

  private static List<ObjectNode> records(String lines) {
    List<ObjectNode> records = new ArrayList<>();
    for (String line : lines.lines().filter(one -> !one.isBlank()).toList()) {
      try {
        records.add((ObjectNode) MAPPER.readTree(line));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("a record that is no JSON", e);
      }
    }
    return records;
  }

  private Optional<Fault> mishap() {
    Mishap mishap;
    synchronized (planned) {
      mishap = planned.isEmpty() ? anyTime.get() : planned.remove();
    }
    spoil.set(mishap.spoil());
    return mishap.fault();
  }

  private Reply answer(Request request) {
    requests.add(request.path() + "?" + request.query());
    String path = request.path().replaceFirst("^/api/v2/", "").replaceFirst("\\.json$", "");
    if (!isKnown(request)) {
      return Reply.json(401, "{\"error\":\"Couldn't authenticate you\"}");
    }
    if (!path.contains("incremental/")) {
      return list(path, query(request.query()));
    }
    Map<String, String> headers = counted();
    Reply reply =
        headers.containsKey("Retry-After")
            ? Reply.json(429, TOO_OFTEN)
            : incremental(path, query(request.query()));
    headers.putAll(reply.headers());
    return new Reply(reply.status(), headers, reply.bytes(), reply.stream());
  }

  private static boolean isKnown(Request request) {
    byte[] basic = (EMAIL + "/token:" + TOKEN).getBytes(StandardCharsets.UTF_8);
    String sent = request.header("Authorization").orElse("");
    return sent.equals("Bearer " + TOKEN)
        || sent.equals("Basic " + Base64.getEncoder().encodeToString(basic));
  }

  /** Counts a request against the limit that all incremental endpoints share. */
  private Map<String, String> counted() {
    synchronized (incremental) {
      Map<String, String> headers = new LinkedHashMap<>();
      long now = clock.millis();
      while (!incremental.isEmpty() && incremental.element() <= now - limitTime.toMillis()) {
        incremental.remove();
      }
      if (incremental.size() >= limit) {
        long wait = incremental.element() + limitTime.toMillis() - now;
        headers.put("Retry-After", String.valueOf((wait + 999) / 1000));
      } else {
        incremental.add(now);
      }
      headers.put("X-Rate-Limit", String.valueOf(limit));
      headers.put("X-Rate-Limit-Remaining", String.valueOf(limit - incremental.size()));
      return headers;
    }
  }

  private Reply list(String path, Map<String, String> query) {
    if (!store.has(path)) {
      return Reply.json(404, "{\"error\":\"InvalidEndpoint\",\"description\":\"Not found\"}");
    }
    String key =
        path.equals("slas/policies") ? "sla_policies" : path.substring(path.lastIndexOf('/') + 1);
    return spoiled(pages.list(path, key, query, listCursors), query);
  }

  private Reply incremental(String path, Map<String, String> query) {
    Matcher cursor = CURSOR.matcher(path);
    Matcher time = TIME.matcher(path);
    if (!cursor.matches() && !time.matches()) {
      return Reply.json(404, "{\"error\":\"InvalidEndpoint\",\"description\":\"Not found\"}");
    }
    long now = clock.instant().getEpochSecond();
    String start = query.get("start_time");
    if (start == null && (query.get("cursor") == null || time.matches())) {
      return Reply.json(400, "{\"error\":\"StartTimeMissing\"}");
    }
    if (start != null && Double.parseDouble(start) > now - LEAST_AGE.toSeconds()) {
      return Reply.json(
          400, "{\"error\":\"StartTimeTooRecent\",\"description\":\"Too recent start_time.\"}");
    }
    long size = Math.min(exportPage, Long.parseLong(query.getOrDefault("per_page", "1000")));
    return spoiled(
        cursor.matches()
            ? pages.byCursor(cursor.group(1), query, size, now)
            : byTime(time, query, size, now),
        query);
  }

  /** Some endpoints do not say where their end is. */
  private ObjectNode byTime(Matcher time, Map<String, String> query, long size, long now) {
    boolean nps = time.group(1) == null;
    String path = nps ? "nps_" + time.group(3) : time.group(1);
    ObjectNode answer = pages.byTime(path, nps ? time.group(3) : path, query, size, now);
    if (nps || path.equals("ticket_metric_events")) {
      answer.remove("end_of_stream");
    }
    return answer;
  }

  private Reply spoiled(ObjectNode answer, Map<String, String> query) {
    spoil.get().ifPresent(how -> spoil(answer, how, query));
    return Reply.json(200, answer.toString());
  }

  private static void spoil(ObjectNode answer, Spoil how, Map<String, String> query) {
    switch (how) {
      case WRONG_COUNT -> answer.put("count", answer.path("count").asLong() + 1);
      case CIRCLE -> {
        answer.put("end_of_stream", false);
        if (query.containsKey("cursor")) {
          answer.put("after_cursor", query.get("cursor"));
        } else {
          answer.put("end_time", Long.parseLong(query.getOrDefault("start_time", "0")));
        }
      }
      case EMPTY_PAGE -> {
        answer.fields().forEachRemaining(ZendeskServer::emptied);
        answer.put("end_of_stream", false).putNull("after_cursor");
      }
    }
  }

  private static void emptied(Map.Entry<String, JsonNode> field) {
    if (field.getValue().isArray()) {
      field.setValue(MAPPER.createArrayNode());
    }
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String part : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
      int equals = part.indexOf('=');
      query.put(
          URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8),
          URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query;
  }
}
