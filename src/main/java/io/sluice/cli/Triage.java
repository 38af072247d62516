package io.sluice.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * What of many datasets a person needs to see: those that need somebody first. A screen of them is
 * shown whole; of more, the fine ones are only counted.
 *
 * @param shown those with a line of their own
 * @param counted the others
 */
record Triage<T>(List<T> shown, List<T> counted) {
  private static final int FEW = 10;

  /**
   * Sorts datasets, unless all are to be shown in their own order.
   *
   * @param gravity 0 for a fine dataset; the greater, the sooner it needs somebody
   * @param named whether the user asked for this very dataset
   */
  static <T> Triage<T> of(
      View view, List<T> datasets, ToIntFunction<T> gravity, Predicate<T> named) {
    if (view.whole()) {
      return new Triage<>(datasets, List.of());
    }
    List<T> sorted = new ArrayList<>(datasets);
    sorted.sort(Comparator.comparingInt(gravity).reversed());
    Predicate<T> shown =
        one -> datasets.size() <= FEW || gravity.applyAsInt(one) > 0 || named.test(one);
    return new Triage<>(
        sorted.stream().filter(shown).toList(),
        sorted.stream().filter(Predicate.not(shown)).toList());
  }
}
