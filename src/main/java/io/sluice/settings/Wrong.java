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

  /** A key that is not among the known ones: how it was meant, where that can be told. */
  public static Wrong key(String key, Collection<String> known) {
    return meant(key, known)
        .map(told -> of("unknown key; " + told))
        .orElseGet(() -> word("unknown key", key, known));
  }

  /** How a key was meant that lacks a colon, or is written as a path; empty for another one. */
  public static Optional<String> meant(String key, Collection<String> known) {
    int dot = key.indexOf('.');
    return dot > 0 && known.contains(key.substring(0, dot))
        ? Optional.of(
            "keys are nested; write "
                + key.replace(".", ": and, indented in the line below it, ")
                + ":")
        : MissingColon.told(key, known);
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
