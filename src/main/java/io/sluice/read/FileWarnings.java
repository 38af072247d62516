package io.sluice.read;

import io.sluice.storage.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is worth a warning in files: told once, however many files have it. */
final class FileWarnings {
  private final Map<String, List<Location>> files = new LinkedHashMap<>();

  void add(Location file, List<String> warnings) {
    warnings.forEach(told -> files.computeIfAbsent(told, any -> new ArrayList<>()).add(file));
  }

  /** A sentence each: the file, or how many there are and the first of them, and what is told. */
  List<String> all() {
    List<String> all = new ArrayList<>();
    files.forEach(
        (told, of) ->
            all.add(
                (of.size() == 1 ? "" : of.size() + " files, such as ") + of.get(0) + ": " + told));
    return all;
  }
}
