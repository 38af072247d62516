package io.sluice.http;

import io.sluice.settings.Section;
import java.time.Duration;

/**
 * Retries and limits of requests to a server; each connection may set them.
 *
 * @param retryDelay before the first retry; it doubles
 * @param longestRetryDelay what it doubles up to
 * @param tries of one request, the first included
 * @param pollDelay before a job is looked at again; it doubles
 * @param longestPollDelay what it doubles up to
 * @param giveUpAfter how long one run waits for a job
 * @param connectTimeout for a connection
 * @param answerTimeout from the request to the answer's first line
 * @param stallTimeout how long a body may stand still
 * @param requestsPerMinute how often a server is asked at most
 */
public record Pace(
    Duration retryDelay,
    Duration longestRetryDelay,
    int tries,
    Duration pollDelay,
    Duration longestPollDelay,
    Duration giveUpAfter,
    Duration connectTimeout,
    Duration answerTimeout,
    Duration stallTimeout,
    long requestsPerMinute) {

  /** Reads the settings of a connection. */
  public static Pace of(Section connection) {
    return new Pace(
        connection.wait("retry_delay").orElse(Duration.ofMillis(500)),
        connection.wait("retry_delay_max").orElse(Duration.ofSeconds(30)),
        (int) Math.min(connection.number("tries", 1).orElse(8L), 1000),
        connection.wait("poll_delay").orElse(Duration.ofSeconds(1)),
        connection.wait("poll_delay_max").orElse(Duration.ofSeconds(30)),
        connection.duration("give_up_after").orElse(Duration.ofHours(12)),
        connection.wait("connect_timeout").orElse(Duration.ofSeconds(20)),
        connection.wait("answer_timeout").orElse(Duration.ofMinutes(5)),
        connection.wait("stall_timeout").orElse(Duration.ofMinutes(5)),
        connection.number("requests_per_minute", 1).orElse(600L));
  }

  /** The delay that follows one of this length. */
  public Duration nextPoll(Duration delay) {
    Duration doubled = delay.multipliedBy(2);
    return doubled.compareTo(longestPollDelay) > 0 ? longestPollDelay : doubled;
  }
}
