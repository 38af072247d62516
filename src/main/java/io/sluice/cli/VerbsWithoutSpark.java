package io.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Writes, when the jar is built, which verbs start no Spark. The launcher gives them another JVM,
 * and so must know before there is one to ask.
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
