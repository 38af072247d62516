package io.sluice.read;

import io.sluice.spec.TextForm.NumberSigns;
import java.util.regex.Pattern;

/** Numbers of columns that say which signs theirs have. */
final class WrittenNumber {
  private static final String BLANKS = " \u00a0\u202f";

  private WrittenNumber() {}

  /**
   * The number with a point and without grouping, as it is usually written; whether it is one at
   * all is left to others.
   *
   * @throws BadValueException if a sign stands where it has no meaning
   */
  static String usual(NumberSigns signs, String text) throws BadValueException {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    int end = start;
    while (end < text.length() && (isDigit(text.charAt(end)) || groups(signs, text.charAt(end)))) {
      end++;
    }
    String rest = text.substring(end);
    if (signs.decimal() != '.' && rest.indexOf('.') >= 0) {
      throw new BadValueException("a point, against decimal: \"" + signs.decimal() + "\"");
    }
    if (!rest.isEmpty() && rest.charAt(0) == signs.decimal()) {
      rest = "." + rest.substring(1);
    }
    return text.substring(0, start) + ungrouped(text.substring(start, end)) + rest;
  }

  /** Whole thousands behind one to three digits, with the same sign between all. */
  private static String ungrouped(String digits) throws BadValueException {
    int first = 0;
    while (first < digits.length() && isDigit(digits.charAt(first))) {
      first++;
    }
    if (first == digits.length()) {
      return digits;
    }
    String[] groups = digits.split(Pattern.quote(digits.substring(first, first + 1)), -1);
    for (int i = 0; i < groups.length; i++) {
      boolean whole = i == 0 ? first >= 1 && first <= 3 : groups[i].length() == 3;
      if (!whole || !groups[i].chars().allMatch(c -> isDigit((char) c))) {
        throw new BadValueException("grouping that does not stand at thousands");
      }
    }
    return String.join("", groups);
  }

  private static boolean groups(NumberSigns signs, char c) {
    return signs.grouping() != NumberSigns.NONE
        && (c == signs.grouping() || (signs.grouping() == ' ' && BLANKS.indexOf(c) >= 0));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
