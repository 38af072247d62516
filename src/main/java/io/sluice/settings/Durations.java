package io.sluice.settings;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as files write them: {@code 26h}, {@code 2d}, {@code 90m}, or ISO 8601's {@code PT26H}.
 */
final class Durations {
  private static final Pattern SHORT = Pattern.compile("([0-9]+)(ms|s|m|h|d)");

  /** A longer one would overflow dates. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final int MOST_DIGITS = 14;

  private Durations() {}

  /**
   * Parses a duration of zero or more.
   *
   * @throws IllegalArgumentException if it is negative, endless or no duration, with a message for
   *     people
   */
  static Duration parse(String text) {
    Duration duration = parsed(text);
    if (duration.compareTo(LONGEST) > 0) {
      throw tooLong(text);
    }
    return duration;
  }

  /**
   * Parses a duration of a millisecond or more.
   *
   * @throws IllegalArgumentException as {@link #parse} does, and if it is shorter
   */
  static Duration parseWait(String text) {
    Duration duration = parse(text);
    if (duration.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is shorter than 1ms; write that or more");
    }
    return duration;
  }

  private static IllegalArgumentException tooLong(String text) {
    return new IllegalArgumentException(
        "\"" + text + "\" is longer than " + LONGEST.toDays() + "d; write that or less");
  }

  private static Duration parsed(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (matcher.matches()) {
      if (matcher.group(1).length() > MOST_DIGITS) {
        throw tooLong(text);
      }
      long amount = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default -> Duration.ofDays(amount);
      };
    }
    if (text.startsWith("-")) {
      throw new IllegalArgumentException("\"" + text + "\" is negative; write 0s or more");
    }
    try {
      Duration iso = Duration.parse(text);
      if (iso.isNegative()) {
        throw new IllegalArgumentException("\"" + text + "\" is negative; write 0s or more");
      }
      return iso;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a duration; write a number and ms, s, m, h or d, such as 26h",
          e);
    }
  }
}
