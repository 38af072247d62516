package io.sluice.run.init;

import io.sluice.read.ColumnText;
import io.sluice.settings.Yaml;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.TextForm;
import io.sluice.spec.TextForm.NumberSigns;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Numbers that are written with the same signs: how many digits they have. No type is narrower than
 * they are.
 */
final class Numbers {
  private static final String SIGNS = ".,' \u00a0\u202f";
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:(0|[1-9][0-9]*)(?:\\.([0-9]+))?|\\.([0-9]+))([eE][+-]?[0-9]{1,3})?");
  private static final int LONGEST_WHOLE = 18;
  private static final int MOST_DIGITS = 38;
  private static final int DIGITS_OF_DOUBLE = 15;
  private static final int MOST_DIGITS_OF_DOUBLE = 17;
  private static final int LONGEST_MEANT = 6;
  private static final BigDecimal NEAR = new BigDecimal("1e-9");

  /** What to do about binary fractions. */
  static final String OF_BINARY =
      "some look like binary fractions (59.699999999999996); if it is money, ask the source for"
          + " texts or fewer digits: decimal(p,s) refuses longer ones";

  private static final int MOST_EXPONENT = 290;
  private static final int ROOM = 4;

  private final NumberSigns signs;
  private boolean points;
  private boolean grouped;
  private boolean exponents;
  private int before;
  private int leastBefore = Integer.MAX_VALUE;
  private int behind;
  private int digits;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;
  private boolean compactDates = true;
  private boolean doubles = true;
  private boolean binary;

  Numbers(NumberSigns signs) {
    this.signs = signs;
  }

  /** Whether a number has more than digits, so that it matters how it is written. */
  static boolean hasSigns(String text) {
    return text.chars().anyMatch(c -> SIGNS.indexOf(c) >= 0);
  }

  /** Takes a text; false where it is no number that is written so. */
  boolean add(String text) {
    String usual =
        signs.equals(NumberSigns.USUAL)
            ? text
            : ColumnText.usualNumber(signs, text).orElse("no number");
    Matcher number = NUMBER.matcher(usual);
    if (!number.matches() || Math.abs(exponent(number)) > MOST_EXPONENT) {
      return false;
    }
    int whole = number.group(1) == null ? 0 : number.group(1).length();
    int fraction =
        Stream.of(2, 3).map(number::group).filter(Objects::nonNull).mapToInt(String::length).sum();
    before = Math.max(before, whole);
    leastBefore = Math.min(leastBefore, whole);
    behind = Math.max(behind, fraction);
    digits = Math.max(digits, whole + fraction);
    points |= fraction > 0;
    grouped |= usual.length() < text.length();
    exponents |= number.group(4) != null;
    if (whole + fraction > MOST_DIGITS) {
      doubles = false;
    } else if (whole + fraction >= DIGITS_OF_DOUBLE) {
      addToDoubles(new BigDecimal(usual));
    }
    if (fraction == 0 && number.group(4) == null && whole <= LONGEST_WHOLE) {
      long value = Long.parseLong(usual);
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    compactDates &= text.length() == 8 && isCompactDate(text);
    return true;
  }

  /**
   * Programs that compute with doubles write 59.7 as 59.699999999999996: the fewest digits that
   * name the double, which are many, and next to them a number of few.
   */
  private void addToDoubles(BigDecimal number) {
    BigDecimal bare = number.stripTrailingZeros();
    MathContext asLong = new MathContext(bare.precision());
    doubles &=
        bare.precision() <= DIGITS_OF_DOUBLE
            || (bare.precision() <= MOST_DIGITS_OF_DOUBLE
                && new BigDecimal(bare.doubleValue()).round(asLong).compareTo(bare) == 0);
    if (doubles && bare.precision() >= DIGITS_OF_DOUBLE && bare.scale() > LONGEST_MEANT) {
      BigDecimal change = bare.subtract(bare.setScale(LONGEST_MEANT, RoundingMode.HALF_EVEN)).abs();
      BigDecimal near = NEAR.multiply(bare.abs().min(BigDecimal.ONE));
      binary |= change.compareTo(near) < 0;
    }
  }

  private static int exponent(Matcher number) {
    return number.group(4) == null ? 0 : Integer.parseInt(number.group(4).substring(1));
  }

  private static boolean isCompactDate(String text) {
    TextForm form = new TextForm(0, List.of("yyyyMMdd"), false);
    return ColumnText.isValue(
        new ColumnSpec("d", List.of("d"), Simple.DATE, false, List.of(), true, false, form, ""),
        text);
  }

  /** Adds numbers of digits alone, which are written in any way. */
  Numbers with(Numbers plain) {
    points |= plain.points;
    exponents |= plain.exponents;
    doubles &= plain.doubles;
    binary |= plain.binary;
    before = Math.max(before, plain.before);
    leastBefore = Math.min(leastBefore, plain.leastBefore);
    behind = Math.max(behind, plain.behind);
    digits = Math.max(digits, plain.digits);
    least = Math.min(least, plain.least);
    greatest = Math.max(greatest, plain.greatest);
    compactDates = false;
    return this;
  }

  /** Whether the signs occur, so that another way of writing would not do as well. */
  boolean usesItsSigns() {
    return (signs.grouping() == NumberSigns.NONE || grouped)
        && (signs.decimal() == '.' || points || signs.grouping() == '.');
  }

  boolean hasPoints() {
    return points;
  }

  boolean hasExponents() {
    return exponents;
  }

  /** Whether some are fractions that a double has become, and a double holds all of them. */
  boolean areBinary() {
    return binary && doubles;
  }

  /** The sign before fractions that the numbers show or leave free; nothing if any would do. */
  Optional<DecimalSign> decimal() {
    if (points) {
      return Optional.of(signs.decimal() == ',' ? DecimalSign.COMMA : DecimalSign.POINT);
    }
    return switch (signs.grouping()) {
      case '.' -> Optional.of(DecimalSign.COMMA);
      case ',' -> Optional.of(DecimalSign.POINT);
      default -> Optional.empty();
    };
  }

  /** What the numbers are, in a column of this name. */
  Guess guess(String name) {
    if (areBinary()) {
      return of(Simple.DOUBLE, "numbers, and " + OF_BINARY);
    }
    if (exponents) {
      return digits <= DIGITS_OF_DOUBLE
          ? of(Simple.DOUBLE, "numbers, some with an exponent")
          : Guess.text("numbers with an exponent, of more digits than double holds");
    }
    if (points) {
      return ofFractions();
    }
    if (grouped && signs.grouping() != ',' && before == leastBefore && before > 6) {
      return Guess.text(
          "digits in groups, always " + before + ": codes, or numbers (" + options() + ")");
    }
    if (before > MOST_DIGITS) {
      return Guess.text("whole numbers of more than 38 digits");
    }
    if (before > LONGEST_WHOLE) {
      return of(new ColumnType.Decimal(MOST_DIGITS, 0), "whole numbers of up to " + digits(before));
    }
    return ofWhole(name);
  }

  private Guess ofFractions() {
    int scale = behind <= 2 ? 2 : behind + behind % 2;
    if (before + scale > MOST_DIGITS) {
      return Guess.text("numbers of more than 38 digits");
    }
    int precision = Math.min(MOST_DIGITS, Math.max(18, before + scale + ROOM));
    return of(
        new ColumnType.Decimal(precision, scale),
        "numbers of up to "
            + digits(before)
            + " before the "
            + (signs.decimal() == ',' ? "comma" : "point")
            + " and "
            + digits(behind)
            + " behind it");
  }

  private Guess ofWhole(String name) {
    if (!grouped && Names.isTime(name)) {
      if (compactDates) {
        return new Guess(Simple.DATE, "formats: [yyyyMMdd]", "all values are dates, as yyyyMMdd");
      }
      String epoch = isWithin(1_000_000_000L) ? "s" : isWithin(1_000_000_000_000L) ? "ms" : "us";
      if (!epoch.equals("us") || isWithin(1_000_000_000_000_000L)) {
        return new Guess(
            Simple.TIMESTAMP,
            "from_epoch: " + epoch,
            "a time by its name, " + epoch + " since 1970");
      }
    }
    return of(Simple.BIGINT, "whole numbers of up to " + digits(before));
  }

  private Guess of(ColumnType type, String reason) {
    return new Guess(type, options(), reason + (grouped ? ", in groups" : ""));
  }

  private String options() {
    List<String> options = new ArrayList<>();
    if (points && signs.decimal() != '.') {
      options.add("decimal: " + Yaml.quoted(String.valueOf(signs.decimal())));
    }
    if (grouped) {
      options.add("grouping: " + Yaml.quoted(String.valueOf(signs.grouping())));
    }
    return String.join(", ", options);
  }

  private static String digits(int count) {
    return count == 1 ? "1 digit" : count + " digits";
  }

  /** Of the years 2001 to 2096, in a unit of which 2001 has this many. */
  private boolean isWithin(long since1970) {
    return least >= since1970 && greatest < 4 * since1970;
  }
}
