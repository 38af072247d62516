package io.sluice.run.init;

import io.sluice.read.RawNames;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What each of the samples may have all rows of, by their names: a month, a day, or what their
 * folders are named after.
 *
 * @param word for it, such as {@code month}
 * @param value what it looks like in a path, a regular expression
 * @param before the path before it, and {@code after} behind it, as regular expressions
 */
record Parts(String word, String before, String value, String after) {
  private static final String ANY = "[^/]+";
  private static final Pattern HIVE = Pattern.compile("([A-Za-z][A-Za-z0-9_]*)=.+");

  /** Empty where the names of the samples do not tell. */
  static Optional<Parts> of(List<Path> files) {
    List<String> names = files.stream().map(file -> file.getFileName().toString()).toList();
    List<String> folders = files.stream().map(Parts::folder).toList();
    boolean inFolders = names.stream().distinct().count() == 1;
    if (files.size() < 2 || new HashSet<>(inFolders ? folders : names).size() < files.size()) {
      return Optional.empty();
    }
    if (inFolders) {
      return ofFolders(folders, "/" + literal(names.get(0)));
    }
    List<String> endings =
        names.stream()
            .map(name -> name.substring(RawNames.stem(name).length()))
            .distinct()
            .toList();
    return endings.size() == 1
        ? FileDates.of(names).flatMap(dates -> of(dates, literal(endings.get(0))))
        : Optional.empty();
  }

  private static String folder(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent().getFileName();
    return folder == null ? "" : folder.toString();
  }

  private static Optional<Parts> ofFolders(List<String> folders, String file) {
    Optional<Parts> dates = FileDates.of(folders).flatMap(found -> of(found, file));
    Matcher hive = HIVE.matcher(folders.get(0));
    if (dates.isPresent() || !hive.matches()) {
      return dates.or(() -> Optional.of(new Parts("folder", "", ANY, file)));
    }
    String key = hive.group(1);
    return folders.stream().allMatch(folder -> folder.startsWith(key + "="))
        ? Optional.of(new Parts(Names.words(key), key + "=", ANY, file))
        : Optional.empty();
  }

  /** Names with a time of day are those of increments. */
  private static Optional<Parts> of(FileDates dates, String ending) {
    if (dates.date().contains("H")) {
      return Optional.empty();
    }
    String digits = dates.date().replace("yyyy", "\\d{4}").replaceAll("MM|dd", "\\\\d{2}");
    return Optional.of(
        new Parts(
            dates.date().contains("dd") ? "day" : "month",
            literal(dates.before()),
            digits,
            literal(dates.after()) + ending));
  }

  private static String literal(String text) {
    return text.replaceAll("[\\\\^$.|?*+(){}\\[\\]]", "\\\\$0");
  }

  /** The value of {@code raw.path_pattern} with a group of this name. */
  String pathPattern(String group) {
    return before + "(?<" + group + ">" + value + ")" + after;
  }
}
