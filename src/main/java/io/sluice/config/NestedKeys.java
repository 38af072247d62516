package io.sluice.config;

import io.sluice.settings.MissingColon;
import io.sluice.settings.Nearest;
import io.sluice.settings.Section;
import io.sluice.settings.Wrong;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Keys of a job file that stand in a wrong place, or are written with dots. */
final class NestedKeys {
  private static final String COLUMNS = "columns";

  private NestedKeys() {}

  /** The sections of a job file and their keys; loaded where a key is unknown. */
  private static Map<String, Set<String>> sections() {
    Map<String, Set<String>> sections = new LinkedHashMap<>();
    sections.put("", JobParser.KEYS);
    sections.put("raw", RawParser.KEYS);
    sections.put("raw.csv", CsvFormParser.KEYS);
    sections.put("raw.json", RawParser.JSON_KEYS);
    sections.put("raw.processed_date", RawParser.DATE_KEYS);
    sections.put("clean", JobParser.CLEAN_KEYS);
    sections.put("clean.retain", JobParser.RETAIN_KEYS);
    sections.put("guard", GuardParser.KEYS);
    return sections;
  }

  /** Reports keys that are not among the known ones: where they belong, or what is near. */
  static void allow(Section section, Collection<String> known) {
    section
        .node()
        .entries()
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                section.problems().add(value, unknown(section.node().path(), key, known));
              }
            });
  }

  /** What is wrong with an unknown key of the section at a path. */
  static Wrong unknown(String path, String key, Collection<String> known) {
    return MissingColon.told(key, known)
        .or(() -> dotted(path, key))
        .or(() -> Nearest.to(key, known).isPresent() ? Optional.empty() : elsewhere(path, key))
        .map(told -> Wrong.of("unknown key; " + told))
        .orElseGet(() -> Wrong.word("unknown key", key, known));
  }

  /** A path that is written as one key. */
  private static Optional<String> dotted(String path, String key) {
    String whole = path.isEmpty() ? key : path + "." + key;
    int dot = key.lastIndexOf('.');
    if (dot <= 0) {
      return Optional.empty();
    }
    String above = whole.substring(0, whole.length() - key.length() + dot);
    boolean known =
        above.equals(COLUMNS)
            || above.startsWith(COLUMNS + ".")
            || sections().containsKey(above);
    return known
        ? Optional.of(
            "keys are nested; write "
                + List.of(key.split("\\.", -1)).stream()
                    .map(part -> part + ":")
                    .collect(Collectors.joining(" and, indented in the line below it, ")))
        : Optional.empty();
  }

  private static Optional<String> elsewhere(String path, String key) {
    List<String> places =
        sections().entrySet().stream()
            .filter(section -> section.getValue().contains(key))
            .map(Map.Entry::getKey)
            .filter(place -> !place.equals(path))
            .map(place -> place.isEmpty() ? "at the top of the file, not indented" : "below " + place)
            .toList();
    return places.isEmpty()
        ? Optional.empty()
        : Optional.of("it belongs " + String.join(", or ", places));
  }
}
