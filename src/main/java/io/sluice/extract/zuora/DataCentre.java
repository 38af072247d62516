package io.sluice.extract.zuora;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The local time of a data centre: AQuA writes times without a zone. Those in the USA have Pacific
 * time with daylight saving, those in Europe UTC; an unknown host is taken for UTC.
 */
record DataCentre(ZoneId zone) {
  private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /** The data centre that a host belongs to. */
  static DataCentre of(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    boolean known = name.equals("zuora.com") || name.endsWith(".zuora.com");
    return new DataCentre(known && !name.contains(".eu.") ? PACIFIC : ZoneOffset.UTC);
  }

  /**
   * The instant of a time such as {@code 2026-01-05 02:00:07}. In the hour that daylight saving
   * repeats, the instant nearest to {@code about}.
   */
  Optional<Instant> instant(String text, Instant about) {
    try {
      LocalDateTime local = LocalDateTime.parse(text.strip().replace('T', ' '), TIME);
      List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
      return offsets.isEmpty()
          ? Optional.of(local.atZone(zone).toInstant())
          : offsets.stream()
              .map(local::toInstant)
              .min(Comparator.comparing(instant -> Duration.between(instant, about).abs()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * The time to send as the beginning of a window: at or before the instant, however the other side
   * reads it. An hour that daylight saving repeats is left to its beginning.
   */
  String windowStart(Instant from) {
    LocalDateTime local = LocalDateTime.ofInstant(from, zone);
    if (zone.getRules().getValidOffsets(local).size() > 1) {
      local = zone.getRules().getTransition(local).getDateTimeAfter().minusSeconds(1);
    }
    return TIME.format(local);
  }
}
