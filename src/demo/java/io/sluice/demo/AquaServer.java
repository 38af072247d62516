package io.sluice.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.csv.CsvRecords;
import io.sluice.demo.AquaTenant.Asked;
import io.sluice.demo.AquaTenant.Batch;
import io.sluice.demo.AquaTenant.Job;
import io.sluice.demo.AquaTenant.Order;
import io.sluice.demo.TestHttp.Reply;
import io.sluice.demo.TestHttp.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * Zuora's AQuA on this machine: OAuth, stateful and stateless jobs that go on with each look,
 * files, faults that come with status 200. Thread-safe.
 */
public final class AquaServer implements AutoCloseable {
  /** The credentials that it knows. */
  public static final String CLIENT_ID = "00000000-1111-2222-3333-444444444444";

  /** The secret of the only client. */
  public static final String CLIENT_SECRET = "s3cr3t/of+the=client";

  /** The only partner. */
  public static final String PARTNER = "acme";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String DELETED = ".IsDeleted";
  private static final int MOST_QUERIES = 50;
  private static final int NOT_FOUND = 404;
  private static final int UNAUTHORIZED = 401;
  private static final Set<String> WITHOUT_DELETED =
      Set.of("accountingperiod", "accountingcode", "paymenttransactionlog");

  private final Clock clock;
  private final AquaTenant tenant;
  private final TestHttp http;
  private final Map<String, Instant> tokens = new HashMap<>();
  private final List<String> submissions = new ArrayList<>();
  private long tokenSeconds = 3600;
  private int looksToEnd = 2;

  /** Starts a server whose data centre has this zone. */
  public AquaServer(Clock clock, ZoneId zone) {
    this.clock = clock;
    this.tenant = new AquaTenant(clock, zone);
    this.http = new TestHttp(this::answer);
  }

  /** Where it listens. */
  public URI uri() {
    return http.uri();
  }

  /** An object of the tenant; made where there is none. */
  public AquaTable table(String object) {
    return tenant.table(object);
  }

  /**
   * Creates, changes and deletes rows of one object, now, as a file of an export says.
   *
   * @param csv whose header spells the object's name, {@code Account.IsDeleted,Account.Id,...}
   */
  public synchronized void take(String csv) {
    List<List<String>> records = CsvRecords.of(csv);
    List<String> header = records.get(0);
    String flag = header.stream().filter(name -> name.endsWith(DELETED)).findFirst().orElseThrow();
    AquaTable table = table(flag.substring(0, flag.length() - DELETED.length()));
    for (List<String> record : records.subList(1, records.size())) {
      Map<String, String> cells = new LinkedHashMap<>();
      for (int i = 0; i < header.size(); i++) {
        cells.put(header.get(i), record.get(i));
      }
      table.put(cells, clock.instant(), "true".equals(cells.remove(flag)));
    }
  }

  /** From now on these faults happen. */
  public AquaServer faults(Fault.Source source) {
    http.faults(source);
    return this;
  }

  /** All requests so far. */
  public List<String> requests() {
    return http.requests();
  }

  /** The bodies of the jobs that were taken, in their order. */
  public synchronized List<String> submissions() {
    return List.copyOf(submissions);
  }

  /** The ids of all jobs, in their order. */
  public List<String> jobs() {
    return tenant.jobs().stream().map(job -> job.id).toList();
  }

  /** How long tokens are good for, from the next one on. */
  public synchronized AquaServer tokenSeconds(long seconds) {
    tokenSeconds = seconds;
    return this;
  }

  /** How often a job must be looked at until it has ended. */
  public synchronized AquaServer looksToEnd(int looks) {
    looksToEnd = looks;
    return this;
  }

  /** The query of this name is aborted from now on. */
  public void breakQuery(String name, String message) {
    tenant.breakQuery(name, message);
  }

  /** The query of this name says so many rows more than its file has. */
  public void miscount(String name, long by) {
    tenant.miscount(name, by);
  }

  /** The query of this name has a file that is made while it is sent, of any size. */
  public void stream(String name, long rows, TestHttp.Body body) {
    tenant.stream(name, new AquaTenant.Streamed(rows, body));
  }

  /** All queries work again. */
  public void mendQueries() {
    tenant.mendQueries();
  }

  /** Files have at most so many rows. */
  public void segments(int rows) {
    tenant.segments(rows);
  }

  /** Removes all files, as Zuora does after three days. */
  public void purgeFiles() {
    tenant.purgeFiles();
  }

