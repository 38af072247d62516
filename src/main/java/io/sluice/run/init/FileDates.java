package io.sluice.run.init;

import io.sluice.read.RawNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pattern of {@code raw.processed_date} by which the names of all files are dates. */
final class FileDates {
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

  private FileDates() {}

  /** Empty where one name is no date, or where they have no pattern in common. */
  static Optional<String> pattern(List<String> files) {
    Set<String> common = new LinkedHashSet<>(candidates(RawNames.stem(files.get(0))));
    common.removeIf(
        pattern ->
            !files.stream()
                .allMatch(file -> RawNames.instant(RawNames.stem(file), pattern).isPresent()));
    return common.stream().findFirst();
  }

  private static List<String> candidates(String stem) {
    List<String> candidates = new ArrayList<>();
    for (String pattern : PATTERNS) {
      String digits = pattern.replace("'", "").replaceAll("[yMdHms]", "[0-9]");
      Matcher found = Pattern.compile("(?<![0-9])" + digits + "(?![0-9])").matcher(stem);
      while (found.find()) {
        String before = literal(stem.substring(0, found.start()));
        candidates.add(before + pattern + literal(stem.substring(found.end())));
      }
    }
    return candidates;
  }

  private static String literal(String text) {
    return text.isEmpty() ? "" : "'" + text.replace("'", "''") + "'";
  }
}
