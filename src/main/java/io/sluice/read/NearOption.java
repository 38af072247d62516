package io.sluice.read;

import io.sluice.error.Printable;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.JobSpec;
import io.sluice.spec.TextForm;
import io.sluice.spec.TextForm.NumberSigns;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a column refuses, in words, with the option of the job file that would take it. An option is
 * named only if the column takes the text with it. Only for people: nothing is read by it.
 */
public final class NearOption {
  private static final int LONGEST = 60;

  /** Of a decimal. */
  private static final int MOST_DIGITS = 38;

  private static final Optional<ZoneId> UTC = Optional.of(ZoneOffset.UTC);

  /** None, or one of those that are known. */
  private static final List<String> TIMES =
      Stream.concat(Stream.of(""), KnownForms.TIMES.stream()).toList();

  private static final Set<ColumnType> WHOLE =
      Set.of(Simple.TINYINT, Simple.SMALLINT, Simple.INT, Simple.BIGINT);

  private static final String NO_FLAG =
      " is neither true nor false; type: boolean with true_values and false_values says which texts"
          + " are";

  private final JobSpec job;
  private final ColumnSpec column;
  private final String text;
  private final boolean trimmed;

  private NearOption(JobSpec job, ColumnSpec column, String text, boolean trimmed) {
    this.job = job;
    this.column = column;
    this.text = text;
    this.trimmed = trimmed;
  }

  /**
   * A text of a column in quarantine, and where its type refuses it, why and what would take it.
   * The text of a column with personal data is left out.
   *
   * @return nothing if the column is not one of the job, or there is nothing to say
   */
  public static Optional<String> words(JobSpec job, String column, String text) {
    return Stream.concat(job.raw().columns().stream(), job.columns().stream())
        .filter(one -> one.name().equals(column))
        .findFirst()
        .flatMap(one -> new NearOption(job, one, text, false).words());
  }

  private Optional<String> words() {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    boolean personal =
        job.columns().stream().anyMatch(one -> one.pii() && one.name().equals(column.name()));
    if (takes(column.form(), text, job.raw().zone())) {
      String quoted = "\"" + shortened(text) + "\"";
      return isNoFlag()
          ? Optional.of((personal ? "a value" : quoted) + NO_FLAG)
          : Optional.of(quoted).filter(shown -> !personal);
    }
    Optional<BadValueException> inner = inner();
    if (inner.isPresent()) {
      BadValueException bad = inner.get();
      return Optional.of(
          column.name()
              + bad.path()
              + ": "
              + (personal ? "a value" : "\"" + shortened(bad.text()) + "\"")
              + " is no "
              + bad.type().text());
    }
    return Optional.of(
        (personal ? "a value" : "\"" + shortened(text) + "\"")
            + " "
            + option().or(this::optionBesideTrim).orElse("is no " + column.type().text()));
  }

  /** Whether the delete flag may be any text, and this one says nothing. */
  private boolean isNoFlag() {
    return job.merge().deleteFlag().filter(column.name()::equals).isPresent()
        && Values.flag(TextForm.USUAL, text).isEmpty();
  }

