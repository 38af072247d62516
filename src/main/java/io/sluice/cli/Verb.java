package io.sluice.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the first argument may be, in the order in which help lists them. */
enum Verb {
  DEMO("runs every sample dataset through all its increments in a fresh lake"),
  CHECK("reads job and environment files and says everything that is wrong with them"),
  EXTRACT("exports what has changed at the sources into the raw zone"),
  INGEST("merges what is pending in the raw zone into the clean tables"),
  STATUS("says per dataset what is pending, its rows and version, and whether it is fresh"),
  EXPORTS("prints what was asked of the sources and what came"),
  SHOW("prints rows of a clean table"),
  HELP("explains a verb: help ingest");

  private final String summary;

  Verb(String summary) {
    this.summary = summary;
  }

  static Optional<Verb> of(String word) {
    return Arrays.stream(values()).filter(verb -> verb.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Verb::word).toList();
  }

  /** As it is typed. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it does, in half a line. */
  String summary() {
    return summary;
  }
}
