package io.sluice.run.project;

import io.sluice.error.ConfigurationException;
import io.sluice.error.UsageException;
import io.sluice.run.NewFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code init-project}. Never changes a file that is there. */
public final class ProjectVerb {
  private static final String CLONE = ".sluice-clone";

  /** What the project has, by the resource that it is made of. */
  private static final Map<String, String> FILES =
      Map.of(
          "jobs/.gitkeep",
          "",
          "conf/local.yaml",
          "local.yaml",
          "conf/dev.yaml",
          "dev.yaml",
          "conf/prod.yaml",
          "prod.yaml",
          ".gitignore",
          "gitignore",
          "README.md",
          "README.md",
          ".github/workflows/check.yaml",
          "check.yaml",
          Launcher.NAME,
          "launcher.sh");

  private final Path folder;
  private final Launcher launcher;

  /** Makes a project in a folder, which may be missing, or hold other files. */
  public ProjectVerb(Path folder, Launcher launcher) {
    this.folder = folder;
    this.launcher = launcher;
  }

  /**
   * Writes the files and returns them.
   *
   * @param clone of Sluice, which the launcher uses as long as the project has no jar
   * @throws UsageException if one of their names is taken
   */
  public List<Path> make(Optional<Path> clone) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException(folder + ": is no folder. Nothing was written. Name another.");
    }
    NewFiles.requireNone(
        folder,
        List.of(
            "jobs",
            "conf",
            ".gitignore",
            "README.md",
            ".github/workflows/check.yaml",
            CLONE,
            Launcher.NAME));
    Map<String, String> contents = new LinkedHashMap<>();
    FILES.forEach((path, resource) -> contents.put(path, content(resource)));
    clone.ifPresent(place -> contents.put(CLONE, place + "\n"));
    List<Path> written = NewFiles.write(folder, contents);
    if (!folder.resolve(Launcher.NAME).toFile().setExecutable(true)) {
      throw new ConfigurationException(
          folder.resolve(Launcher.NAME) + ": could not be made executable. All files are written.");
    }
    return written;
  }

  private String content(String resource) {
    return resource.isEmpty() ? "" : launcher.filled(resource).replace("@NAME@", name());
  }

  /** As names of buckets are written. */
  private String name() {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    String fit = name.replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return fit.isEmpty() ? "project" : fit;
  }
}
