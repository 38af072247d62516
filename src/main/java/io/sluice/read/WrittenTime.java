package io.sluice.read;

import io.sluice.spec.ColumnType;
import io.sluice.spec.TextForm;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Dates and instants of columns that say how theirs are written: numbers, or own patterns. */
final class WrittenTime {
  private static final Map<String, DateTimeFormatter> FORMATTERS = new ConcurrentHashMap<>();
  private static final long NANOS = 1_000_000_000L;

  /** Beyond the year 9999, either way. */
  private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(1_000_000_000_000L);

  /** More than the years 1 to 9999 have in any unit. */
  private static final int MOST_DIGITS = 30;

  private WrittenTime() {}

  /**
   * The value of a text in the column's form; an instant may be finer than a microsecond.
   *
   * @param zone of times whose pattern has none
   */
  static Object of(ColumnType type, TextForm form, String text, Optional<ZoneId> zone)
      throws BadValueException {
    if (form.isEpoch()) {
      return ofEpoch(text, form.epochUnitsPerSecond());
    }
    for (String pattern : form.formats()) {
      Optional<TemporalAccessor> parsed = parsed(pattern, text);
      if (parsed.isPresent()) {
        return type == ColumnType.Simple.DATE ? date(parsed.get()) : instant(parsed.get(), zone);
      }
    }
    throw new BadValueException("not of the form " + String.join(" or ", form.formats()));
  }

  private static Instant ofEpoch(String text, long perSecond) throws BadValueException {
    if (!Values.isNumber(text)) {
      throw new BadValueException("not a number since 1970");
    }
    BigDecimal number = new BigDecimal(text);
    if (Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS
        || number.scale() > 2 * MOST_DIGITS) {
      throw TemporalText.outOfRange();
    }
    BigDecimal nanos =
        number.multiply(BigDecimal.valueOf(NANOS / perSecond)).setScale(0, RoundingMode.FLOOR);
    BigDecimal perNano = BigDecimal.valueOf(NANOS);
    BigDecimal second = nanos.divide(perNano, 0, RoundingMode.FLOOR);
    if (second.abs().compareTo(MOST_SECONDS) > 0) {
      throw TemporalText.outOfRange();
    }
    BigDecimal rest = nanos.subtract(second.multiply(perNano));
    return TemporalText.inRange(Instant.ofEpochSecond(second.longValueExact(), rest.intValue()));
  }

  private static Optional<TemporalAccessor> parsed(String pattern, String text) {
    try {
      return Optional.of(FORMATTERS.computeIfAbsent(pattern, TextForm::formatter).parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalDate date(TemporalAccessor parsed) throws BadValueException {
    LocalDate date = parsed.query(TemporalQueries.localDate());
    if (date == null) {
      throw new BadValueException("no whole date");
    }
    if (date.getYear() < 1 || date.getYear() > 9999) {
      throw TemporalText.outOfRange();
    }
    return date;
  }

  private static Instant instant(TemporalAccessor parsed, Optional<ZoneId> zone)
      throws BadValueException {
    LocalTime time = parsed.query(TemporalQueries.localTime());
    LocalDateTime local = LocalDateTime.of(date(parsed), time == null ? LocalTime.MIDNIGHT : time);
    return TemporalText.instant(
        local, Optional.ofNullable(parsed.query(TemporalQueries.zone())).or(() -> zone));
  }
}
