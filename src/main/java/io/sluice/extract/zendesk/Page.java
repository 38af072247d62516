package io.sluice.extract.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What an answer says beside its records.
 *
 * @param rows records in it
 * @param rest the other keys that are known
 */
record Page(long rows, JsonNode rest) {
  /** The year 5138; no start time has more digits. */
  private static final BigDecimal LATEST_SECOND = BigDecimal.valueOf(99_999_999_999L);

  /** Whether nothing is left; empty where the endpoint does not say. */
  Optional<Boolean> endOfStream() {
    JsonNode value = rest.path("end_of_stream");
    return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
  }

  /** The cursor behind an export's page. */
  Optional<String> afterCursor() {
    return text(rest.path("after_cursor"));
  }

  /** The latest time on a page of an export by time. */
  Optional<Instant> endTime() {
    JsonNode value = rest.path("end_time");
    return value.isNumber()
        ? Optional.of(Instant.ofEpochSecond(value.longValue()))
        : Optional.empty();
  }

  /** The same page. Fails if its time is not plausible. */
  Page timed() throws IOException {
    JsonNode value = rest.path("end_time");
    if (value.isNumber()
        && (value.decimalValue().signum() < 0
            || value.decimalValue().compareTo(LATEST_SECOND) > 0)) {
      throw new IOException("the page's end_time is not a time");
    }
    return this;
  }

  /** Whether there is a link to a next page; some endpoints always have one. */
  boolean hasNextPage() {
    return text(rest.path("next_page")).isPresent();
  }

  /** The source's count: for an export of the records on the page, for a list of all records. */
  Optional<Long> count() {
    JsonNode value = rest.path("count");
    return value.isIntegralNumber() && value.canConvertToLong()
        ? Optional.of(value.longValue())
        : Optional.empty();
  }

  /** Whether a list came by cursor, and whether more follows; empty for one by page number. */
  Optional<Boolean> hasMore() {
    JsonNode value = rest.path("meta").path("has_more");
    return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
  }

  /** The cursor behind a list's page. */
  Optional<String> listCursor() {
    return text(rest.path("meta").path("after_cursor"));
  }

  /** The same page. Fails where it says another number of records than it has. */
  Page counted() throws IOException {
    if (count().isPresent() && count().get() != rows) {
      throw new IOException("the page has " + rows + " records, " + count().get() + " announced");
    }
    return this;
  }

  private static Optional<String> text(JsonNode value) {
    return value.isTextual() && !value.textValue().isBlank()
        ? Optional.of(value.textValue())
        : Optional.empty();
  }
}
