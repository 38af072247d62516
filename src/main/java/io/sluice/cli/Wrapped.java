package io.sluice.cli;

import io.sluice.error.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text in lines of a width. */
final class Wrapped {
  private static final Pattern LAST_GAP = Pattern.compile("^ *\\S(?:.*\\S)? {2,}(?=\\S)");

  private Wrapped() {}

  /**
   * Lines of text, each broken at blanks alone: paths, ids and commands can be copied. What follows
   * in a line of its own is indented two blanks more.
   */
  static String folded(String text, int width) {
    return Printable.lines(text)
        .lines()
        .map(line -> foldedLine(line, width))
        .collect(Collectors.joining("\n", "", text.endsWith("\n") ? "\n" : ""));
  }

  /**
   * A page of text: lines of a paragraph are joined, and so are the lines of a table's last column.
   */
  static String page(String text, int width) {
    StringBuilder page = new StringBuilder();
    String block = "";
    int hanging = 0;
    for (String line : text.split("\n", -1)) {
      boolean goesOn = !block.isBlank() && !line.isBlank() && indent(line) == hanging;
      if (goesOn && !LAST_GAP.matcher(line).find()) {
        block += " " + line.strip();
      } else {
        page.append(folded(block, width, hanging)).append('\n');
        block = line;
        hanging = hanging(line);
      }
    }
    return page.append(folded(block, width, hanging)).substring(1);
  }

  /** Where the next line of the same text begins. */
  private static int hanging(String line) {
    Matcher gap = LAST_GAP.matcher(line);
    if (gap.find()) {
      return gap.end();
    }
    return indent(line) == 0 ? 0 : indent(line) + 2;
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  private static String foldedLine(String line, int width) {
    return folded(line, width, indent(line) + 2);
  }

  private static String folded(String line, int width, int hanging) {
    int indent = indent(line);
    StringBuilder folded = new StringBuilder(" ".repeat(indent));
    int at = indent;
    for (String word : line.strip().split(" ", -1)) {
      int length = word.codePointCount(0, word.length());
      boolean first = at == indent;
      if (!first && at + 1 + length > width) {
        folded.append('\n').append(" ".repeat(hanging));
        at = hanging;
      } else if (!first) {
        folded.append(' ');
        at++;
      }
      folded.append(word);
      at += length;
    }
    return folded.toString();
  }

  /**
   * Broken at blanks, within longer words at commas, or anywhere; at least one line, which may be
   * empty.
   */
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
