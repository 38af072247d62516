package io.sluice.run.init;

import io.sluice.read.ColumnText;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.TextForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All texts of a column. A type stays possible as long as it takes every text, judged by the reader
 * of runs; beyond that nothing is made narrower than it was seen: numbers keep leading zeros, signs
 * and all of their digits.
 */
final class Texts {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:(0|[1-9][0-9]*)(?:\\.([0-9]+))?|\\.([0-9]+))([eE][+-]?[0-9]{1,3})?");
  private static final int LONGEST_WHOLE = 18;
  private static final int MOST_DIGITS = 38;
  private static final int DIGITS_OF_DOUBLE = 15;
  private static final int MOST_EXPONENT = 290;
  private static final int LONGEST_TIME = 40;
  private static final int ROOM = 4;
  private static final List<String> DATES =
      List.of(
          "dd/MM/yyyy",
          "MM/dd/yyyy",
          "d/M/yyyy",
          "M/d/yyyy",
          "dd-MM-yyyy",
          "MM-dd-yyyy",
          "d-M-yyyy",
          "M-d-yyyy",
          "dd.MM.yyyy",
          "d.M.yyyy",
          "yyyy/MM/dd",
          "yyyy/M/d",
          "yyyy.MM.dd",
          "dd-MMM-yyyy",
          "d-MMM-yyyy",
          "d MMM yyyy",
          "d MMMM yyyy",
          "MMM d, yyyy",
          "MMMM d, yyyy");
  private static final List<String> TIMES =
      List.of(
          " HH:mm",
          " HH:mm:ss",
          " HH:mm:ss.SSS",
          " h:mm a",
          " h:mm:ss a",
          " H:mm",
          " H:mm:ss",
          "'T'HH:mm:ss");

  private long count;
  private boolean plainNumbers = true;
  private boolean points;
  private boolean exponents;
  private int before;
  private int behind;
  private int digits;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;
  private boolean padded;
  private boolean compactDates = true;
  private final Set<String> words = new TreeSet<>();
  private final List<ColumnSpec> times = new ArrayList<>();

  Texts() {
    times.add(column(Simple.DATE, TextForm.USUAL));
    times.add(column(Simple.TIMESTAMP, TextForm.USUAL));
  }

  long count() {
    return count;
  }

  /** Takes a text, which is not empty. */
  void add(String text) {
    if (count == 0 && isLikeTime(text)) {
      DATES.forEach(pattern -> times.add(column(Simple.DATE, form(pattern))));
      DATES.stream()
          .flatMap(date -> TIMES.stream().map(time -> date + time))
          .forEach(pattern -> times.add(column(Simple.TIMESTAMP, form(pattern))));
    }
    count++;
    if (words.size() < 4) {
      words.add(text.toLowerCase(Locale.ROOT));
    }
    padded |= !text.equals(text.strip());
    if (plainNumbers) {
      addNumber(text);
    }
    if (!times.isEmpty()) {
      times.removeIf(column -> text.length() > LONGEST_TIME || !ColumnText.isValue(column, text));
    }
  }

  private void addNumber(String text) {
    Matcher number = NUMBER.matcher(text);
    plainNumbers = number.matches() && Math.abs(exponent(number)) <= MOST_EXPONENT;
    if (!plainNumbers) {
      return;
    }
    int whole = number.group(1) == null ? 0 : number.group(1).length();
    int fraction =
        Stream.of(2, 3).map(number::group).filter(Objects::nonNull).mapToInt(String::length).sum();
    before = Math.max(before, whole);
    behind = Math.max(behind, fraction);
    digits = Math.max(digits, whole + fraction);
    points |= fraction > 0;
    exponents |= number.group(4) != null;
    if (fraction == 0 && number.group(4) == null && whole <= LONGEST_WHOLE) {
      long value = Long.parseLong(text);
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    compactDates &=
        text.length() == 8 && ColumnText.isValue(column(Simple.DATE, form("yyyyMMdd")), text);
  }

  private static int exponent(Matcher number) {
    return number.group(4) == null ? 0 : Integer.parseInt(number.group(4).substring(1));
  }

  /** What cells of CSV are. */
  Guess ofCells(String name) {
    boolean bits = words.stream().allMatch(word -> word.equals("0") || word.equals("1"));
    if (isFlag(name) || (bits && Names.isFlag(name))) {
      return Guess.of(Simple.BOOLEAN, "all values are " + String.join(" or ", words));
    }
    return plainNumbers ? ofNumbers(name) : ofTimes();
  }

  /** What texts of JSON are: digits alone may be meant as text there. */
  Guess ofTexts(String name) {
    if (isFlag(name)) {
      return Guess.of(Simple.BOOLEAN, "all values are " + String.join(" or ", words));
    }
    return plainNumbers && points && !exponents ? ofNumbers(name) : ofTimes();
  }

  /** What numbers are. */
  Guess ofNumbers(String name) {
    if (!plainNumbers) {
      return Guess.text("numbers beyond those that a table holds");
    }
    if (exponents) {
      return digits <= DIGITS_OF_DOUBLE
          ? Guess.of(Simple.DOUBLE, "numbers, some with an exponent")
          : Guess.text("numbers with an exponent, of more digits than double holds");
    }
    if (points) {
      return ofFractions();
    }
    if (before > MOST_DIGITS) {
      return Guess.text("whole numbers of more than 38 digits");
    }
    if (before > LONGEST_WHOLE) {
      return Guess.of(
          new ColumnType.Decimal(MOST_DIGITS, 0), "whole numbers of up to " + digits(before));
    }
    return ofWhole(name);
  }

  private Guess ofFractions() {
    int scale = behind <= 2 ? 2 : behind + behind % 2;
    if (before + scale > MOST_DIGITS) {
      return Guess.text("numbers of more than 38 digits");
    }
    int precision = Math.min(MOST_DIGITS, Math.max(18, before + scale + ROOM));
    return Guess.of(
        new ColumnType.Decimal(precision, scale),
        "numbers of up to "
            + digits(before)
            + " before the point and "
            + digits(behind)
            + " behind it");
  }

  private Guess ofWhole(String name) {
    if (Names.isTime(name)) {
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
    return Guess.of(Simple.BIGINT, "whole numbers of up to " + digits(before));
  }

  private static String digits(int count) {
    return count == 1 ? "1 digit" : count + " digits";
  }

  /** Of the years 2001 to 2096, in a unit of which 2001 has this many. */
  private boolean isWithin(long since1970) {
    return least >= since1970 && greatest < 4 * since1970;
  }

  private Guess ofTimes() {
    if (times.isEmpty()) {
      return Guess.text(padded ? "text, some with blanks around it (normalise: [trim])" : "text");
    }
    ColumnSpec first = times.get(0);
    List<String> patterns = first.form().formats();
    if (patterns.isEmpty()) {
      return Guess.of(first.type(), first.type() == Simple.DATE ? "dates" : "timestamps");
    }
    String pattern = patterns.get(0);
    for (ColumnSpec other : times) {
      String otherPattern = other.form().formats().get(0);
      if (isDayFirst(pattern) != isDayFirst(otherPattern)) {
        return Guess.text(
            "dates, and both "
                + pattern
                + " and "
                + otherPattern
                + " fit: write the type and formats: [...]");
      }
    }
    return new Guess(
        first.type(),
        "formats: [" + Yaml.quoted(pattern) + "]",
        "all values are written " + pattern + (first.type() == Simple.DATE ? "" : "; read as UTC"));
  }

  private static boolean isDayFirst(String pattern) {
    return pattern.indexOf('d') < pattern.indexOf('M');
  }

  private boolean isFlag(String name) {
    if (Set.of("true", "false").containsAll(words) || Set.of("yes", "no").containsAll(words)) {
      return true;
    }
    boolean letters =
        Stream.of(Set.of("t", "f"), Set.of("y", "n")).anyMatch(two -> two.containsAll(words));
    return letters && (words.size() == 2 || Names.isFlag(name));
  }

  private static boolean isLikeTime(String text) {
    return text.length() >= 8
        && text.length() <= LONGEST_TIME
        && text.chars().anyMatch(c -> c >= '0' && c <= '9');
  }

  private static TextForm form(String pattern) {
    return new TextForm(0, List.of(pattern), false);
  }

  private static ColumnSpec column(ColumnType type, TextForm form) {
    return new ColumnSpec(
        "sample", List.of("sample"), type, false, List.of(), true, false, form, "");
  }
}
