package io.sluice.read;

import io.sluice.spec.RawSpec.RawFormat;
import java.io.FileNotFoundException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.spark.TaskKilledException;

/** What the engine's readers throw: whether it is the file's fault, and what it is in words. */
final class FileFault {
  private static final int MOST_CHARACTERS = 300;

  /** Exceptions of these packages come from a store or from the connection to it. */
  private static final List<String> STORES =
      List.of(
          "java.net.",
          "java.nio.file.",
          "javax.net.",
          "org.apache.hadoop.fs.",
          "org.apache.hadoop.hdfs.",
          "org.apache.hadoop.ipc.",
          "org.apache.hadoop.net.",
          "org.apache.hadoop.security.",
          "com.amazonaws.",
          "software.amazon.");

  private FileFault() {}

  /** Whether the bytes of the file are to blame, and not the store that it lies in or the run. */
  static boolean isOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ChecksumException) {
        return true;
      }
      if (isOfStore(cause) || isOfRun(cause)) {
        return false;
      }
    }
    return true;
  }

  /** What is wrong and what to do; the file comes before it. */
  static String told(RawFormat format, Throwable failure) {
    String name = format.name().toLowerCase(Locale.ROOT);
    return ": the file is damaged or holds what cannot be read, found "
        + words(failure)
        + " against what "
        + name
        + " files may hold. The increment stays pending. Export it again; with another codec or"
        + " other types where one is named.";
  }

  private static String words(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).strip();
    if (message.contains("COLUMN_ALREADY_EXISTS")) {
      return "columns whose names differ only in case";
    }
    if (root instanceof StackOverflowError) {
      return "types that are nested too deeply";
    }
    String first = message.lines().findFirst().orElse("").replaceFirst("^\\[[A-Z_.]+\\] ", "");
    if (first.length() > MOST_CHARACTERS) {
      first = first.substring(0, MOST_CHARACTERS) + "...";
    }
    // Many messages are only a name, or empty.
    return '"' + root.getClass().getSimpleName() + (first.isEmpty() ? "" : ": " + first) + '"';
  }

  private static boolean isOfStore(Throwable cause) {
    String type = cause.getClass().getName();
    String message = String.valueOf(cause.getMessage());
    return cause instanceof FileNotFoundException
        || STORES.stream().anyMatch(type::startsWith)
        || message.contains("Input/output error")
        || message.contains("No space left on device")
        || message.contains("Too many open files");
  }

  private static boolean isOfRun(Throwable cause) {
    return cause instanceof InterruptedException
        || cause instanceof InterruptedIOException
        || cause instanceof ClosedByInterruptException
        || cause instanceof TaskKilledException
        || cause instanceof OutOfMemoryError;
  }
}
