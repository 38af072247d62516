package io.sluice.run.init;

import io.sluice.error.ConfigurationException;
import io.sluice.error.UsageException;
import io.sluice.settings.Nearest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The job files that Sluice ships: resources of the jar, below {@code templates}. */
final class Templates {
  private static final String FOLDER = "templates";

  private Templates() {}

  /**
   * The job files of a dataset or a whole source, and what the source shares, by their paths below
   * a folder of job files.
   *
   * @throws UsageException if Sluice ships no such dataset or source
   */
  static Map<String, String> of(String name) {
    SortedMap<String, String> all = all();
    SortedMap<String, String> found = new TreeMap<>();
    String source = name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
    all.forEach(
        (path, content) -> {
          if (path.equals(name + ".yaml")
              || (path.startsWith(source + "/") && name.equals(source))) {
            found.put(path, content);
          }
        });
    if (found.isEmpty()) {
      throw unknown(name, List.copyOf(all.keySet()));
    }
    String shared = source + "/_source.yaml";
    if (all.containsKey(shared)) {
      found.put(shared, all.get(shared));
    }
    return found;
  }

  private static UsageException unknown(String name, List<String> paths) {
    TreeSet<String> known = new TreeSet<>();
    TreeSet<String> sources = new TreeSet<>();
    for (String path : paths) {
      sources.add(path.substring(0, path.indexOf('/')));
      if (!path.endsWith("/_source.yaml")) {
        known.add(path.substring(0, path.length() - ".yaml".length()));
      }
    }
    known.addAll(sources);
    return new UsageException(
        "\""
            + name
            + "\" is no job that Sluice ships; "
            + Nearest.to(name, known)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse("its sources are " + String.join(", ", sources) + ".")
            + " Nothing was written.");
  }

  private static SortedMap<String, String> all() {
    try {
      Path home =
          Path.of(Templates.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(home)) {
        return below(home.resolve(FOLDER));
      }
      try (FileSystem jar = FileSystems.newFileSystem(home)) {
        return below(jar.getPath("/" + FOLDER));
      }
    } catch (IOException | URISyntaxException e) {
      throw new ConfigurationException(
          "the templates in Sluice's jar cannot be read, "
              + e.getMessage()
              + ". Nothing was written.",
          e);
    }
  }

  private static SortedMap<String, String> below(Path folder) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }
}
