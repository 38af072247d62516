package io.sluice.settings;

import java.util.Collection;
import java.util.Optional;

/**
 * What is wrong with a value: in words, and in the parts that a program would ask for.
 *
 * @param message what was found against what is expected, for people
 * @param found the text that is wrong; empty where a value is missing, or may be a secret
 * @param expected what could stand there
 * @param suggestion the text that was probably meant
 */
public record Wrong(
    String message,
    Optional<String> found,
    Optional<String> expected,
    Optional<String> suggestion) {

  /** A message without parts. */
  public static Wrong of(String message) {
    return new Wrong(message, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A word that is not among the known ones, with the nearest of these, or all of them. */
  public static Wrong word(String message, String word, Collection<String> known) {
    return new Wrong(
        message + Nearest.hint(word, known),
        Optional.of(word),
        known.isEmpty() ? Optional.empty() : Optional.of("one of " + String.join(", ", known)),
        Nearest.to(word, known));
  }

  /** The same with what is expected. */
  public Wrong expecting(String what) {
    return new Wrong(message, found, Optional.of(what), suggestion);
  }

  /** The same with what was probably meant. */
  public Wrong suggesting(Optional<String> meant) {
    return new Wrong(message, found, expected, meant);
  }

  /** The same, found in this value: its text is told only where the message tells it as well. */
  Wrong in(Node value) {
    return found.isPresent() || !value.isScalar() || !message.contains(value.quoted())
        ? this
        : new Wrong(message, Optional.of(value.text()), expected, suggestion);
  }
}