  @Override
  public void close() {
    http.close();
  }

  private synchronized Reply answer(Request request) {
    String path = request.path().replaceFirst("/$", "");
    if (path.equals("/oauth/token")) {
      return token(request.body());
    }
    String bearer = request.header("Authorization").orElse("").replaceFirst("^Bearer ", "");
    if (!tokens.getOrDefault(bearer, Instant.MIN).isAfter(clock.instant())) {
      return Reply.json(
          UNAUTHORIZED,
          "{\"success\":false,\"reasons\":[{\"code\":90000011,\"message\":\"this token is not valid\"}]}");
    }
    if (path.equals("/v1/batch-query") && request.method().equals("POST")) {
      return submit(request.body());
    }
    String[] parts = path.split("/", -1);
    if (path.matches("/v1/batch-query/jobs/partner/[^/]+/project/[^/]+")) {
      String session = session(parts[5], parts[7]);
      return tenant
          .last(session, looksToEnd)
          .map(this::shown)
          .orElseGet(() -> error("90002", "There is no job of this partner and project."));
    }
    if (path.matches("/v1/batch-query/jobs/[^/]+")) {
      return job(parts[4], request.method());
    }
    if (path.matches("/v1/files?/[^/]+")) {
      return file(parts[3]);
    }
    return Reply.json(NOT_FOUND, "{\"success\":false}");
  }

  private Reply token(String form) {
    Map<String, String> fields = new HashMap<>();
    for (String field : form.split("&", -1)) {
      String[] pair = field.split("=", 2);
      fields.put(
          pair[0],
          java.net.URLDecoder.decode(
              pair.length == 2 ? pair[1] : "", java.nio.charset.StandardCharsets.UTF_8));
    }
    if (!CLIENT_ID.equals(fields.get("client_id"))
        || !CLIENT_SECRET.equals(fields.get("client_secret"))
        || !"client_credentials".equals(fields.get("grant_type"))) {
      return Reply.json(UNAUTHORIZED, "{\"message\":\"Invalid client id\"}");
    }
    String token = UUID.randomUUID().toString().replace("-", "");
    tokens.put(token, clock.instant().plusSeconds(tokenSeconds));
    return Reply.json(
        200,
        "{\"access_token\":\""
            + token
            + "\",\"token_type\":\"bearer\",\"expires_in\":"
            + (tokenSeconds - 1)
            + ",\"scope\":\"entity.1\",\"jti\":\"1\"}");
  }

  private Reply submit(String body) {
    JsonNode node;
    try {
      node = MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return error("90005", "The request is no JSON.");
    }
    List<Asked> queries = new ArrayList<>();
    for (JsonNode query : node.path("queries")) {
      JsonNode deleted = query.path("deleted");
      queries.add(
          new Asked(
              query.path("name").asText(),
              query.path("query").asText(),
              deleted.isObject() ? Optional.of(deleted.path("column").asText()) : Optional.empty(),
              deleted.path("forceExport").asBoolean()));
    }
    boolean stateful =
        node.hasNonNull("partner")
            && node.hasNonNull("project")
            && !node.path("version").asText().equals("1.0");
    Optional<String> incrementalTime =
        node.hasNonNull("incrementalTime")
            ? Optional.of(node.path("incrementalTime").asText())
            : Optional.empty();
    Optional<Reply> fault = fault(node, queries, stateful, incrementalTime);
    if (fault.isPresent()) {
      return fault.get();
    }
    submissions.add(body);
    String partner = node.path("partner").asText();
    String project = node.path("project").asText();
    Job job =
        tenant.submit(
            new Order(
                node.path("name").asText(),
                node.path("format").asText("csv").toUpperCase(Locale.ROOT),
                stateful ? Optional.of(session(partner, project)) : Optional.empty(),
                partner,
                project.toLowerCase(Locale.ROOT),
                incrementalTime,
                queries));
    return shown(job);
  }

