package io.sluice.run.init;

import io.sluice.settings.Nearest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Columns of samples that are one column of the table, as the source has renamed it: no sample has
 * two of them, their names are the same but for case and signs or one letter, and their types
 * agree. Where less than that speaks for it, somebody has to decide.
 */
final class Renames {
  /** Where more columns are missing in some samples, that is no matter of renaming. */
  private static final int MOST_RARE = 200;

  private static final int SHORTEST_MISSPELT = 4;

  private final Map<Column, Guess> rare = new LinkedHashMap<>();
  private final List<List<Column>> groups = new ArrayList<>();
  private final List<Column> alone = new ArrayList<>();
  private final int samples;

  /** Of all columns of this many samples, with what each of them is. */
  Renames(Map<Column, Guess> columns, int samples) {
    this.samples = samples;
    columns.forEach(
        (column, guess) -> {
          if (column.files() < samples) {
            rare.put(column, guess);
          }
        });
    if (rare.size() > MOST_RARE) {
      rare.clear();
    }
    Set<Column> done = new HashSet<>();
    for (Column column : columns.keySet()) {
      if (!done.contains(column)) {
        List<Column> group = group(column);
        groups.add(group);
        done.addAll(group);
        if (group.size() == 1 && rare.containsKey(column)) {
          alone.add(column);
        }
      }
    }
  }

  /** All columns, those that are one together, the newest name first. */
  List<List<Column>> groups() {
    return groups;
  }

  private List<Column> group(Column column) {
    List<Column> near = new ArrayList<>(withNear(column));
    for (Column one : near) {
      for (Column other : near) {
        if (one != other && (one.sharesSampleWith(other) || !agree(one, other))) {
          return List.of(column);
        }
      }
    }
    near.sort(Comparator.comparingInt(Column::lastSample).reversed());
    return near;
  }

  private Set<Column> withNear(Column column) {
    Set<Column> found = new LinkedHashSet<>(List.of(column));
    Deque<Column> next = new ArrayDeque<>(rare.containsKey(column) ? found : Set.of());
    while (!next.isEmpty()) {
      Column one = next.remove();
      for (Column other : rare.keySet()) {
        if (isSpelling(one.from(), other.from()) && found.add(other)) {
          next.add(other);
        }
      }
    }
    return found;
  }

  private boolean agree(Column one, Column other) {
    return !one.saysType()
        || !other.saysType()
        || (rare.get(one).type().equals(rare.get(other).type())
            && rare.get(one).option().equals(rare.get(other).option()));
  }

  /** Whether two names are one but for case and signs, or for one letter of a longer word. */
  private static boolean isSpelling(String one, String other) {
    List<String> words = Arrays.asList(Names.words(one).split("_", -1));
    List<String> others = Arrays.asList(Names.words(other).split("_", -1));
    if (String.join("", words).equals(String.join("", others))) {
      return true;
    }
    int edits = words.size() == others.size() ? 0 : 2;
    for (int i = 0; i < words.size() && edits < 2; i++) {
      edits += words.get(i).equals(others.get(i)) ? 0 : edits(words.get(i), others.get(i));
    }
    return edits == 1;
  }

  /** Names that differ in a number, or in a short word, mean different things. */
  private static int edits(String word, String other) {
    boolean sameDigits = word.replaceAll("\\D", "").equals(other.replaceAll("\\D", ""));
    return sameDigits && Math.min(word.length(), other.length()) >= SHORTEST_MISSPELT
        ? Nearest.edits(word, other)
        : 2;
  }

  /**
   * A column of older samples of which this one may be the new name: a name that is near, or the
   * only one that is missing where this one is there.
   */
  Optional<Column> older(Column column) {
    return alone.contains(column)
        ? alone.stream()
            .filter(
                other ->
                    other.lastSample() < column.lastSample() && !other.sharesSampleWith(column))
            .filter(
                other ->
                    (alone.size() == 2 && other.files() + column.files() == samples)
                        || isNear(other.from(), column.from()))
            .findFirst()
        : Optional.empty();
  }

  private static boolean isNear(String one, String other) {
    return Math.min(one.length(), other.length()) >= SHORTEST_MISSPELT
        && (Nearest.to(one, List.of(other)).isPresent()
            || Nearest.to(other, List.of(one)).isPresent());
  }
}
