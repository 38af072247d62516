package io.sluice.extract.zuora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.error.Printable;
import io.sluice.http.Answer;
import io.sluice.http.Call;
import io.sluice.http.Http;
import io.sluice.http.StatusException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The calls of AQuA. Errors have status 200; only the body shows them. */
final class AquaApi {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int NOT_FOUND = 404;

  private final AquaConnection connection;
  private final Http http;

  AquaApi(AquaConnection connection, Http http) {
    this.connection = connection;
    this.http = http;
  }

  /**
   * Submits a job of a session once: a second submission would move the session again.
   *
   * @throws io.sluice.extract.LostAnswerException where it may have been submitted
   * @throws RefusedException where Zuora did not take it
   */
  AquaJob submitOnce(ObjectNode job) {
    return http.send(submission(job).once(), answer -> submitted(MAPPER.readTree(answer.text())));
  }

  /** Submits a job without a session, which may be done again. */
  AquaJob submit(ObjectNode job) {
    return http.send(submission(job), answer -> submitted(MAPPER.readTree(answer.text())));
  }

  /**
   * The state of a job.
   *
   * @throws RefusedException where Zuora knows no such job
   */
  AquaJob job(String id) {
    return http.send(
        Call.get(at("/v1/batch-query/jobs/" + encoded(id))),
        answer -> read(MAPPER.readTree(answer.text())));
  }

  /** The last job of a session that Zuora lists; running jobs may be missing. */
  Optional<AquaJob> lastJob(String project) {
    URI uri =
        at(
            "/v1/batch-query/jobs/partner/"
                + encoded(connection.partner())
                + "/project/"
                + encoded(project));
    try {
      return Optional.of(http.send(Call.get(uri), answer -> read(MAPPER.readTree(answer.text()))));
    } catch (RefusedException e) {
      return Optional.empty();
    } catch (StatusException e) {
      if (e.status() != NOT_FOUND) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Reads a file. */
  <T> T file(String id, Answer.Reading<T> reading) {
    return http.send(Call.get(at("/v1/file/" + encoded(id))), reading);
  }

  private Call submission(ObjectNode job) {
    return Call.json(at("/v1/batch-query/"), job.toString().getBytes(StandardCharsets.UTF_8));
  }

  private AquaJob submitted(JsonNode node) throws IOException {
    AquaJob job = read(node);
    if (job.status().equals("error")) {
      throw new RefusedException("", "job " + job.id() + " has status error");
    }
    return job;
  }

  private AquaJob read(JsonNode node) throws IOException {
    if (!node.isObject()) {
      throw new IOException("the answer is not a JSON object");
    }
    String code = node.path("errorCode").asText();
    String message = node.path("message").asText();
    JsonNode reasons = node.path("reasons");
    if (reasons.isArray() && !reasons.isEmpty()) {
      code = reasons.get(0).path("code").asText();
      message = reasons.get(0).path("message").asText();
    }
    boolean unsuccessful = node.path("success").isBoolean() && !node.path("success").asBoolean();
    if (!code.isBlank() || !message.isBlank() || unsuccessful) {
      throw new RefusedException(code, Printable.line(message));
    }
    return AquaJob.of(node);
  }

  private URI at(String path) {
    return URI.create(connection.baseUrl() + path);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
