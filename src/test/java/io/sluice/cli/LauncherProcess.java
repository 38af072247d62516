package io.sluice.cli;

import io.sluice.demo.DemoClock;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.spark.TestSession;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * A process in a folder that runs commands as a launcher would, one after the other with one Spark.
 * Names of files are relative to the folder, as users see them; no process can do that for a folder
 * that is not its own.
 */
final class LauncherProcess implements AutoCloseable {
  private static final int WIDTH = 80;

  private final Process process;
  private final DataOutputStream commands;
  private final DataInputStream answers;

  /** What came of a command, both outputs after each other. */
  record Answer(int exitCode, String printed) {}

  private LauncherProcess(Process process) {
    this.process = process;
    commands = new DataOutputStream(process.getOutputStream());
    answers = new DataInputStream(process.getInputStream());
  }

  /**
   * Starts it in a folder.
   *
   * @param log what its libraries print is added to this file
   */
  static LauncherProcess in(Path folder, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Djdk.reflect"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx1g",
            "-Duser.timezone=UTC",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            LauncherProcess.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new LauncherProcess(builder.start());
  }

  /**
   * Runs a command.
   *
   * @param installation the folder that the launcher is in
   * @throws EOFException if the process has ended
   */
  Answer run(List<String> arguments, Path installation, Instant now) throws IOException {
    commands.writeUTF(installation.toString());
    commands.writeUTF(now.toString());
    commands.writeInt(arguments.size());
    for (String argument : arguments) {
      commands.writeUTF(argument);
    }
    commands.flush();
    int exitCode = answers.readInt();
    return new Answer(
        exitCode, new String(answers.readNBytes(answers.readInt()), StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    commands.close();
    process.destroy();
  }

  /** Answers commands until there are no more. */
  public static void main(String[] arguments) throws IOException {
    DataInputStream commands = new DataInputStream(System.in);
    DataOutputStream answers = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    System.setOut(System.err);
    TestSession.shared();
    while (true) {
      Path installation;
      try {
        installation = Path.of(commands.readUTF());
      } catch (EOFException e) {
        System.exit(0);
        return;
      }
      Instant now = Instant.parse(commands.readUTF());
      List<String> command = new ArrayList<>();
      for (int left = commands.readInt(); left > 0; left--) {
        command.add(commands.readUTF());
      }
      Answer answer = answer(command, installation, now);
      byte[] printed = answer.printed().getBytes(StandardCharsets.UTF_8);
      answers.writeInt(answer.exitCode());
      answers.writeInt(printed.length);
      answers.write(printed);
      answers.flush();
    }
  }

  private static Answer answer(List<String> command, Path installation, Instant now) {
    DemoClock clock = new DemoClock(Clock.systemUTC());
    clock.set(now);
    Runner runner =
        new Runner() {
          @Override
          public <R> R run(VerbInvocation<R> asked, Progress progress) {
            return asked.run(new Run(clock, Map.of(), progress));
          }
        };
    Surroundings surroundings =
        new Surroundings(
            Path.of(""),
            Optional.of(installation),
            false,
            new Terminal(false, OptionalInt.of(WIDTH), false, Path.of("no-logs")),
            clock,
            new Random(1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        new Main(
                surroundings,
                runner,
                InputStream.nullInputStream(),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .run(command);
    return new Answer(
        exitCode, out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8));
  }
}
