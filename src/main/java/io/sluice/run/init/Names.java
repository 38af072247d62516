package io.sluice.run.init;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of columns: from those of files, and what they say about a column. */
final class Names {
  private static final Pattern TIME =
      Pattern.compile(
          "(?:.*_)?(?:at|on|time|timestamp|ts|date|day|created|updated|modified|changed|epoch)(?:_.*)?");
  private static final Pattern CHANGE =
      Pattern.compile(
          "(?:.*_)?(?:updated?|modified|changed?|modification)(?:_(?:at|on|time|timestamp|ts|date|datetime))?"
              + "|(?:.*_)?(?:last|date)_(?:update|updated|modified|change|changed|modification)(?:_.*)?"
              + "|(?:.*_)?(?:ge(?:ä|ae)ndert|aktualisiert)(?:_(?:am|um))?"
              + "|(?:.*_)?(?:ä|ae)nderung(?:_(?:am|um)|s_?(?:datum|zeit|zeitpunkt))?"
              + "|(?:.*_)?(?:modifi(?:é|e)e?|mise?_(?:à|a)_jour)(?:_le)?");
  private static final Pattern DELETE =
      Pattern.compile(
          "(?:is_|was_)?(?:deleted|removed|gone)(?:_flag)?|delete_flag"
              + "|gel(?:ö|oe)scht|supprim[eé]e?|eliminado|borrado|exclu[ií]do");
  private static final Pattern FLAG =
      Pattern.compile(
          "(?:is|has|was|can)_.+|.+_flag|flag|active|enabled|deleted|removed|gone"
              + "|cancelled|aktiv|gesperrt|storniert");

  /** The end of names of keys that are one word with what they tell apart: Kundennr. */
  private static final Pattern KEY_END = Pattern.compile(".+(?:nr|no|id|number|code|key|nummer)");

  /** The rank of the best names of keys that do not say what they identify. */
  static final int RANK_OF_ANY_KEY = 7;

  /** What answers say of themselves: a status, a page. */
  private static final Pattern OF_ANSWER =
      Pattern.compile(
          "code|ref|reference|(?:page_)?(?:no|nr|num|number)|(?:request|trace|correlation)_id");

  private final Set<String> taken = new LinkedHashSet<>();

  /** The name of a table's column: letters, digits and {@code _} in lower case, each name once. */
  String of(String from) {
    String name = words(from);
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  /** The same, where it does not matter whether there is another of this name. */
  static String words(String from) {
    String words =
        Normalizer.normalize(from, Normalizer.Form.NFC)
            .replaceAll("([\\p{Ll}\\p{N}])(\\p{Lu})", "$1_$2")
            .replaceAll("(\\p{Lu})(\\p{Lu}\\p{Ll})", "$1_$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "_")
            .replaceAll("^_+|_+$", "");
    if (words.isEmpty()) {
      return "column";
    }
    return Character.isDigit(words.codePointAt(0)) ? "column_" + words : words;
  }

  static boolean isTime(String name) {
    return TIME.matcher(name).matches() || isChange(name);
  }

  /** Whether a time of this name moves when the row changes. */
  static boolean isChange(String name) {
    return CHANGE.matcher(name).matches();
  }

  static boolean isDeleteFlag(String name) {
    return DELETE.matcher(name).matches();
  }

  static boolean isFlag(String name) {
    return FLAG.matcher(name).matches() || isDeleteFlag(name);
  }

  /**
   * How well a name fits a key, 0 the best; nothing where it does not.
   *
   * @param table the name of the dataset, such as {@code orders}
   */
  static OptionalInt keyRank(String name, String table) {
    String own =
        "(?:" + String.join("|", ofOneRow(table).stream().map(Pattern::quote).toList()) + ")_?";
    List<String> patterns =
        List.of(
            "id",
            own + "id",
            "uuid|guid",
            "key",
            own + "(?:no|nr|num|number|key|uuid|guid|sku|code|ref|reference)",
            "no|nr|num|number|sku",
            "code|ref|reference|ean|gtin|isbn",
            ".+_(?:uuid|guid|key|no|nr|num|number|sku)",
            ".+_id");
    for (int i = 0; i < patterns.size(); i++) {
      if (name.matches(patterns.get(i))) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** Whether a column of this name may be the key: by its name, or if it is the first one. */
  static boolean mayBeKey(String name, String table) {
    return keyRank(name, table).isPresent() || KEY_END.matcher(name).matches();
  }

  /** Whether an object with a value of this name is a row, and no answer with rows in it. */
  static boolean identifies(String name, String table) {
    return keyRank(name, table).isPresent() && !OF_ANSWER.matcher(name).matches();
  }

  /** The name of a table, and words for one of its rows: orders, order. */
  private static Set<String> ofOneRow(String table) {
    String plural = table.replace('-', '_');
    Set<String> words = new LinkedHashSet<>(List.of(plural));
    words.add(plural.replaceFirst("ies$", "y").replaceFirst("s$", ""));
    words.add(plural.replaceFirst("(?<=s|x|ch|sh)es$", ""));
    return words;
  }
}
