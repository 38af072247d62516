package io.sluice.run.init;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether the first record of a CSV file names the columns, or is data. */
final class HeaderLine {
  private static final Pattern YEAR = Pattern.compile("(?:19|20)[0-9]{2}");
  private static final Pattern NUMBER = Pattern.compile("[-+]?[.,]?[0-9][0-9.,' \\u00a0\\u202f]*");
  private static final Pattern TIME =
      Pattern.compile("[0-9]{1,4}([-./])[0-9]{1,2}\\1[0-9]{1,4}(?:[T ].*)?");
  private static final Pattern ADDRESS = Pattern.compile("[^@ ]+@[^@ ]+\\.[^@ ]+");

  private HeaderLine() {}

  private enum Kind {
    TEXT,
    NUMBER,
    TIME,
    ADDRESS
  }

  private static Optional<Kind> kind(String cell) {
    String bare = cell.strip();
    if (bare.isEmpty()) {
      return Optional.empty();
    }
    if (TIME.matcher(bare).matches()) {
      return Optional.of(Kind.TIME);
    }
    if (NUMBER.matcher(bare).matches()) {
      return Optional.of(Kind.NUMBER);
    }
    return Optional.of(ADDRESS.matcher(bare).matches() ? Kind.ADDRESS : Kind.TEXT);
  }

  /** Whether one of the cells can hardly be a name. */
  static boolean hasData(List<String> record) {
    return record.stream()
        .anyMatch(cell -> kind(cell).filter(kind -> kind != Kind.TEXT).isPresent());
  }

  /**
   * Whether the first of these records is data: some of its cells are of the kind of those below
   * them, and no kind that names have; and no cell is text above what is none. Years are names
   * unless what is below them are years.
   */
  static boolean isData(List<List<String>> records) {
    List<String> first = records.get(0);
    boolean data = false;
    for (int i = 0; i < first.size(); i++) {
      int column = i;
      Optional<Kind> kind = kind(first.get(column));
      List<String> below =
          records.stream()
              .skip(1)
              .filter(record -> record.size() > column && kind(record.get(column)).isPresent())
              .map(record -> record.get(column))
              .toList();
      if (kind.isEmpty()) {
        continue;
      }
      if (kind.get() == Kind.TEXT) {
        if (!below.isEmpty()
            && below.stream().noneMatch(cell -> kind(cell).equals(Optional.of(Kind.TEXT)))) {
          return false;
        }
      } else {
        boolean years =
            YEAR.matcher(first.get(column)).matches()
                && !below.stream().allMatch(cell -> YEAR.matcher(cell).matches());
        data |= !years && below.stream().anyMatch(cell -> kind(cell).equals(kind));
        data |= !years && records.size() == 1;
      }
    }
    return data;
  }
}
