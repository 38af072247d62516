package io.sluice.cli;

import io.sluice.config.NearestWord;
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
                NearestWord.edits(word, candidate)
                        <= 1 + Math.max(word.length(), candidate.length()) / 4
                    || (word.length() >= 3 && candidate.startsWith(word)))
        .min(Comparator.comparingInt(candidate -> NearestWord.edits(word, candidate)));
  }
}
