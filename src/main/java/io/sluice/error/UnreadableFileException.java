package io.sluice.error;

import java.util.Optional;

/**
 * One file of an increment failed while its rows were read: the increment is to be refused, and the
 * others can be applied without it. Travels from executors among the causes of the engine's
 * failure.
 */
public final class UnreadableFileException extends DataException {
  private static final long serialVersionUID = 1L;

  private final String increment;
  private final String location;

  /**
   * Creates the failure.
   *
   * @param increment the id of the increment that the file belongs to
   * @param location of the file, as {@code Location.text()} has it
   */
  public UnreadableFileException(
      String increment, String location, String message, Throwable cause) {
    super(message, cause);
    this.increment = increment;
    this.location = location;
  }

  /** The first such failure among the causes of another, itself among them. */
  public static Optional<UnreadableFileException> among(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnreadableFileException found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** The id of the increment that is to be refused. */
  public String increment() {
    return increment;
  }

  /** The file, as {@code Location.text()} has it. */
  public String location() {
    return location;
  }
}
