package io.sluice.run.init;

import io.sluice.read.ColumnText;
import io.sluice.read.KnownForms;
import io.sluice.settings.Yaml;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.TextForm;
import io.sluice.spec.TextForm.NumberSigns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All texts of a column. A type stays possible as long as it takes every text, judged by the reader
 * of runs; beyond that nothing is made narrower than it was seen: numbers keep leading zeros,
 * pluses and all of their digits. Blanks around texts, and texts that sources write for nothing,
 * count neither for nor against a type: the guess has the option that takes them.
 */
final class Texts {
  private static final int LONGEST_TIME = 40;
  private static final int MOST_NULLS = 10;
  private static final List<Set<String>> ENGLISH_FLAGS =
      List.of(Set.of("true", "false"), Set.of("yes", "no"), Set.of("t", "f"), Set.of("y", "n"));
  private static final Pattern ZONE =
      Pattern.compile("(?:Z|UTC|[+-]\\d\\d(?::?\\d\\d)?)$", Pattern.CASE_INSENSITIVE);

  private long count;
  private long values;
  private boolean numeric = true;
  private boolean signed;
  private final Numbers plain = new Numbers(NumberSigns.USUAL);
  private final List<Numbers> written = new ArrayList<>();
  private boolean padded;
  private boolean zoned = true;
  private final Set<String> words = new TreeSet<>();
  private final Set<String> nulls = new TreeSet<>();
  private final List<ColumnSpec> times = new ArrayList<>();

  Texts() {
    times.add(column(Simple.DATE, TextForm.USUAL));
    times.add(column(Simple.TIMESTAMP, TextForm.USUAL));
    Stream.concat(Stream.of(NumberSigns.USUAL), KnownForms.SIGNS.stream())
        .forEach(signs -> written.add(new Numbers(signs)));
  }

  long count() {
    return count;
  }

  /** How many are not blank, and no text that sources write for nothing. */
  long values() {
    return values;
  }

  /** Takes a text, which is not empty. */
  void add(String text) {
    count++;
    String bare = text.strip();
    padded |= bare.length() < text.length();
    if (bare.isEmpty()) {
      return;
    }
    if (KnownForms.isNull(bare) && (nulls.size() < MOST_NULLS || nulls.contains(bare))) {
      nulls.add(bare);
      return;
    }
    values++;
    if (values == 1 && isLikeTime(bare)) {
      addPatterns();
    }
    if (words.size() < 4) {
      words.add(bare.toLowerCase(Locale.ROOT));
    }
    if (numeric) {
      addNumber(bare);
    }
    if (!times.isEmpty()) {
      zoned &= ZONE.matcher(bare).find();
      times.removeIf(column -> bare.length() > LONGEST_TIME || !ColumnText.isValue(column, bare));
    }
  }

  private void addPatterns() {
    List<String> dates =
        KnownForms.DATES.stream()
            .flatMap(List::stream)
            .filter(date -> !date.equals("yyyyMMdd"))
            .toList();
    dates.forEach(pattern -> times.add(column(Simple.DATE, form(pattern))));
    dates.stream()
        .flatMap(date -> KnownForms.TIMES.stream().map(time -> date + time))
        .forEach(pattern -> times.add(column(Simple.TIMESTAMP, form(pattern))));
  }

  private void addNumber(String text) {
    if (Numbers.hasSigns(text)) {
      signed = true;
      written.removeIf(numbers -> !numbers.add(text));
      numeric = !written.isEmpty();
    } else {
      numeric = plain.add(text);
    }
  }

  /** The ways of writing that take all numbers and mean different ones. */
  private List<Numbers> ways() {
    if (!signed) {
      return List.of(plain);
    }
    return written.stream().filter(Numbers::usesItsSigns).toList();
  }

  /** What the numbers of the column say of the sign before fractions. */
  Optional<DecimalSign> decimal() {
    return numeric && signed && ways().size() == 1 ? ways().get(0).decimal() : Optional.empty();
  }

  /** Whether the numbers of the column are doubles, written with all of their digits. */
  boolean areBinary() {
    return numeric && (signed ? ways().stream().anyMatch(Numbers::areBinary) : plain.areBinary());
  }

  /** What cells of CSV are. */
  Guess ofCells(String name, DecimalSign decimal) {
    if (values == 0) {
      return nothing();
    }
    boolean bits = words.stream().allMatch(word -> word.equals("0") || word.equals("1"));
    if (isFlag(name) || (bits && Names.isFlag(name))) {
      return complete(flag());
    }
    return complete(numeric ? ofNumbers(name, decimal) : ofTimes());
  }

