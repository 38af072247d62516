package io.sluice.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that is nearest to a wrong one. */
public final class Nearest {
  private static final int SHORTEST_BEGINNING = 3;

  /** A longer text is no word that somebody mistyped. */
  private static final int LONGEST = 200;

  private Nearest() {}

  /**
   * The known word with the fewest edits from this one; case does not matter. Words with many edits
   * are left out, unless they begin with this one.
   */
  public static Optional<String> to(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String lower = word.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(candidate -> isNear(lower, candidate.toLowerCase(Locale.ROOT)))
        .min(Comparator.comparingInt(c -> edits(lower, c.toLowerCase(Locale.ROOT))));
  }

  /** Returns {@code ; did you mean "x"?}, or a list of all known words. */
  public static String hint(String word, Collection<String> known) {
    return to(word, known)
        .map(nearest -> "; did you mean \"" + nearest + "\"?")
        .orElseGet(() -> known.isEmpty() ? "" : "; they are " + String.join(", ", known));
  }

  private static boolean isNear(String word, String candidate) {
    int most = word.length() < 3 ? 1 : Math.max(2, word.length() / 3);
    return edits(word, candidate) <= most
        || (word.length() >= SHORTEST_BEGINNING && candidate.startsWith(word));
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
