package io.sluice.cli;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.cli.Option;

/** How verbs that print rows print them. */
enum RowFormat {
  /** For people: aligned, long cells cut. */
  TABLE,
  /** RFC 4180 with a header; null is an empty cell. */
  CSV,
  /** One object per line, every value as text or null. */
  JSON;

  private static final String NAME = "format";

  /** The option that says which. */
  static Option option() {
    return Flags.choice(NAME, values(), "how rows are printed (default: table)");
  }

  /** The form that the user asked for. */
  static RowFormat of(Given given) {
    boolean json = given.style().json();
    Optional<RowFormat> format = given.oneOf(NAME, Arrays.asList(values()));
    if (json && format.orElse(JSON) != JSON) {
      throw given.wrong("--json and --format contradict each other");
    }
    return format.orElse(json ? JSON : TABLE);
  }
}
