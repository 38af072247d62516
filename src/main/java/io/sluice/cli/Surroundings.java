package io.sluice.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;

/**
 * The parts of the process that a command line depends on.
 *
 * @param folder where the command was typed; empty stands for the working directory
 * @param home the folder of the installation, which has the files that are not in the working
 *     directory
 * @param inProject whether home is a project that the launcher has gone to from the folder: usual
 *     files are those of the project
 * @param terminal what a person sees
 * @param clock for run ids
 * @param random for run ids
 */
record Surroundings(
    Path folder,
    Optional<Path> home,
    boolean inProject,
    Terminal terminal,
    Clock clock,
    Random random) {

  /**
   * Those of this process. The launcher says where it is installed, whether a person watches, and
   * in which folder the command was typed if it has changed the folder.
   */
  static Surroundings ofProcess() {
    String folder = System.getProperty("sluice.folder", "");
    return new Surroundings(
        Path.of(folder),
        Optional.ofNullable(System.getProperty("sluice.home")).map(Path::of),
        !folder.isEmpty(),
        Terminal.ofProcess(),
        Clock.systemUTC(),
        new Random());
  }

  /** A file that the user named: below the working directory. */
  Path named(String path) {
    return folder.resolve(path);
  }

  /** A file to be written in its usual place: in the project, else here. */
  Path own(String path) {
    return inProject ? home.orElseThrow().resolve(path) : named(path);
  }

  /** A default file: in the working directory if it exists there, else in the installation. */
  Path usual(String path) {
    if (inProject) {
      return own(path);
    }
    Path here = folder.resolve(path);
    return Files.exists(here)
        ? here
        : home.map(installation -> installation.resolve(path)).filter(Files::exists).orElse(here);
  }

  /** The clone of Sluice that this program was built in, where it is one. */
  Optional<Path> ownClone() {
    return home.map(installation -> installation.toAbsolutePath().normalize())
        .filter(installation -> Files.exists(installation.resolve("src/main/java/io/sluice")));
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

  /** What the user types to call this program after going to a folder. */
  String programFrom(Path other) {
    if (home.isEmpty()) {
      return "sluice";
    }
    Path installation = home.get().toAbsolutePath().normalize();
    return installation.equals(other.toAbsolutePath().normalize().getParent())
        ? "../sluice"
        : Style.quoted(installation.resolve("sluice").toString());
  }
}
