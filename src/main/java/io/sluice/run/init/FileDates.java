package io.sluice.run.init;

import io.sluice.read.RawNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the names of all files are dates.
 *
 * @param before the text before the date
 * @param date a pattern
 * @param after the text behind the date
 */
record FileDates(String before, String date, String after) {
  private static final List<String> PATTERNS =
      List.of(
          "yyyy-MM-dd'T'HH-mm-ss'Z'",
          "yyyyMMdd'T'HHmmss'Z'",
          "yyyy-MM-dd'T'HH-mm-ss",
          "yyyy-MM-dd_HH-mm-ss",
          "yyyyMMdd'T'HHmmss",
          "yyyyMMdd-HHmmss",
          "yyyyMMdd_HHmmss",
          "yyyyMMddHHmmss",
          "yyyy-MM-dd",
          "yyyy_MM_dd",
          "yyyyMMdd",
          "yyyy-MM",
          "yyyy_MM",
          "yyyyMM");

  /** Empty where one name is no date, or where they have no pattern in common. */
  static Optional<FileDates> of(List<String> files) {
    Set<FileDates> common = new LinkedHashSet<>(candidates(RawNames.stem(files.get(0))));
    common.removeIf(
        dates ->
            !files.stream()
                .allMatch(
                    file -> RawNames.instant(RawNames.stem(file), dates.pattern()).isPresent()));
    return common.stream().findFirst();
  }

  private static List<FileDates> candidates(String stem) {
    List<FileDates> candidates = new ArrayList<>();
    for (String pattern : PATTERNS) {
      String digits = pattern.replace("'", "").replaceAll("[yMdHms]", "[0-9]");
      Matcher found = Pattern.compile("(?<![0-9])" + digits + "(?![0-9])").matcher(stem);
      while (found.find()) {
        candidates.add(
            new FileDates(stem.substring(0, found.start()), pattern, stem.substring(found.end())));
      }
    }
    return candidates;
  }

  /** The pattern of {@code raw.processed_date}. */
  String pattern() {
    return literal(before) + date + literal(after);
  }

  private static String literal(String text) {
    return text.isEmpty() ? "" : "'" + text.replace("'", "''") + "'";
  }
}
