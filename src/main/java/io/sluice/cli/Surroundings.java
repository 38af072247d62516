package io.sluice.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;

/**
 * The parts of the process that a command line depends on.
 *
 * @param folder the working directory; empty stands for it as well
 * @param home the folder of the installation, which has the files that are not in the working
 *     directory
 * @param terminal whether a person watches standard error
 * @param clock for run ids
 * @param random for run ids
 */
record Surroundings(
    Path folder, Optional<Path> home, boolean terminal, Clock clock, Random random) {

  /**
   * Those of this process. The launcher says where it is installed, and whether a person watches.
   */
  static Surroundings ofProcess() {
    return new Surroundings(
        Path.of(""),
        Optional.ofNullable(System.getProperty("sluice.home")).map(Path::of),
        Boolean.getBoolean("sluice.terminal"),
        Clock.systemUTC(),
        new Random());
  }

  /** A file that the user named: below the working directory. */
  Path named(String path) {
    return folder.resolve(path);
  }

  /** A default file: in the working directory if it exists there, else in the installation. */
  Path usual(String path) {
    Path here = folder.resolve(path);
    return Files.exists(here)
        ? here
        : home.map(installation -> installation.resolve(path)).filter(Files::exists).orElse(here);
  }

  /** What the user types to call this program. */
  String program() {
    if (home.isEmpty()) {
      return "sluice";
    }
    Path launcher = home.get().resolve("sluice");
    return home.get().toAbsolutePath().normalize().equals(folder.toAbsolutePath().normalize())
        ? "./sluice"
        : Style.quoted(launcher.toString());
  }
}
