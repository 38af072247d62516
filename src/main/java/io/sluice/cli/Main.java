package io.sluice.cli;

import io.sluice.error.ExitCode;
import io.sluice.error.Printable;
import io.sluice.error.SluiceException;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * The entry point of the jar, for spark-submit and for the launcher {@code ./sluice}: understands
 * the command line, does what it asks for, and turns every failure into a message and an exit code.
 */
public final class Main {
  private static final int WIDTH = 80;

  private final Surroundings surroundings;
  private final Runner runner;
  private final InputStream in;
  private final Output out;
  private final PrintStream err;

  Main(
      Surroundings surroundings, Runner runner, InputStream in, OutputStream out, PrintStream err) {
    this.surroundings = surroundings;
    this.runner = runner;
    this.in = in;
    this.out = new Output(out, surroundings.terminal().colours());
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
            Surroundings.ofProcess(),
            Main::run,
            System.in,
            new FileOutputStream(FileDescriptor.out),
            err);
    int exitCode = main.run(List.of(arguments));
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  private static <R> R run(VerbInvocation<R> asked, Progress progress) {
    Clock clock = Clock.systemUTC();
    PrintableLogs.install(asked.logs(), clock);
    return asked.run(new Run(clock, System.getenv(), progress));
  }

  /** Runs the command and returns what the process is to end with. */
  int run(List<String> arguments) {
    ProgressLine line = new ProgressLine(err, surroundings.terminal().columns().orElse(WIDTH));
    Optional<LogOptions> logs = Optional.empty();
    int exitCode;
    try {
      try {
        Invocation asked = new Arguments(surroundings).parse(arguments);
        logs = Optional.of(asked.logs());
        boolean watched = surroundings.terminal().watched() && !given(arguments, Flags.QUIET);
        exitCode =
            asked.answer(new Session(runner, watched ? line : Progress.NONE, out, err, person()));
        line.close();
      } catch (SluiceException e) {
        line.close();
        exitCode = failed(arguments, e.getMessage(), e.exitCode());
        if (given(arguments, Flags.DEBUG)) {
          printTrace(e);
        }
      } catch (IOException e) {
        throw e;
      } catch (Exception | Error e) {
        line.close();
        exitCode = fault(arguments, logs, e);
      }
      out.flush();
    } catch (IOException e) {
      line.close();
      err.println(
          "standard output: could not be written, "
              + Printable.line(String.valueOf(e.getMessage()))
              + ". What was committed stays. Correct it and run again.");
      exitCode = ExitCode.TEMPORARY.code();
    }
    nameLog(logs.flatMap(LogOptions::file), exitCode);
    return exitCode;
  }

  private Optional<BufferedReader> person() {
    Terminal terminal = surroundings.terminal();
    return terminal.watched() && terminal.columns().isPresent()
        ? Optional.of(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  /**
   * The stack trace goes to the log, or where the user asked for it. Threads of Spark may still
   * run: only an explicit exit is sure to end the process.
   */
  private int fault(List<String> arguments, Optional<LogOptions> logs, Throwable failure)
      throws IOException {
    boolean printed = given(arguments, Flags.DEBUG) || logs.isEmpty();
    if (!printed || logs.flatMap(LogOptions::file).isPresent()) {
      // Made here, as a logger of the class would set up log4j before it is known where it writes.
      LoggerFactory.getLogger(Main.class).error("a fault of this program", failure);
    }
    int exitCode =
        failed(
            arguments,
            "sluice: a fault of this program, "
                + Printable.line(failure.toString())
                + ". Please report it, with its stack trace: the log has it, --debug prints it.",
            ExitCode.BUG);
    if (printed) {
      printTrace(failure);
    }
    return exitCode;
  }

  private int failed(List<String> arguments, String message, ExitCode exitCode) throws IOException {
    String called = Help.called(surroundings.program(), message);
    if (given(arguments, Flags.JSON)) {
      JsonOutput.error(out, called, exitCode);
    }
    out.flush();
    err.println(told(called));
    return exitCode.code();
  }

  private String told(String message) {
    Terminal terminal = surroundings.terminal();
    return terminal.watched() && terminal.columns().isPresent()
        ? Wrapped.folded(message, terminal.columns().getAsInt())
        : Printable.lines(message);
  }

  private void printTrace(Throwable failure) {
    Printable.trace(failure).printStackTrace(err);
  }

  /** Whether the arguments have an option, even if they cannot be understood. */
  private static boolean given(List<String> arguments, String option) {
    return arguments.contains("--" + option);
  }

  /** Says where the log is, if there is a reason to read it. */
  private void nameLog(Optional<Path> log, int exitCode) {
    boolean worthReading = exitCode != 0 || PrintableLogs.warned();
    log.filter(Files::exists)
        .filter(file -> worthReading)
        .ifPresent(file -> err.println("The log: " + Printable.line(file.toString())));
  }
}
