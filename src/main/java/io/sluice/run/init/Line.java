package io.sluice.run.init;

import io.sluice.error.Printable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A line of a job file.
 *
 * @param code what stands in it
 * @param reason why, for its comment
 */
record Line(String code, String reason) {
  /** Of lines of comment; a longer word, such as the name of a file, has a line of its own. */
  private static final int WIDTH = 100;

  /** Where reasons begin, if the code before them is no longer. */
  private static final int WIDEST_CODE = 44;

  /** Lines with their reasons behind them, or above those that leave no room. */
  static String block(List<Line> lines) {
    int width =
        lines.stream()
            .mapToInt(line -> line.code().length())
            .filter(length -> length <= WIDEST_CODE)
            .max()
            .orElse(0);
    return lines.stream().map(line -> line.text(width)).collect(Collectors.joining());
  }

  private String text(int width) {
    String padded = code + " ".repeat(Math.max(0, width - code.length()));
    String whole = padded + "  # " + Printable.line(reason) + "\n";
    return whole.length() <= WIDTH + 1 ? whole : comment(indent(), reason + ":") + code + "\n";
  }

  private String indent() {
    return code.substring(0, code.length() - code.stripLeading().length());
  }

  /** A comment of as many lines as it takes. */
  static String comment(String indent, String text) {
    StringBuilder lines = new StringBuilder();
    StringBuilder line = new StringBuilder(indent + "#");
    for (String word : Printable.line(text).split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH && line.length() > indent.length() + 1) {
        lines.append(line).append('\n');
        line = new StringBuilder(indent + "#");
      }
      line.append(' ').append(word);
    }
    return lines.append(line).append('\n').toString();
  }
}
