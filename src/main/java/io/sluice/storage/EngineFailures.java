package io.sluice.storage;

import io.sluice.error.ConfigurationException;
import io.sluice.error.SluiceException;
import io.sluice.error.TemporaryException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Separates failures of the engine's file systems from faults of this program. The engine wraps
 * such failures, and passes those of its tasks on as text.
 */
public final class EngineFailures {
  /**
   * Failures that do not pass by themselves: exceptions of Hadoop's file systems and codes of S3.
   */
  private static final Pattern MENDED_BY_PEOPLE =
      Pattern.compile(
          "AccessDenied|AccessControlException|Forbidden|NoAuthWithAWS|CredentialInitialization"
              + "|UnknownStoreException|NoSuchBucket|ExpiredToken|TokenRefreshRequired"
              + "|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken");

  /** The start of a failure of input or output in the text of another. */
  private static final Pattern INPUT_OUTPUT =
      Pattern.compile(
          "(?m)(?:java\\.(?:io|net|nio\\.file)|org\\.apache\\.hadoop\\.(?:fs|hdfs|ipc)|com\\.amazonaws)"
              + "\\.[\\w.$]*(?:Exception|Error).*$");

  private static final int MOST_CHARACTERS = 300;

  private EngineFailures() {}

  /**
   * The failure that the caller can act on; nothing where no input or output is among the causes.
   *
   * @param where what was worked on, for the message
   */
  public static Optional<SluiceException> of(String where, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return Optional.of(known(where, cause.toString(), failure));
      }
      Matcher told = INPUT_OUTPUT.matcher(String.valueOf(cause.getMessage()));
      if (told.find()) {
        return Optional.of(known(where, told.group(), failure));
      }
    }
    return Optional.empty();
  }

  private static SluiceException known(String where, String told, Throwable failure) {
    String reason = told.lines().findFirst().orElse("");
    if (reason.length() > MOST_CHARACTERS) {
      reason = reason.substring(0, MOST_CHARACTERS) + "...";
    }
    String start = where + ": the engine could not read or write, ";
    String state = reason + ". Nothing was committed; the table stays as it was. ";
    return MENDED_BY_PEOPLE.matcher(told).find()
        ? new ConfigurationException(
            start
                + "access is denied or the place does not exist: "
                + state
                + "Correct the place, the credentials or their rights, and run again.",
            failure)
        : new TemporaryException(start + state + "Try again", failure);
  }
}
