package io.sluice.cli;

import io.sluice.error.ConfigurationException;
import io.sluice.error.Printable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.appender.FileAppender;

/** Where the log goes instead of the appenders that write to the terminal. */
final class LogTarget {
  private static final String NAME = "sluice";
  private static final Duration KEPT = Duration.ofDays(7);

  private LogTarget() {}

  /**
   * The appender, started; empty where the configuration's own does.
   *
   * @throws ConfigurationException if the file that the user named cannot be written
   */
  static Optional<Appender> of(LogOptions options, Clock clock) {
    LogFormat format = options.format().orElse(LogFormat.TEXT);
    Optional<Path> file =
        options
            .file()
            .filter(path -> options.usual() ? isUsable(path.getParent(), clock) : isWritable(path));
    Optional<Appender> target =
        file.isPresent()
            ? Optional.of(file(file.get(), format))
            : options.format().map(asked -> standardError(asked));
    target.ifPresent(Appender::start);
    if (file.isPresent()) {
      // Libraries also print without a logger.
      System.setErr(PrintableStream.logged("stderr"));
      System.setOut(PrintableStream.logged("stdout"));
    }
    return target;
  }

  private static Appender file(Path path, LogFormat format) {
    return FileAppender.newBuilder()
        .setName(NAME)
        .withFileName(path.toString())
        .withAppend(true)
        .withCreateOnDemand(true)
        .setLayout(format.layout())
        .build();
  }

  private static Appender standardError(LogFormat format) {
    return ConsoleAppender.newBuilder()
        .setName(NAME)
        .setTarget(ConsoleAppender.Target.SYSTEM_ERR)
        .setLayout(format.layout())
        .build();
  }

  private static boolean isWritable(Path path) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      return true;
    } catch (IOException e) {
      throw new ConfigurationException(
          "--log-file: "
              + path
              + " cannot be written, "
              + Printable.line(e.toString())
              + ". Nothing was run. Name another file",
          e);
    }
  }

  /**
   * Makes the usual folder, and removes the logs of earlier weeks from it. A log that nobody asked
   * for hinders no run: where there is no folder for it, it stays on standard error.
   */
  private static boolean isUsable(Path folder, Clock clock) {
    Instant end = clock.instant().minus(KEPT);
    try {
      Files.createDirectories(folder);
      try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
        for (Path log : logs) {
          if (Files.getLastModifiedTime(log).toInstant().isBefore(end)) {
            Files.deleteIfExists(log);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Another run may have removed the same file, which is as good.
    }
    return Files.isDirectory(folder) && Files.isWritable(folder);
  }
}
