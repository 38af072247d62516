package io.sluice.storage;

import io.sluice.error.CommitUnknownException;
import io.sluice.error.ConfigurationException;
import io.sluice.error.SluiceException;
import io.sluice.error.TemporaryException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import java.util.Set;

/** Turns what file systems throw into the known exceptions, with the location and what to do. */
final class Failures {
  // By simple name: these classes come with file systems that need not be on the class path.
  private static final Set<String> FORBIDDEN =
      Set.of(
          "AccessControlException", "NoAuthWithAWSException", "CredentialInitializationException");
  private static final Set<String> MISSING = Set.of("UnknownStoreException");

  private Failures() {}

  /**
   * The failure to throw.
   *
   * @param action what was tried, in the passive: {@code read}, {@code written}
   */
  static SluiceException of(Location location, String action, IOException cause) {
    String name = cause.getClass().getSimpleName();
    String start = location + ": could not be " + action + ", ";
    if (cause instanceof AccessDeniedException || FORBIDDEN.contains(name)) {
      return new ConfigurationException(
          start
              + "access is denied"
              + detail(cause)
              + ". Give this user the right to it, or name another place.",
          cause);
    }
    if (cause instanceof FileSystemLoopException
        || reason(cause).contains("Too many levels of symbolic links")) {
      return new ConfigurationException(
          start + "a link there leads back to itself. Nothing was changed. Remove the link.",
          cause);
    }
    if (reason(cause).equals("Is a directory")) {
      return new ConfigurationException(
          start
              + "it is a folder where a file was expected. Nothing was changed. Move the folder away.",
          cause);
    }
    if (cause instanceof NotDirectoryException
        || cause instanceof FileAlreadyExistsException
        || reason(cause).equals("Not a directory")) {
      return new ConfigurationException(
          start + "it, or what it lies in, is a file where a folder was expected. Name a folder.",
          cause);
    }
    if (cause instanceof NoSuchFileException
        || cause instanceof FileNotFoundException
        || MISSING.contains(name)) {
      return new ConfigurationException(
          start
              + "it, or what it lies in, does not exist"
              + detail(cause)
              + ". Create it, or correct its name.",
          cause);
    }
    if (reason(cause).contains("Read-only file system")) {
      return new ConfigurationException(
          start
              + "the disk is read-only. Nothing was changed there. Mount it writable, or name"
              + " another place.",
          cause);
    }
    return new TemporaryException(start + temporary(cause), cause);
  }

  /**
   * A file that should be read does not exist. It was listed a moment ago, so it may appear again.
   */
  static SluiceException gone(Location file, Exception cause) {
    return new TemporaryException(
        file
            + ": could not be read, the file is not there (any more). Nothing was changed."
            + " Run again; if it happens again, find out who removes files here.",
        cause);
  }

  static SluiceException unknown(Location file, IOException cause) {
    return unknown(file, reason(cause), cause);
  }

  static SluiceException unknown(Location file, String reason, Exception cause) {
    return new CommitUnknownException(
        file
            + ": the answer to its creation was lost ("
            + reason
            + "). It may or may not exist now. Look at it before anything is cleaned up, then run again.",
        cause);
  }

  static SluiceException exists(Location file, IOException cause) {
    return new TemporaryException(
        file
            + ": could not be created, a file of this name exists. The file was not changed."
            + " Run again; if it happens again, remove what an earlier run left here.",
        cause);
  }

  static SluiceException unnameable(Location location, InvalidPathException cause) {
    return new ConfigurationException(
        location
            + ": is not a path on this machine ("
            + cause.getReason()
            + "). Correct it; if it has letters beyond ASCII, run in a UTF-8 locale, such as LC_ALL=C.UTF-8.",
        cause);
  }

  private static String temporary(IOException cause) {
    String reason = reason(cause);
    if (reason.contains("No space left") || reason.contains("quota")) {
      return "the disk is full ("
          + reason
          + "). Nothing was changed there. Free some space and run again.";
    }
    return reason + ". Run again; if it happens again, check whether the disk or service works.";
  }

  private static String detail(IOException cause) {
    return said(cause).map(text -> " (" + text + ")").orElse("");
  }

  private static String reason(IOException cause) {
    return said(cause).orElse(cause.getClass().getSimpleName());
  }

  /** The first line of what the file system said, without the path that the message names. */
  private static Optional<String> said(IOException cause) {
    Optional<String> text =
        cause instanceof FileSystemException failure
            ? Optional.ofNullable(failure.getReason())
            : Optional.ofNullable(cause.getMessage());
    return text.flatMap(lines -> lines.lines().findFirst());
  }
}
