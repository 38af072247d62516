package io.sluice.cli;

import io.sluice.error.Printable;
import java.util.ArrayList;
import java.util.List;

/** Text in lines of a width, broken at blanks, within longer words at commas, or anywhere. */
final class Wrapped {
  private Wrapped() {}

  /** At least one line, which may be empty. */
  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = Printable.line(text).strip();
    while (rest.codePointCount(0, rest.length()) > width) {
      int end = end(rest, rest.offsetByCodePoints(0, width));
      lines.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  /** The first line of it; one that is cut ends with three points. */
  static String cut(String text, int width) {
    String line = Printable.line(text).strip();
    return line.codePointCount(0, line.length()) <= width
        ? line
        : line.substring(0, line.offsetByCodePoints(0, width - 3)).stripTrailing() + "...";
  }

  /** Behind a blank, else a comma, else what opens a part of a type. */
  private static int end(String text, int most) {
    if (text.charAt(most) == ' ') {
      return most;
    }
    for (String breaks : List.of(" ", ",", ":<")) {
      for (int i = most - 1; i >= 0; i--) {
        if (breaks.indexOf(text.charAt(i)) >= 0) {
          return i + 1;
        }
      }
    }
    return most;
  }
}
