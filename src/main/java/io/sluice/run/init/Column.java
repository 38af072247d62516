package io.sluice.run.init;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** One column of the samples: its values, and whether they could tell rows apart. */
final class Column {
  private final String from;
  private final Seen seen = new Seen();
  private Optional<Guess> declared;
  private final Set<String> values = new HashSet<>();
  private boolean unique;
  private long filled;
  private int files;

  /**
   * A column of samples.
   *
   * @param declared the type, where the file says it
   * @param mayBeKey whether to find out if each file has every value once
   */
  Column(String from, Optional<Guess> declared, boolean mayBeKey) {
    this.from = from;
    this.declared = declared;
    this.unique = mayBeKey;
  }

  /** Its name in files. */
  String from() {
    return from;
  }

  Seen seen() {
    return seen;
  }

  /** The type that files say, if they do. */
  Optional<Guess> declared() {
    return declared;
  }

  /** Notes the type that one more file says; files that differ make it text. */
  void declare(Guess guess) {
    if (declared.filter(before -> !before.type().equals(guess.type())).isPresent()) {
      declared = Optional.of(Guess.text("the files differ"));
    }
  }

  /** Notes a value that is not null, for a key. */
  void fill(String value) {
    filled++;
    if (unique && !values.add(value)) {
      unique = false;
      values.clear();
    }
  }

  /** A file has the column. A row may come again in the next file: it has changed. */
  void endFile() {
    files++;
    values.clear();
  }

  int files() {
    return files;
  }

  /** How many values are not null. */
  long filled() {
    return filled;
  }

  /** Whether no file has a value twice. */
  boolean isUnique() {
    return unique;
  }
}
