package io.sluice.config;

import io.sluice.settings.MissingColon;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * What the YAML parser refuses, in the words of somebody who writes job files.
 *
 * @param line where the mistake probably is
 */
record BrokenYaml(int line, String message) {
  private static final Pattern CANNOT_BEGIN =
      Pattern.compile("found character '?(.)'?.* that cannot start any token.*");

  /** A value in quotes with more behind it. */
  private static final Pattern QUOTED =
      Pattern.compile("[\\w.-]+:\\s+(?:\"[^\"]*\"|'[^']*')\\s*[^\\s#].*");

  /** A comma that should be a sign of numbers or stand between cells. */
  private static final Pattern COMMA =
      Pattern.compile("\\b(?:decimal|grouping|delimiter):\\s*,\\s*(?:[,}#]|$)");

  private static final Pattern WORD = Pattern.compile("[\\w.-]+");

  static BrokenYaml of(Throwable failure, String content, int line) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MarkedYAMLException marked) {
        return of(marked, content, line);
      }
      if (cause instanceof ReaderException odd) {
        String before = content.substring(0, Math.min(odd.getPosition(), content.length()));
        return new BrokenYaml(
            lines(before).length,
            String.format(
                "broken YAML: the character U+%04X is in this line; remove it",
                odd.getCodePoint()));
      }
    }
    String told = failure instanceof StackOverflowError ? "nested too deep" : failure.getMessage();
    String first = String.valueOf(told).lines().findFirst().orElse("");
    if (first.startsWith("Expected a field name")) {
      return broken(line, "a key must be a plain word, found a list or a map; write key: value");
    }
    return tab(content, line, new BrokenYaml(line, "broken YAML: " + first));
  }

  private static BrokenYaml of(MarkedYAMLException failure, String content, int line) {
    Mark at = failure.getProblemMark();
    Mark begin = failure.getContextMark();
    int found = at == null ? line : at.getLine() + 1;
    int opened = begin == null ? found : begin.getLine() + 1;
    String problem = String.valueOf(failure.getProblem());
    String context = String.valueOf(failure.getContext());
    return tab(content, found, told(lines(content), found, opened, problem, context));
  }

  private static BrokenYaml told(
      String[] lines, int found, int opened, String problem, String context) {
    if (problem.contains("(TAB)")) {
      return broken(
          found, "a tab at line " + found + "; write a blank between a key and its value");
    }
    Matcher character = CANNOT_BEGIN.matcher(problem);
    if (character.matches()) {
      return broken(
          found, "a value cannot begin with " + character.group(1) + "; put the value in quotes");
    }
    if (COMMA.matcher(line(lines, found)).find()) {
      return broken(found, "a comma is a value in this line; write it in quotes: \",\"");
    }
    if (context.contains("flow mapping")) {
      return broken(
          opened,
          "the { of this line is not closed before line " + found + ", or a comma is missing");
    }
    if (context.contains("flow sequence")) {
      return broken(
          opened,
          "the [ of this line is not closed before line " + found + ", or a comma is missing");
    }
    if (context.contains("quoted scalar") && problem.contains("end of stream")) {
      return broken(opened, "a quote that opens in this line is not closed");
    }
    if (context.contains("double-quoted") && problem.contains("escape")) {
      return broken(
          found,
          "a \\ in double quotes begins an escape; write the text in single quotes, or \\\\");
    }
    boolean joined = problem.contains("mapping values are not allowed");
    if (joined || problem.contains("expected <block end>")) {
      Optional<BrokenYaml> above = withoutColon(lines, found);
      if (above.isPresent()) {
        return above.get();
      }
    }
    if (joined) {
      return broken(
          found,
          "a second \": \" in a line, or a line that is indented deeper than the one above; put a"
              + " value that has a colon in quotes, or correct the indentation");
    }
    if (problem.contains("could not find expected ':'")) {
      return broken(
          opened,
          MissingColon.told(line(lines, opened))
              .orElse(
                  "this line is no key with a value; write key: value, with a blank after the"
                      + " colon"));
    }
    if (problem.contains("expected <block end>") && QUOTED.matcher(line(lines, found)).matches()) {
      return broken(
          found,
          "text follows a closing quote, which ends a value of YAML; put the whole value in quotes"
              + " of the other kind, such as \"status = 'deleted'\"");
    }
    if (problem.contains("expected <block end>")) {
      return broken(
          found,
          "this line does not fit the indentation of the lines above; align it with its neighbours");
    }
    if (context.contains("alias") || context.contains("anchor")) {
      return broken(found, "a value cannot begin with * or &; put the value in quotes");
    }
    return broken(found, (context.equals("null") ? "" : context + ", ") + problem);
  }

  /**
   * A line above that lacks its colon, so that the parser takes it and the line for one. A line
   * that goes on with the value of another is none.
   */
  private static Optional<BrokenYaml> withoutColon(String[] lines, int found) {
    int at = above(lines, found);
    if (at == 0 || hasColon(line(lines, at))) {
      return Optional.empty();
    }
    if (WORD.matcher(line(lines, at)).matches() && indent(lines, at) < indent(lines, found)) {
      return Optional.of(
          broken(at, "a colon is missing at the end; write " + line(lines, at) + ":"));
    }
    int around = at;
    while (around > 0 && indent(lines, around) >= indent(lines, at)) {
      around = above(lines, around);
    }
    boolean goesOn = around > 0 && !line(lines, around).endsWith(":");
    return goesOn || indent(lines, at) != indent(lines, found)
        ? Optional.empty()
        : MissingColon.told(line(lines, at)).map(told -> broken(at, told));
  }

  private static boolean hasColon(String line) {
    return line.contains(": ") || line.endsWith(":");
  }

  /** The number of the next line above that is neither empty nor a comment; 0 where none is. */
  private static int above(String[] lines, int number) {
    int at = number - 1;
    while (at > 0 && (line(lines, at).isEmpty() || line(lines, at).startsWith("#"))) {
      at--;
    }
    return at;
  }

  private static String line(String[] lines, int number) {
    return number < 1 || number > lines.length ? "" : lines[number - 1].strip();
  }

  private static int indent(String[] lines, int number) {
    String line = number < 1 || number > lines.length ? "" : lines[number - 1];
    return line.length() - line.stripLeading().length();
  }

  private static BrokenYaml broken(int line, String message) {
    return new BrokenYaml(line, "broken YAML: " + message.replace("\n", " "));
  }

  /** Where the line, or the one before it, is indented by a tab, that is the mistake. */
  private static BrokenYaml tab(String content, int line, BrokenYaml otherwise) {
    String[] lines = lines(content);
    int last = Math.min(line, lines.length) - 1;
    for (int i = last; i >= 0 && i >= last - 1; i--) {
      String blanks = lines[i].substring(0, lines[i].length() - lines[i].stripLeading().length());
      if (blanks.indexOf('\t') >= 0) {
        return new BrokenYaml(
            i + 1,
            "broken YAML: a tab at line "
                + (i + 1)
                + "; YAML is indented by blanks alone, so write blanks instead of the tab");
      }
    }
    return otherwise;
  }

  private static String[] lines(String content) {
    return content.split("\r\n|\r|\n", -1);
  }
}
