package io.sluice.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody meant. */
public final class NearestWord {
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

  /** The Levenshtein distance; two neighbours that changed places count as one edit. */
  public static int edits(String from, String to) {
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int least = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
        least = Math.min(least, edits[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        edits[i][j] = swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
      }
    }
    return edits[from.length()][to.length()];
  }
}
