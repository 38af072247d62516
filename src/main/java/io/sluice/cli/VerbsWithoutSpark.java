package io.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Writes the list of verbs that start no Spark, when the jar is built. The launcher starts another
 * JVM for them, so it must know them before it starts one.
 */
public final class VerbsWithoutSpark {
  private VerbsWithoutSpark() {}

  /** With the file: one line, a blank between the verbs. */
  public static void main(String[] arguments) throws IOException {
    String verbs =
        Commands.ALL.stream()
            .filter(command -> !command.startsSpark())
            .map(Command::word)
            .collect(Collectors.joining(" "));
    Files.writeString(Path.of(arguments[0]), verbs + "\n");
  }
}
