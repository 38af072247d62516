package io.sluice.demo;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant's objects, sessions and jobs. A session's clock moves for all of its queries at once; a
 * query that it does not know, or knows with another text, is answered in full.
 */
final class AquaTenant {
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final Clock clock;
  private final ZoneId zone;
  private final Map<String, AquaTable> tables = new HashMap<>();
  private final Map<String, Session> sessions = new HashMap<>();
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new HashMap<>();
  private final Map<String, String> broken = new HashMap<>();
  private final Map<String, Long> miscounted = new HashMap<>();
  private final Map<String, Streamed> streams = new HashMap<>();
  private final Map<String, Streamed> streamedFiles = new HashMap<>();
  private int segmentRows = Integer.MAX_VALUE;
  private int next;

  /** What a session remembers: when its last job began, and each query as it was. */
  private static final class Session {
    private Optional<Instant> last = Optional.empty();
    private final Map<String, String> queries = new HashMap<>();
  }

  /** A file that is made while it is sent. */
  record Streamed(long rows, TestHttp.Body body) {}

  /** A query of a job that was asked for. */
  record Asked(String name, String query, Optional<String> deletedColumn, boolean forced) {}

  /** A job that was asked for. */
  record Order(
      String name,
      String format,
      Optional<String> session,
      String partner,
      String project,
      Optional<String> incrementalTime,
      List<Asked> queries) {}

  /** A query of a job. */
  static final class Batch {
    final String id;
    final Asked asked;
    boolean full;
    long rows;
    List<String> files = List.of();
    String message = "";

    Batch(String id, Asked asked) {
      this.id = id;
      this.asked = asked;
    }
  }

  /** A job. */
  static final class Job {
    final String id;
    final Order order;
    final Instant started;
    final List<Batch> batches = new ArrayList<>();
    int polls;
    boolean cancelled;

    Job(String id, Order order, Instant started) {
      this.id = id;
      this.order = order;
      this.started = started;
    }

    boolean failed() {
      return batches.stream().anyMatch(batch -> !batch.message.isEmpty());
    }
  }

  AquaTenant(Clock clock, ZoneId zone) {
    this.clock = clock;
    this.zone = zone;
  }

  synchronized AquaTable table(String object) {
    return tables.computeIfAbsent(object.toLowerCase(Locale.ROOT), any -> new AquaTable(object));
  }

  synchronized boolean knows(String object) {
    return tables.containsKey(object.toLowerCase(Locale.ROOT));
  }

  synchronized void breakQuery(String name, String message) {
    broken.put(name, message);
  }

  synchronized void mendQueries() {
    broken.clear();
    miscounted.clear();
  }

  synchronized void miscount(String name, long by) {
    miscounted.put(name, by);
  }

  synchronized void segments(int rows) {
    segmentRows = rows;
  }

  synchronized void purgeFiles() {
    files.clear();
  }

  synchronized void stream(String name, Streamed file) {
    streams.put(name, file);
  }

  synchronized Optional<TestHttp.Body> streamed(String id) {
    return Optional.ofNullable(streamedFiles.get(id)).map(Streamed::body);
  }

  synchronized Optional<byte[]> file(String id) {
    return Optional.ofNullable(files.get(id));
  }

  synchronized Optional<Job> job(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  synchronized List<Job> jobs() {
    return List.copyOf(jobs.values());
  }

  synchronized Job submit(Order order) {
    Instant now = clock.instant();
    Job job = new Job(newId("job"), order, now);
    Session session =
        order
            .session()
            .map(key -> sessions.computeIfAbsent(key, any -> new Session()))
            .orElse(null);
    Optional<Instant> explicit =
        order
            .incrementalTime()
            .map(text -> LocalDateTime.parse(text, TIME).atZone(zone).toInstant());
    for (Asked asked : order.queries()) {
      Batch batch = new Batch(newId("batch"), asked);
      job.batches.add(batch);
      if (broken.containsKey(asked.name())) {
        batch.message = broken.get(asked.name());
      } else if (streams.containsKey(asked.name())) {
        batch.full = true;
        batch.rows = streams.get(asked.name()).rows();
        batch.files = List.of(newId("file"));
        streamedFiles.put(batch.files.get(0), streams.get(asked.name()));
      } else {
        run(job, batch, explicit.or(() -> since(session, asked)));
      }
      if (session != null) {
        session.queries.put(asked.name(), text(asked));
      }
    }
    if (session != null && explicit.isEmpty()) {
      session.last = Optional.of(now);
    }
    jobs.put(job.id, job);
    return job;
  }

  private static Optional<Instant> since(Session session, Asked asked) {
    return session != null && text(asked).equals(session.queries.get(asked.name()))
        ? session.last
        : Optional.empty();
  }

  private static String text(Asked asked) {
    return asked.query() + " " + asked.deletedColumn().orElse("");
  }

  private void run(Job job, Batch batch, Optional<Instant> since) {
    AquaQuerying query = AquaQuerying.of(batch.asked.query()).orElseThrow();
    AquaTable table = table(query.object());
    batch.full = since.isEmpty();
    boolean deleted =
        batch.asked.deletedColumn().isPresent() && (since.isPresent() || batch.asked.forced());
    List<AquaTable.Row> rows =
        table.rows().stream()
            .filter(row -> since.isEmpty() || !row.updated().isBefore(since.get()))
            .filter(row -> !row.updated().isAfter(job.started))
            .filter(row -> deleted || !row.deleted())
            .filter(
                row ->
                    query.conditions().stream()
                        .allMatch(condition -> condition.holds(row.created(), zone)))
            .toList();
    batch.rows = rows.size() + miscounted.getOrDefault(batch.asked.name(), 0L);
    List<String> ids = new ArrayList<>();
    for (int from = 0; from == 0 || from < rows.size(); from += segmentRows) {
      int to = (int) Math.min(rows.size(), (long) from + segmentRows);
      String id = newId("file");
      files.put(
          id,
          query
              .csv(table, rows.subList(from, to), batch.asked.deletedColumn())
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      ids.add(id);
      if (to == rows.size()) {
        break;
      }
    }
    batch.files = List.copyOf(ids);
  }

  /** The last job of a session that has ended. */
  synchronized Optional<Job> last(String session, int pollsToEnd) {
    return jobs.values().stream()
        .filter(job -> job.order.session().filter(session::equals).isPresent())
        .filter(job -> job.polls >= pollsToEnd)
        .reduce((first, second) -> second);
  }

  String time(Instant instant) {
    return TIME.format(LocalDateTime.ofInstant(instant, zone));
  }

  private String newId(String kind) {
    next++;
    return String.format(Locale.ROOT, "2c92c0f9%s%08d", kind, next);
  }
}
