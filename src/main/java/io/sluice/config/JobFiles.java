package io.sluice.config;

import io.sluice.error.UsageException;
import io.sluice.settings.Nearest;
import io.sluice.settings.Node;
import io.sluice.settings.Problems;
import io.sluice.spec.DatasetName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds job files: {@code source/dataset.yaml}, beside them {@code source/_source.yaml}. */
final class JobFiles {
  private static final String ENDING = ".yaml";
  private static final String DEFAULTS = "_source.yaml";

  /** More datasets are not listed in a message. */
  private static final int MOST_NAMED = 8;

  private JobFiles() {}

  /** Where the job file of a dataset lies. */
  static Path path(Path folder, DatasetName name) {
    return folder.resolve(name.source()).resolve(name.name() + ENDING);
  }

  /** Returns all job files by dataset. Files of other kinds may lie beside them. */
  static SortedMap<DatasetName, Path> list(Path folder, Problems problems) {
    SortedMap<DatasetName, Path> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      problems.add(
          folder.toString(),
          1,
          "",
          "there is no such folder; name the folder of job files with --jobs");
      return files;
    }
    for (Path child : children(folder, problems)) {
      if (Files.isDirectory(child)) {
        children(child, problems).forEach(file -> add(file, files, problems));
      } else if (isYaml(child)) {
        problems.add(
            child.toString(),
            1,
            "",
            "is not in the folder of a source; move it to <source>/<dataset>.yaml");
      }
    }
    if (files.isEmpty() && problems.count() == 0) {
      problems.add(
          folder.toString(), 1, "", "contains no job file; a job file is <source>/<dataset>.yaml");
    }
    return files;
  }

  private static void add(Path file, Map<DatasetName, Path> files, Problems problems) {
    String name = file.getFileName().toString();
    if (!isYaml(file) || name.equals(DEFAULTS)) {
      return;
    }
    if (!name.endsWith(ENDING)) {
      problems.add(file.toString(), 1, "", "job files end in .yaml; rename it, or remove it");
      return;
    }
    String source = file.getParent().getFileName().toString();
    try {
      files.put(new DatasetName(source, name.substring(0, name.length() - ENDING.length())), file);
    } catch (IllegalArgumentException e) {
      problems.add(file.toString(), 1, "", e.getMessage());
    }
  }

  private static boolean isYaml(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && (name.endsWith(ENDING) || name.endsWith(".yml"));
  }

  private static List<Path> children(Path folder, Problems problems) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    } catch (IOException e) {
      problems.add(folder.toString(), 1, "", "the folder cannot be read: " + e.getMessage());
      return List.of();
    }
  }

  /** The defaults of all datasets of a source; an empty map if there are none. */
  static Optional<Node> defaults(Path jobFile, Problems problems) {
    Path file = jobFile.resolveSibling(DEFAULTS);
    if (!Files.exists(file)) {
      return Optional.of(Node.map(file.toString(), 1, "", Map.of()));
    }
    Optional<Node> defaults = YamlFile.read(file, problems);
    defaults
        .flatMap(node -> node.entry("dataset"))
        .ifPresent(value -> problems.add(value, "belongs in the job file of each dataset"));
    return defaults;
  }

  /**
   * Returns the datasets that the names stand for; all of them where there is no name.
   *
   * @throws UsageException if a name is neither a dataset nor a source
   */
  static SortedSet<DatasetName> select(Collection<DatasetName> known, List<String> names) {
    SortedSet<DatasetName> selected = new TreeSet<>();
    if (names.isEmpty()) {
      selected.addAll(known);
    }
    for (String name : names) {
      List<DatasetName> found =
          known.stream()
              .filter(dataset -> name.equals(dataset.source()) || name.equals(dataset.toString()))
              .toList();
      if (found.isEmpty()) {
        throw unknown(name, known);
      }
      selected.addAll(found);
    }
    return selected;
  }

  private static UsageException unknown(String name, Collection<DatasetName> known) {
    SortedSet<String> sources = new TreeSet<>();
    SortedSet<String> all = new TreeSet<>();
    List<String> sameName = new ArrayList<>();
    for (DatasetName dataset : known) {
      sources.add(dataset.source());
      all.add(dataset.toString());
      if (dataset.name().equals(name)) {
        sameName.add(dataset.toString());
      }
    }
    return new UsageException(
        "\""
            + name
            + "\" is neither a dataset nor a source; "
            + hint(name, sources, all, sameName)
            + " Nothing was run.");
  }

  /** The datasets of that name, or what is written nearly as this. */
  private static String hint(
      String name, Set<String> sources, Set<String> datasets, List<String> sameName) {
    if (!sameName.isEmpty()) {
      return "did you mean \"" + String.join("\" or \"", sameName) + "\"?";
    }
    Set<String> words = new TreeSet<>(datasets);
    words.addAll(sources);
    if (name.indexOf('/') < 0) {
      // A dataset's own name may be mistyped as well as its full one.
      datasets.forEach(dataset -> words.add(dataset.substring(dataset.indexOf('/') + 1)));
    }
    Optional<String> nearest = Nearest.to(name, words);
    if (nearest.isEmpty()) {
      return datasets.size() > MOST_NAMED
          ? "the sources are " + String.join(", ", sources) + "."
          : "the datasets are " + String.join(", ", datasets) + ".";
    }
    List<String> meant =
        datasets.contains(nearest.get()) || sources.contains(nearest.get())
            ? List.of(nearest.get())
            : datasets.stream().filter(one -> one.endsWith("/" + nearest.get())).toList();
    return "did you mean \"" + String.join("\" or \"", meant) + "\"?";
  }
}
