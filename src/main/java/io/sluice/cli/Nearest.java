package io.sluice.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that somebody may have meant. */
final class Nearest {
  private Nearest() {}

  /** The known word with the fewest edits from the given one; empty where none is close. */
  static Optional<String> to(String word, Collection<String> known) {
    return known.stream()
        .filter(
            candidate ->
                edits(word, candidate) <= 1 + Math.max(word.length(), candidate.length()) / 4
                    || (word.length() >= 3 && candidate.startsWith(word)))
        .min(Comparator.comparingInt(candidate -> edits(word, candidate)));
  }

  /** Levenshtein's distance, with two neighbours that changed places as one edit. */
  private static int edits(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : fewest(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int fewest(int[][] cost, String from, String to, int i, int j) {
    int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
    int fewest =
        Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(fewest, cost[i - 2][j - 2] + 1) : fewest;
  }
}
