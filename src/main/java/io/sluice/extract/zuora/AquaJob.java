package io.sluice.extract.zuora;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A job as Zuora tells of it.
 *
 * @param name as it was given with the request; empty where Zuora leaves it out
 * @param startTime without a zone; the instant at which the source's state was taken
 * @param incrementalTime where the job was asked with one
 */
record AquaJob(
    String id,
    String name,
    String status,
    Optional<String> startTime,
    Optional<String> incrementalTime,
    List<Batch> batches) {
  private static final Set<String> ENDED = Set.of("completed", "error", "aborted", "cancelled");

  /**
   * One query of a job.
   *
   * @param rows that its files hold, without headers
   * @param files ids, in the order of segments; empty before it is completed
   */
  record Batch(
      String id,
      String name,
      String status,
      String message,
      long rows,
      boolean full,
      List<String> files) {

    boolean isCompleted() {
      return status.equals("completed");
    }
  }

  /** Whether its state will not change any more. */
  boolean hasEnded() {
    return ENDED.contains(status);
  }

  /** The batch of this name, in any case. */
  Optional<Batch> batch(String ofName) {
    return batches.stream().filter(batch -> batch.name().equalsIgnoreCase(ofName)).findFirst();
  }

  /** How many batches are completed, for people. */
  String shown() {
    long completed = batches.stream().filter(Batch::isCompleted).count();
    return "job "
        + id
        + " "
        + status
        + ", "
        + completed
        + " of "
        + batches.size()
        + " queries done";
  }

  /**
   * Reads a job.
   *
   * @throws IOException where it is none
   */
  static AquaJob of(JsonNode node) throws IOException {
    String id = text(node, "id").orElse("");
    String status = text(node, "status").orElse("").toLowerCase(Locale.ROOT);
    if (id.isEmpty() || status.isEmpty()) {
      throw new IOException("the answer is not a job: it has no id or no status");
    }
    List<Batch> batches = new ArrayList<>();
    for (JsonNode batch : node.path("batches")) {
      batches.add(batch(batch));
    }
    return new AquaJob(
        id,
        text(node, "name").orElse(""),
        status,
        text(node, "startTime"),
        text(node, "incrementalTime"),
        List.copyOf(batches));
  }

  private static Batch batch(JsonNode node) {
    List<String> files = new ArrayList<>();
    node.path("segments").forEach(segment -> files.add(segment.asText()));
    if (files.isEmpty()) {
      text(node, "fileId").ifPresent(files::add);
    }
    return new Batch(
        text(node, "batchId").orElse(""),
        text(node, "name").orElse(""),
        text(node, "status").orElse("").toLowerCase(Locale.ROOT),
        text(node, "message").orElse(""),
        node.path("recordCount").asLong(),
        node.path("full").asBoolean(),
        List.copyOf(files));
  }

  private static Optional<String> text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isValueNode() && !value.isNull() && !value.asText().isBlank()
        ? Optional.of(value.asText())
        : Optional.empty();
  }
}
