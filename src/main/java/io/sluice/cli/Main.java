package io.sluice.cli;

import io.sluice.error.ExitCode;
import io.sluice.error.Printable;
import io.sluice.error.SluiceException;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/**
 * The entry point of the jar, for spark-submit and for the launcher {@code ./sluice}: understands
 * the command line, does what it asks for, and turns every failure into a message and an exit code.
 */
public final class Main {
  private final Surroundings surroundings;
  private final Runner runner;
  private final Output out;
  private final PrintStream err;

  Main(Surroundings surroundings, Runner runner, OutputStream out, PrintStream err) {
    this.surroundings = surroundings;
    this.runner = runner;
    this.out = new Output(out);
    this.err = err;
  }

  /** Runs the command; ends the process itself only where the exit code is not 0. */
  public static void main(String[] arguments) {
    // Libraries also print without a logger, such as java.util.logging: this text is made printable
    // too.
    System.setErr(PrintableStream.of(System.err));
    System.setOut(PrintableStream.of(System.out));
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    Main main =
        new Main(
            Surroundings.ofProcess(), Main::run, new FileOutputStream(FileDescriptor.out), err);
    int exitCode = main.run(List.of(arguments));
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  private static <R> R run(VerbInvocation<R> asked, Progress progress) {
    PrintableLogs.install();
    return asked.run(new Run(Clock.systemUTC(), System.getenv(), progress));
  }

  /** Runs the command and returns what the process is to end with. */
  int run(List<String> arguments) {
    boolean json = arguments.contains("--" + Flags.JSON);
    boolean watched = surroundings.terminal() && !arguments.contains("--" + Flags.QUIET);
    ProgressLine line = new ProgressLine(err);
    try {
      int exitCode = attempt(arguments, json, watched ? line : Progress.NONE, line);
      line.close();
      out.flush();
      return exitCode;
    } catch (IOException e) {
      line.close();
      err.println(
          "standard output: could not be written, "
              + Printable.line(String.valueOf(e.getMessage()))
              + ". What was committed stays. Correct it and run again.");
      return ExitCode.TEMPORARY.code();
    }
  }

  private int attempt(List<String> arguments, boolean json, Progress progress, ProgressLine line)
      throws IOException {
    try {
      return new Arguments(surroundings)
          .parse(arguments)
          .answer(new Session(runner, progress, out, err));
    } catch (SluiceException e) {
      line.close();
      return failed(json, e.getMessage(), e.exitCode());
    } catch (IOException e) {
      throw e;
    } catch (Exception | Error e) {
      line.close();
      // Threads of Spark may still run: only an explicit exit is sure to end the process.
      int exitCode =
          failed(
              json,
              "sluice: a fault of this program, "
                  + Printable.line(e.toString())
                  + ". Please report it.",
              ExitCode.BUG);
      Printable.trace(e).printStackTrace(err);
      return exitCode;
    }
  }

  private int failed(boolean json, String message, ExitCode exitCode) throws IOException {
    if (json) {
      JsonOutput.error(out, message, exitCode);
    }
    out.flush();
    err.println(Printable.lines(message));
    return exitCode.code();
  }
}
