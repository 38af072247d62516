package io.sluice.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The words of a command line as a shell takes them, where quotes stand around whole words. */
final class ShellWords {
  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");

  private ShellWords() {}

  static List<String> of(String command) {
    List<String> words = new ArrayList<>();
    for (String word : WORD.matcher(command).results().map(MatchResult::group).toList()) {
      words.add(word.replaceAll("\"([^\"]*)\"|'([^']*)'", "$1$2"));
    }
    return words;
  }
}
