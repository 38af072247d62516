package io.sluice.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody meant. */
final class NearestWord {
  private NearestWord() {}

  /** Returns the known word with the fewest edits from this one; empty where all are far off. */
  static Optional<String> of(String word, Collection<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    int most = word.length() < 3 ? 1 : Math.max(2, word.length() / 3);
    return known.stream()
        .filter(candidate -> edits(lower, candidate.toLowerCase(Locale.ROOT)) <= most)
        .min(Comparator.comparingInt(c -> edits(lower, c.toLowerCase(Locale.ROOT))));
  }

  /** Returns {@code ; did you mean "x"?}, or a list of all known words. */
  static String hint(String word, Collection<String> known) {
    return of(word, known)
        .map(nearest -> "; did you mean \"" + nearest + "\"?")
        .orElseGet(() -> known.isEmpty() ? "" : "; they are " + String.join(", ", known));
  }

  /** The Levenshtein distance. */
  static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