  /** What texts of JSON are: digits alone may be meant as text there. */
  Guess ofTexts(String name, DecimalSign decimal) {
    if (values == 0) {
      return nothing();
    }
    if (isFlag(name)) {
      return complete(flag());
    }
    boolean numbers =
        numeric
            && signed
            && !plain.hasExponents()
            && ways().stream().noneMatch(Numbers::hasExponents);
    return complete(numbers ? ofNumbers(name, decimal) : ofTimes());
  }

  /** What numbers of JSON are, where texts beside them stand for nothing. */
  Guess ofNumbers(String name, Texts besides) {
    nulls.addAll(besides.nulls);
    padded |= besides.padded;
    return numeric
        ? complete(ofNumbers(name, DecimalSign.POINT))
        : Guess.text("numbers beyond those that a table holds");
  }

  private Guess nothing() {
    return Guess.text(
        nulls.isEmpty()
            ? "blank in all rows"
            : "nothing but " + quoted() + " (null_values says which texts are null)");
  }

  private Guess flag() {
    String reason = "all values are " + String.join(" or ", words);
    return otherFlag()
        .map(
            flag ->
                new Guess(
                    Simple.BOOLEAN,
                    "true_values: ["
                        + Yaml.quoted(flag.get(0))
                        + "], false_values: ["
                        + Yaml.quoted(flag.get(1))
                        + "]",
                    reason))
        .orElseGet(() -> Guess.of(Simple.BOOLEAN, reason));
  }

  /** With the options for blanks and for texts that stand for nothing. */
  private Guess complete(Guess guess) {
    if (guess.type() == Simple.STRING) {
      return Guess.text(
          guess.reason()
              + (padded ? ", some with blanks around it (normalise: [trim])" : "")
              + (nulls.isEmpty() ? "" : "; " + quoted() + " stays text without null_values"));
    }
    List<String> options = new ArrayList<>();
    if (!guess.option().isEmpty()) {
      options.add(guess.option());
    }
    if (padded) {
      options.add("normalise: [trim]");
    }
    if (!nulls.isEmpty()) {
      options.add(
          "null_values: ["
              + String.join(
                  ", ", Stream.concat(Stream.of(""), nulls.stream()).map(Yaml::quoted).toList())
              + "]");
    }
    return new Guess(
        guess.type(),
        String.join(", ", options),
        guess.reason()
            + (padded ? ", some with blanks around them" : "")
            + (nulls.isEmpty() ? "" : "; " + quoted() + " is taken for null"),
        guess.lacksZone());
  }

  private String quoted() {
    return String.join(" or ", nulls.stream().map(text -> "\"" + text + "\"").toList());
  }

  private Guess ofNumbers(String name, DecimalSign decimal) {
    List<Numbers> ways = ways();
    if (ways.size() > 1) {
      ways = ways.stream().filter(way -> isOf(decimal, way)).toList();
    }
    if (ways.size() != 1) {
      return Guess.text(
          "numbers, and their sign may stand before fractions or between thousands: write the type,"
              + " and decimal or grouping");
    }
    return (signed ? ways.get(0).with(plain) : plain).guess(name);
  }

  private static boolean isOf(DecimalSign decimal, Numbers way) {
    DecimalSign shown = way.decimal().orElse(DecimalSign.UNKNOWN);
    return switch (decimal) {
      case POINT, COMMA -> shown == decimal;
      case PROBABLY_POINT -> shown == DecimalSign.POINT && way.hasPoints();
      case UNKNOWN -> false;
    };
  }

  private Guess ofTimes() {
    if (times.isEmpty()) {
      return Guess.text("text");
    }
    ColumnSpec first = times.get(0);
    List<String> patterns = first.form().formats();
    if (patterns.isEmpty()) {
      return first.type() == Simple.DATE
          ? Guess.of(first.type(), "dates")
          : new Guess(first.type(), "", "timestamps", !zoned);
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
    boolean needsZone = first.type() == Simple.TIMESTAMP && !TextForm.hasZone(pattern);
    return new Guess(
        first.type(),
        "formats: [" + Yaml.quoted(pattern) + "]",
        "all values are written " + pattern + (needsZone ? ", without a zone: see raw.zone" : ""),
        needsZone);
  }

  private static boolean isDayFirst(String pattern) {
    return pattern.indexOf('d') < pattern.indexOf('M');
  }

  private boolean isFlag(String name) {
    boolean sure =
        Set.of("true", "false").containsAll(words) || Set.of("yes", "no").containsAll(words);
    boolean possible =
        ENGLISH_FLAGS.stream().anyMatch(two -> two.containsAll(words)) || otherFlag().isPresent();
    return sure || (possible && (words.size() == 2 || Names.isFlag(name)));
  }

  /** The words of another language for true and false. */
  private Optional<List<String>> otherFlag() {
    return ENGLISH_FLAGS.stream().anyMatch(two -> two.containsAll(words))
        ? Optional.empty()
        : KnownForms.FLAGS.stream().filter(flag -> flag.containsAll(words)).findFirst();
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
