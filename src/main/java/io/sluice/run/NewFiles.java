package io.sluice.run;

import io.sluice.error.ConfigurationException;
import io.sluice.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes files of a project, none of them over another. */
public final class NewFiles {
  private NewFiles() {}

  /**
   * Makes sure that none of the paths below a folder exists.
   *
   * @throws UsageException that names those that do
   */
  public static void requireNone(Path folder, List<String> paths) {
    List<String> there =
        paths.stream()
            .map(folder::resolve)
            .filter(path -> Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS))
            .map(Path::toString)
            .toList();
    if (!there.isEmpty()) {
      throw new UsageException(
          String.join(", ", there)
              + ": "
              + (there.size() == 1 ? "exists" : "exist")
              + " already. Nothing was written. Remove "
              + (there.size() == 1 ? "it" : "them")
              + ", or name another place.");
    }
  }

  /** Writes contents by their paths below a folder, and returns where they lie. */
  public static List<Path> write(Path folder, Map<String, String> contents) {
    List<Path> written = new ArrayList<>();
    new TreeMap<>(contents)
        .forEach(
            (path, content) -> {
              Path file = folder.resolve(path);
              try {
                if (file.getParent() != null) {
                  Files.createDirectories(file.getParent());
                }
                Files.writeString(file, content, StandardOpenOption.CREATE_NEW);
              } catch (IOException e) {
                throw new ConfigurationException(
                    file
                        + ": could not be written, "
                        + e
                        + ". Written before it: "
                        + (written.isEmpty() ? "nothing" : written)
                        + ".",
                    e);
              }
              written.add(file);
            });
    return written;
  }
}
