package io.sluice.settings;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as people write them, in powers of 1000 as they are printed: {@code 500MB}, {@code 64 GB}.
 */
public final class Sizes {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) ?(b|kb|mb|gb|tb)");

  private Sizes() {}

  /** The bytes, 1 or more; empty if the text is no such size. */
  public static OptionalLong parse(String text) {
    Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    long unit =
        switch (matcher.group(2)) {
          case "b" -> 1L;
          case "kb" -> 1_000L;
          case "mb" -> 1_000_000L;
          case "gb" -> 1_000_000_000L;
          default -> 1_000_000_000_000L;
        };
    long count = Long.parseLong(matcher.group(1));
    return count == 0 || count > Long.MAX_VALUE / unit
        ? OptionalLong.empty()
        : OptionalLong.of(count * unit);
  }
}
