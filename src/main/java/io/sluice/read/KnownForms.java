package io.sluice.read;

import io.sluice.spec.TextForm.NumberSigns;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How sources are known to write dates, times, numbers and nulls. For guesses and advice alone:
 * nothing is read by it that a job file does not say.
 */
public final class KnownForms {
  /** Patterns of dates, each with what the same text may mean as well. */
  public static final List<List<String>> DATES =
      List.of(
          List.of("dd/MM/yyyy", "MM/dd/yyyy"),
          List.of("d/M/yyyy", "M/d/yyyy"),
          List.of("dd-MM-yyyy", "MM-dd-yyyy"),
          List.of("d-M-yyyy", "M-d-yyyy"),
          List.of("dd.MM.yyyy"),
          List.of("d.M.yyyy"),
          List.of("yyyy/MM/dd"),
          List.of("yyyy/M/d"),
          List.of("yyyy.MM.dd"),
          List.of("yyyyMMdd"),
          List.of("dd-MMM-yyyy"),
          List.of("d-MMM-yyyy"),
          List.of("dd MMM yyyy"),
          List.of("d MMM yyyy"),
          List.of("d MMMM yyyy"),
          List.of("MMM d, yyyy"),
          List.of("MMMM d, yyyy"));

  /** What stands behind a date where it has a time. */
  public static final List<String> TIMES =
      List.of(
          " HH:mm",
          " HH:mm:ss",
          " HH:mm:ss.SSS",
          "'T'HH:mm:ss",
          " hh:mm a",
          " hh:mm:ss a",
          " h:mm a",
          " h:mm:ss a",
          " H:mm",
          " H:mm:ss",
          "HHmmss",
          " HH:mm:ss xxx",
          " HH:mm:ss xx");

  /** Signs of numbers, without the usual ones. */
  public static final List<NumberSigns> SIGNS =
      Stream.of(",\0", ".,", ",.", ". ", ", ", ".'", ",'")
          .map(signs -> new NumberSigns(signs.charAt(0), signs.charAt(1)))
          .toList();

  /** Words for true and false that are not English, in lower case. */
  public static final List<List<String>> FLAGS =
      List.of(
          List.of("ja", "nein"),
          List.of("j", "n"),
          List.of("wahr", "falsch"),
          List.of("oui", "non"),
          List.of("vrai", "faux"),
          List.of("si", "no"),
          List.of("s\u00ed", "no"),
          List.of("ja", "nee"),
          List.of("ja", "nej"),
          List.of("sim", "n\u00e3o"),
          List.of("tak", "nie"));

  private static final Set<String> NULLS =
      Set.of("null", "nil", "none", "n/a", "na", "\\n", "-", "--", "#n/a", "nan", "?");

  private KnownForms() {}

  /** Whether sources write a text, in any case, where they have no value. */
  public static boolean isNull(String text) {
    return NULLS.contains(text.toLowerCase(Locale.ROOT));
  }
}