  private Optional<Reply> fault(
      JsonNode node, List<Asked> queries, boolean stateful, Optional<String> incrementalTime) {
    if (stateful && !node.path("partner").asText().equals(PARTNER)) {
      return Optional.of(error("90019", "The partner is not known."));
    }
    if (queries.isEmpty()) {
      return Optional.of(error("90016", "There are no queries."));
    }
    if (queries.size() > MOST_QUERIES) {
      return Optional.of(error("90004", "There are more than 50 queries."));
    }
    if (incrementalTime.filter(time -> !isTime(time)).isPresent()) {
      return Optional.of(error("90015", "The incremental time is invalid."));
    }
    for (Asked asked : queries) {
      Optional<AquaQuerying> query = AquaQuerying.of(asked.query());
      if (query.isEmpty() || !tenant.knows(query.get().object())) {
        return Optional.of(
            error(
                "90005",
                "There is a syntax error in one of the queries in the AQuA input: "
                    + asked.name()));
      }
      if (asked.deletedColumn().isPresent()
          && WITHOUT_DELETED.contains(query.get().object().toLowerCase(Locale.ROOT))) {
        return Optional.of(
            error(
                "90017",
                "Objects included in the queries do not support the querying of deleted records."));
      }
      if (asked.deletedColumn().isPresent() && !stateful && !asked.forced()) {
        return Optional.of(error("90012", "Stateless jobs cannot tell deleted records."));
      }
    }
    return Optional.empty();
  }

  private static boolean isTime(String text) {
    try {
      LocalDateTime unused = LocalDateTime.parse(text, AquaTenant.TIME);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private Reply job(String id, String method) {
    Optional<Job> job = tenant.job(id);
    if (job.isEmpty()) {
      return error("90002", "There is no job " + id + ".");
    }
    if (method.equals("DELETE")) {
      job.get().cancelled = true;
    }
    job.get().polls++;
    return shown(job.get());
  }

  private Reply file(String id) {
    Optional<TestHttp.Body> streamed = tenant.streamed(id);
    if (streamed.isPresent()) {
      return new Reply(
          200, Map.of("Content-Type", "text/csv;charset=UTF-8"), Optional.empty(), streamed);
    }
    Optional<byte[]> file = tenant.file(id);
    if (file.isEmpty()) {
      return Reply.json(
          NOT_FOUND,
          "{\"reasons\":[{\"code\":\"SystemError\",\"message\":\"Failed to get file: "
              + id
              + "\"}]}");
    }
    boolean gzip =
        tenant.jobs().stream()
            .filter(job -> job.order.format().equals("GZIP"))
            .flatMap(job -> job.batches.stream())
            .anyMatch(batch -> batch.files.contains(id));
    return gzip
        ? Reply.bytes(200, "application/x-gzip;charset=UTF-8", packed(file.get()))
        : Reply.bytes(200, "text/csv;charset=UTF-8", file.get());
  }

  private static byte[] packed(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private Reply shown(Job job) {
    boolean ended = job.polls >= looksToEnd;
    String running = job.polls == 0 ? "submitted" : "executing";
    String last = job.failed() ? "aborted" : "completed";
    ObjectNode node = MAPPER.createObjectNode();
    node.put("id", job.id);
    node.put("name", job.order.name());
    node.put("status", job.cancelled ? "cancelled" : ended ? last : running);
    node.put("version", "1.2");
    node.put("format", job.order.format());
    node.put("encrypted", "none");
    if (job.order.session().isPresent()) {
      node.put("partner", job.order.partner());
      node.put("project", job.order.project());
    }
    if (job.polls > 0) {
      node.put("startTime", tenant.time(job.started));
    }
    job.order.incrementalTime().ifPresent(time -> node.put("incrementalTime", time));
    ArrayNode batches = node.putArray("batches");
    job.batches.forEach(batch -> show(batches.addObject(), batch, ended));
    return Reply.json(200, node.toString());
  }

  private static void show(ObjectNode node, Batch batch, boolean ended) {
    node.put("batchId", batch.id);
    node.put("name", batch.asked.name());
    node.put("query", batch.asked.query());
    node.put("batchType", "zoqlexport");
    node.put("apiVersion", "145.0");
    if (!ended) {
      node.put("status", "pending");
      node.put("recordCount", 0);
      // As Zuora does: what a job says before it has ended is not to be trusted.
      node.put("full", !batch.full);
      return;
    }
    node.put("status", batch.message.isEmpty() ? "completed" : "aborted");
    node.put("message", batch.message);
    node.put("recordCount", batch.rows);
    node.put("full", batch.full);
    if (batch.files.size() > 1) {
      batch.files.forEach(node.putArray("segments")::add);
    } else if (batch.files.size() == 1) {
      node.put("fileId", batch.files.get(0));
    }
  }

  private static Reply error(String code, String message) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("status", "error");
    node.put("errorCode", code);
    node.put("message", message);
    return Reply.json(200, node.toString());
  }

  private static String session(String partner, String project) {
    return (partner + "/" + project).toLowerCase(Locale.ROOT);
  }
}
