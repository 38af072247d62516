package io.sluice.run.bundle;

import io.sluice.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files of a project that a bundle takes: job files, environment files and jars. Other files
 * may lie beside them, such as keys, and stay where they are.
 *
 * @param jobs the folder of job files
 * @param conf the folder of environment files
 * @param lib a folder of jars, which may be missing
 */
public record Project(Path jobs, Path conf, Path lib) {

  List<Path> jobFiles() {
    return list(jobs, Files::isDirectory).stream()
        .flatMap(source -> list(source, file -> isFile(file, ".yaml")).stream())
        .toList();
  }

  /** All environment files; a bundle is made for several environments. */
  List<Path> environments() {
    List<Path> files = list(conf, file -> isFile(file, ".yaml"));
    if (files.isEmpty()) {
      throw new ConfigurationException(
          conf
              + ": has no environment file. Nothing was written. Write one such as conf/prod.yaml,"
              + " or name one with --conf.");
    }
    return files;
  }

  List<Path> jars() {
    return Files.isDirectory(lib) ? list(lib, file -> isFile(file, ".jar")) : List.of();
  }

  private static boolean isFile(Path file, String ending) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && !name.startsWith(".") && name.endsWith(ending);
  }

  private static List<Path> list(Path folder, Predicate<Path> wanted) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(wanted).sorted().toList();
    } catch (IOException e) {
      throw new ConfigurationException(
          folder + ": cannot be read, " + e.getMessage() + ". Nothing was written.", e);
    }
  }
}
