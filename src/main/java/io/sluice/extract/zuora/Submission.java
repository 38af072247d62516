package io.sluice.extract.zuora;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The body of a request for a job. */
final class Submission {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode job = MAPPER.createObjectNode();
  private final ArrayNode queries;
  private final boolean stateful;

  private Submission(AquaConnection connection, String name, boolean stateful) {
    this.stateful = stateful;
    job.put("format", connection.gzip() ? "gzip" : "csv");
    job.put("version", connection.version());
    job.put("name", name);
    job.put("encrypted", "none");
    job.put("useQueryLabels", "true");
    job.put("dateTimeUtc", "true");
    this.queries = job.putArray("queries");
  }

  /** A job of a session. */
  static Submission inSession(AquaConnection connection, String project, String name) {
    Submission submission = new Submission(connection, name, true);
    submission.job.put("partner", connection.partner());
    submission.job.put("project", project);
    return submission;
  }

  /** A job without a session. */
  static Submission alone(AquaConnection connection, String name) {
    return new Submission(connection, name, false);
  }

  /** Changes since this time, as the data centre's clock says it. */
  Submission since(Optional<String> time) {
    time.ifPresent(text -> job.put("incrementalTime", text));
    return this;
  }

  /** One query more. */
  Submission add(AquaQuery query) {
    return add(query, query.name(), query.query());
  }

  /** One query more, under another name and with another text. */
  Submission add(AquaQuery query, String name, String text) {
    queries.add(query.json(MAPPER, name, text, stateful));
    return this;
  }

  ObjectNode json() {
    return job;
  }
}
