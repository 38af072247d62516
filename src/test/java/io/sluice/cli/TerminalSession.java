package io.sluice.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** A user who types commands in a folder and sees both outputs and the exit code. */
final class TerminalSession {
  final RecordedRunner runner = new RecordedRunner();
  private final Path folder;
  private Optional<Path> home = Optional.empty();
  private boolean inProject;
  private boolean watched;
  private OptionalInt columns = OptionalInt.empty();
  private boolean colours;
  private String typed = "";

  TerminalSession(Path folder) {
    this.folder = folder;
  }

  /** What came of one command. */
  record Seen(int exitCode, String out, String err) {}

  TerminalSession installedIn(Path installation) {
    home = Optional.of(installation);
    return this;
  }

  /** The launcher of a project, which was called from this folder. */
  TerminalSession ofProject(Path project) {
    inProject = true;
    return installedIn(project);
  }

  TerminalSession watched() {
    watched = true;
    return this;
  }

  /** Standard output goes to a terminal of this width. */
  TerminalSession wide(int width) {
    columns = OptionalInt.of(width);
    return this;
  }

  TerminalSession coloured() {
    colours = true;
    return this;
  }

  /** What the person answers to questions. */
  TerminalSession answering(String line) {
    typed = line + "\n";
    return this;
  }

  Seen type(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return type(out, arguments);
  }

  /** Where standard output is something else, {@code out} of the outcome is the stream's text. */
  Seen type(OutputStream out, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            folder,
            home,
            inProject,
            new Terminal(watched, columns, colours, folder.resolve("logs")),
            Clock.fixed(Instant.parse("2026-11-21T00:30:00Z"), ZoneOffset.UTC),
            new Random(7));
    int exitCode =
        new Main(
                surroundings,
                runner,
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .run(List.of(arguments));
    String printed =
        out instanceof ByteArrayOutputStream bytes ? bytes.toString(StandardCharsets.UTF_8) : "";
    return new Seen(exitCode, printed, err.toString(StandardCharsets.UTF_8));
  }
}
