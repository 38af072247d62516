package io.sluice.extract.zuora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.error.UsageException;
import io.sluice.extract.ExtractRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The start of the requested changes.
 *
 * @param instant empty: where the session's last window ended
 */
record From(Optional<Instant> instant) {
  private static final String LAST = "last";
  private static final String BEGINNING = "beginning";

  /** What {@code --from} or the {@code exportFromDate} of {@code --event} says. */
  static From of(ExtractRequest request, Clock clock) {
    Optional<String> event = request.option("event").map(From::exportFromDate);
    String text = event.or(() -> request.option("from")).orElse(LAST);
    String where = event.isPresent() ? "--event: exportFromDate" : "--from";
    if (text.equals(LAST) || text.equals("afterLastIncrement")) {
      return new From(Optional.empty());
    }
    if (text.equals(BEGINNING)) {
      if (request.has("force")) {
        return new From(Optional.of(Instant.EPOCH));
      }
      throw wrong(
          where
              + " is \"beginning\": one job for all rows of all objects runs into Zuora's time limit,"
              + " and rows deleted more than 30 days ago are not in it",
          "Give a date; or --full --window month for all rows; or add --force to do it anyway");
    }
    try {
      Instant instant = LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      if (instant.isAfter(clock.instant())) {
        throw wrong(where + " is \"" + text + "\", which is in the future", "Give a past date");
      }
      return new From(Optional.of(instant));
    } catch (DateTimeException e) {
      throw wrong(
          where + " is \"" + text + "\", against last, beginning or a date such as 2026-11-01",
          "Correct it");
    }
  }

  private static String exportFromDate(String file) {
    try {
      JsonNode node = new ObjectMapper().readTree(Files.readAllBytes(Path.of(file)));
      if (node.path("exportFromDate").isTextual()) {
        return node.path("exportFromDate").textValue();
      }
    } catch (IOException e) {
      throw wrong(
          "--event " + file + " cannot be read as JSON, " + e.getClass().getSimpleName(),
          "Give a file such as {\"exportFromDate\": \"afterLastIncrement\"}");
    }
    throw wrong(
        "--event " + file + " has no exportFromDate",
        "Give a file such as {\"exportFromDate\": \"afterLastIncrement\"}");
  }

  private static UsageException wrong(String what, String advice) {
    return new UsageException("sluice extract: " + what + ". Nothing was run. " + advice);
  }
}