  /** The failure of a value within the text, if one of these is to blame. */
  private Optional<BadValueException> inner() {
    try {
      Object unused = new Values(job.raw().zone()).of(column, text);
      return Optional.empty();
    } catch (BadValueException e) {
      return Optional.of(e).filter(bad -> !bad.path().isEmpty());
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String shortened(String text) {
    int points = Math.min(LONGEST, text.codePointCount(0, text.length()));
    int end = text.offsetByCodePoints(0, points);
    return Printable.line(text.substring(0, end)) + (end < text.length() ? "..." : "");
  }

  private Optional<String> option() {
    if (takes(column.form(), text.strip(), job.raw().zone())) {
      return reads("normalise: [trim]");
    }
    if (KnownForms.isNull(text)) {
      return Optional.of(
          "is no " + column.type().text() + "; null_values says which texts are null");
    }
    if (column.type() == Simple.BOOLEAN) {
      return Optional.of(
          "is no boolean; true_values and false_values say which texts are true and false");
    }
    if (column.type() == Simple.TIMESTAMP || column.type() == Simple.DATE) {
      return time();
    }
    if (job.raw().zone().isEmpty() && takes(column.form(), text, UTC)) {
      return Optional.of("has times without zone; raw.zone, such as Europe/Berlin, says which");
    }
    return isNumber() ? number() : Optional.empty();
  }

  /** Where the blanks around a value are not all that is wrong with it. */
  private Optional<String> optionBesideTrim() {
    return text.equals(text.strip())
        ? Optional.empty()
        : new NearOption(job, column, text.strip(), true).option();
  }

  private boolean isNumber() {
    return hasFraction() || WHOLE.contains(column.type());
  }

  private boolean hasFraction() {
    return column.type() instanceof ColumnType.Decimal
        || column.type() == Simple.FLOAT
        || column.type() == Simple.DOUBLE;
  }

  private Optional<String> time() {
    if (column.type() == Simple.DATE) {
      return patterns().or(this::timestamp);
    }
    if (takes(column.form(), text, UTC)) {
      return Optional.of(
          job.raw().zone().isEmpty()
              ? "has no zone; raw.zone, such as Europe/Berlin, says which"
              : "is a time that "
                  + job.raw().zone().get()
                  + " never has, as clocks go forward then");
    }
    return epoch().or(this::patterns);
  }

  private Optional<String> timestamp() {
    return takes(Simple.TIMESTAMP, TextForm.USUAL, text, UTC)
            && !takes(Simple.DATE, TextForm.USUAL, text, UTC)
        ? reads("type: timestamp")
        : Optional.empty();
  }

  private Optional<String> epoch() {
    if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    return switch (text.length()) {
      case 10 -> reads("from_epoch: s");
      case 13 -> reads("from_epoch: ms");
      case 16 -> reads("from_epoch: us");
      default -> Optional.empty();
    };
  }

  private Optional<String> patterns() {
    for (String time : column.type() == Simple.DATE ? List.of("") : TIMES) {
      for (List<String> same : dates()) {
        List<String> fitting = new ArrayList<>();
        for (String date : same) {
          if (takes(formats(date + time), text, UTC)) {
            fitting.add(date + time);
          }
        }
        if (!fitting.isEmpty()) {
          boolean takes = takes(formats(fitting.get(0)), text, job.raw().zone());
          Optional<String> swapped =
              column.form().formats().stream()
                  .filter(present -> TextForm.areSwapped(present, fitting.get(0)))
                  .findFirst();
          if (swapped.isPresent()) {
            return Optional.of(inOtherOrder(fitting.get(0), swapped.get()));
          }
          return reads(fitting.stream().map(this::withPresent).toList())
              .map(words -> takes ? words : words + ", with a raw.zone");
        }
      }
    }
    return Optional.empty();
  }

  /** No list may have both patterns: the first would read days of the other as months. */
  private String inOtherOrder(String fitting, String present) {
    return "is no "
        + column.type().text()
        + "; formats: ["
        + fitting
        + "] reads this one; values that "
        + present
        + " read may have day and month swapped: check them";
  }

  /** Where patterns are given, the usual one is one of those that they leave out. */
  private List<List<String>> dates() {
    return column.form().formats().isEmpty()
        ? KnownForms.DATES
        : Stream.concat(Stream.of(List.of("yyyy-MM-dd")), KnownForms.DATES.stream()).toList();
  }

  /** Values that the present patterns take are to be taken as before. */
  private String withPresent(String pattern) {
    return Stream.concat(column.form().formats().stream(), Stream.of(pattern))
        .collect(Collectors.joining(", ", "formats: [", "]"));
  }

  private static TextForm formats(String pattern) {
    return new TextForm(0, List.of(pattern), false);
  }

  private Optional<String> number() {
    Optional<String> wider =
        wider().stream()
            .filter(type -> takes(type, column.form(), text, job.raw().zone()))
            .findFirst()
            .flatMap(type -> reads(typed(type)));
    if (wider.isPresent() && !column.form().numbers().equals(NumberSigns.USUAL)) {
      return wider; // other signs would read other numbers
    }
    List<String> fitting = signs(column.type());
    return fitting.isEmpty() ? wider.or(this::widerWithSigns) : reads(fitting);
  }

  private Optional<String> widerWithSigns() {
    return wider().stream()
        .filter(type -> !signs(type).isEmpty())
        .findFirst()
        .flatMap(
            type -> reads(signs(type).stream().map(sign -> typed(type) + " and " + sign).toList()));
  }

  private static String typed(ColumnType type) {
    return "type: " + (type instanceof ColumnType.Decimal ? '"' + type.text() + '"' : type.text());
  }

  /** Types that lose none of the column's values, those nearest to it first. */
  private List<ColumnType> wider() {
    if (!(column.type() instanceof ColumnType.Decimal decimal)) {
      return WHOLE.contains(column.type()) ? List.of(Simple.BIGINT) : List.of();
    }
    int whole = decimal.precision() - decimal.scale();
    Stream<ColumnType> fractions =
        IntStream.rangeClosed(decimal.scale() + 1, MOST_DIGITS - whole)
            .mapToObj(scale -> new ColumnType.Decimal(whole + scale, scale));
    ColumnType longest = new ColumnType.Decimal(MOST_DIGITS, decimal.scale());
    return Stream.concat(fractions, Stream.of(longest)).toList();
  }

  /** The options that say how numbers are written with which a type takes the text. */
  private List<String> signs(ColumnType type) {
    List<String> fitting = new ArrayList<>();
    for (NumberSigns signs : KnownForms.SIGNS) {
      boolean used =
          signs.grouping() == NumberSigns.NONE
              || text.replace('\u00a0', ' ').replace('\u202f', ' ').indexOf(signs.grouping()) >= 0;
      boolean more = signs.decimal() == '.' || (hasFraction() && text.indexOf(',') >= 0);
      if (used && more && takes(type, numbers(signs), text, job.raw().zone())) {
        String decimal = signs.decimal() == '.' ? "" : "decimal: \"" + signs.decimal() + "\"";
        String grouping =
            signs.grouping() == NumberSigns.NONE ? "" : "grouping: \"" + signs.grouping() + "\"";
        fitting.add(decimal + (decimal.isEmpty() || grouping.isEmpty() ? "" : " and ") + grouping);
      }
    }
    if (!hasFraction() && takes(type, numbers(new NumberSigns(',', '.')), text, job.raw().zone())) {
      fitting.add("grouping: \".\"");
    }
    return fitting;
  }

  private static TextForm numbers(NumberSigns signs) {
    TextForm usual = TextForm.USUAL;
    return new TextForm(
        0, List.of(), false, signs, usual.trueValues(), usual.falseValues(), List.of());
  }

  private Optional<String> reads(String option) {
    return reads(List.of(option));
  }

  private Optional<String> reads(List<String> options) {
    return Optional.of(
        "is no "
            + column.type().text()
            + "; "
            + String.join(" or ", options)
            + (trimmed ? (options.size() == 1 ? " and " : ", and ") + "normalise: [trim]" : "")
            + (options.size() == 1 ? " reads it" : " reads it, say which"));
  }

  private boolean takes(TextForm form, String written, Optional<ZoneId> zone) {
    return takes(column.type(), form, written, zone);
  }

  private boolean takes(ColumnType type, TextForm form, String written, Optional<ZoneId> zone) {
    ColumnSpec as =
        new ColumnSpec("v", List.of("v"), type, false, List.of(), true, false, form, "");
    try {
      Object unused = new Values(zone).of(as, RowParser.normalise(column, written));
      return true;
    } catch (BadValueException | RuntimeException e) {
      return false;
    }
  }
}
