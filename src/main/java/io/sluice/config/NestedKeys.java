package io.sluice.config;

import io.sluice.settings.Nearest;
import io.sluice.settings.Section;
import io.sluice.settings.Wrong;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keys of a job file that stand in another section than theirs. */
final class NestedKeys {
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
    section.allow(known, key -> unknown(section.node().path(), key, known));
  }

  /** What is wrong with an unknown key of the section at a path. */
  static Wrong unknown(String path, String key, Collection<String> known) {
    boolean near = Wrong.meant(key, known).isPresent() || Nearest.to(key, known).isPresent();
    return (near ? Optional.<String>empty() : elsewhere(path, key))
        .map(told -> Wrong.of("unknown key; " + told))
        .orElseGet(() -> Wrong.key(key, known));
  }

  private static Optional<String> elsewhere(String path, String key) {
    List<String> places =
        sections().entrySet().stream()
            .filter(section -> section.getValue().contains(key))
            .map(Map.Entry::getKey)
            .filter(place -> !place.equals(path))
            .map(
                place ->
                    place.isEmpty() ? "at the top of the file, not indented" : "below " + place)
            .toList();
    return places.isEmpty()
        ? Optional.empty()
        : Optional.of("it belongs " + String.join(", or ", places));
  }
}
