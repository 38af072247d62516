package io.sluice.extract.zendesk;

import io.sluice.demo.Fault;
import io.sluice.demo.ZendeskServer.Mishap;
import io.sluice.demo.ZendeskServer.Spoil;
import java.time.Duration;
import java.util.Map;

/** What may go wrong with one answer of Zendesk. */
enum Wrong {
  /** The connection ends before a byte of the answer. */
  RESET_BEFORE(Mishap.of(new Fault.HangUp())),
  /** The connection ends in the middle of the body, which is shorter than announced. */
  CUT_BODY(Mishap.of(new Fault.Cut(60))),
  /** Valid JSON up to its middle, and then the end. */
  CUT_JSON(Mishap.of(new Fault.Garbage("{\"tickets\":[{\"id\":1},{\"id\""))),
  HTML(Mishap.of(new Fault.Garbage("<html><body>We will be back soon.</body></html>"))),
  OTHER_JSON(Mishap.of(new Fault.Garbage("{\"error\":\"none of your business\"}"))),
  SERVER_ERROR(status(500, Map.of(), "Internal Server Error")),
  UNAVAILABLE(status(503, Map.of("Retry-After", "1"), "")),
  TOO_MANY(status(429, Map.of("Retry-After", "1"), "{\"error\":\"APIRateLimitExceeded\"}")),
  TOO_MANY_SILENT(status(429, Map.of(), "Rate limit exceeded")),
  UNAUTHORIZED(status(401, Map.of(), "{\"error\":\"Couldn't authenticate you\"}")),
  TOO_RECENT(status(400, Map.of(), "{\"error\":\"StartTimeTooRecent\"}")),
  TOO_RECENT_OLD(
      status(
          422,
          Map.of(),
          "{\"error\":\"InvalidValue\",\"description\":\"Too recent start_time. Use a start_time"
              + " older than 5 minutes\"}")),
  SLOW(Mishap.of(new Fault.Delay(Duration.ofMillis(300)))),
  STALL(Mishap.of(new Fault.Stall(Duration.ofSeconds(3)))),
  WRONG_COUNT(Mishap.of(Spoil.WRONG_COUNT)),
  CIRCLE(Mishap.of(Spoil.CIRCLE)),
  EMPTY_PAGE(Mishap.of(Spoil.EMPTY_PAGE));

  /** A record of records. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Mishap mishap;

  Wrong(Mishap mishap) {
    this.mishap = mishap;
  }

  Mishap mishap() {
    return mishap;
  }

  private static Mishap status(int status, Map<String, String> headers, String body) {
    return Mishap.of(new Fault.Status(status, headers, body));
  }
}
