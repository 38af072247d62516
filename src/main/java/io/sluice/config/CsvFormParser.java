package io.sluice.config;

import io.sluice.settings.Node;
import io.sluice.settings.Section;
import io.sluice.settings.Wrong;
import io.sluice.spec.CsvForm;
import io.sluice.spec.CsvForm.Encoding;
import io.sluice.spec.RawSpec.RawFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How CSV files are written: the section {@code raw.csv}. */
final class CsvFormParser {
  static final Set<String> KEYS =
      Section.ordered(
          "delimiter",
          "quote",
          "escape",
          "encoding",
          "header",
          "names",
          "skip_lines",
          "comment",
          "null_values");

  /** Names of encodings that Windows and other programs use, in lower case. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "cp1252", "windows-1252",
          "cp-1252", "windows-1252",
          "win-1252", "windows-1252",
          "ansi", "windows-1252",
          "iso8859-1", "latin-1",
          "ascii", "utf-8",
          "us-ascii", "utf-8");

  private static final int LAST_ASCII = 126;

  private final Section csv;
  private final boolean exported;

  /**
   * A parser of a raw section.
   *
   * @param exported whether a connector of ours writes the files
   */
  CsvFormParser(Section raw, boolean exported) {
    this.csv = raw.section("csv");
    this.exported = exported;
  }

  /** The names that people have for encodings. */
  private enum EncodingName {
    UTF_8(Encoding.UTF_8),
    UTF_8_BOM(Encoding.UTF_8),
    LATIN_1(Encoding.LATIN_1),
    ISO_8859_1(Encoding.LATIN_1),
    WINDOWS_1252(Encoding.WINDOWS_1252),
    UTF_16(Encoding.UTF_16),
    UTF_16LE(Encoding.UTF_16LE),
    UTF_16BE(Encoding.UTF_16BE);

    private final Encoding encoding;

    EncodingName(Encoding encoding) {
      this.encoding = encoding;
    }
  }

  CsvForm parse(Optional<RawFormat> format) {
    NestedKeys.allow(csv, KEYS);
    if (format.filter(f -> f != RawFormat.CSV).isPresent()) {
      KEYS.stream()
          .filter(csv::has)
          .forEach(key -> csv.problem(key, "goes with raw.format: csv alone"));
      return CsvForm.USUAL;
    }
    KEYS.stream()
        .filter(key -> exported && csv.has(key) && !key.equals("null_values"))
        .forEach(key -> csv.problem(key, "does not go with extract, which writes the usual form"));
    CsvForm usual = CsvForm.USUAL;
    int delimiter = character("delimiter", usual.delimiter());
    int quote = character("quote", usual.quote());
    int escape = character("escape", usual.escape());
    int comment = character("comment", usual.comment());
    if (delimiter == CsvForm.NONE) {
      csv.problem("delimiter", "is needed; write one such as \";\"");
    }
    // A quote that escapes a quote is the doubled one of the usual form.
    escape = escape == quote ? CsvForm.NONE : escape;
    requireDifferent(
        Map.of("quote", quote, "escape", escape, "comment", comment), "delimiter", delimiter);
    requireDifferent(Map.of("escape", escape, "comment", comment), "quote", quote);
    requireDifferent(Map.of("comment", comment), "escape", escape);
    return new CsvForm(
        delimiter,
        quote,
        escape,
        comment,
        encoding().map(name -> name.encoding).orElse(Encoding.UTF_8),
        names(),
        csv.number("skip_lines", 0).orElse(0L),
        csv.has("null_values") ? TextFormParser.anyTexts(csv, "null_values") : usual.nullValues());
  }

  /** Names that other programs have for encodings are near to none of ours. */
  private Optional<EncodingName> encoding() {
    Optional<String> meant =
        csv.value("encoding")
            .filter(Node::isScalar)
            .map(written -> OTHER_NAMES.get(written.text().toLowerCase(Locale.ROOT)));
    if (meant.isEmpty()) {
      return csv.choice("encoding", EncodingName.class);
    }
    csv.problem(
        "encoding",
        Wrong.of(
                csv.value("encoding").get().quoted()
                    + " is not one of the encodings; did you mean \""
                    + meant.get()
                    + "\"?")
            .suggesting(meant));
    return Optional.empty();
  }

  private int character(String key, int usual) {
    Optional<Node> written = csv.value(key);
    if (written.isEmpty()) {
      return usual;
    }
    String text = written.get().text();
    if (text.equals("none")) {
      return CsvForm.NONE;
    }
    String character = text.equals("tab") || text.equals("\\t") ? "\t" : text;
    if (character.length() != 1
        || character.charAt(0) > LAST_ASCII
        || character.equals("\n")
        || character.equals("\r")) {
      csv.problem(
          key, written.get().quoted() + " is not one character of ASCII, such as ; or | or tab");
      return usual;
    }
    return character.charAt(0);
  }

  private void requireDifferent(Map<String, Integer> others, String key, int character) {
    others.forEach(
        (other, same) -> {
          if (same == character && same != CsvForm.NONE) {
            csv.problem(other, "is the " + key + " as well; each has a character of its own");
          }
        });
  }

  private List<String> names() {
    boolean header = csv.flag("header").orElse(true);
    if (header == csv.has("names")) {
      csv.problem(
          "names",
          header
              ? "goes with header: false alone"
              : "is missing; header: false needs the names of all cells, in their order");
    }
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Node value : csv.list("names")) {
      String name = csv.text(value).orElse("");
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        csv.problems().add(value, "\"" + name + "\" is there twice, but for case");
      }
      names.add(name);
    }
    return header ? List.of() : names;
  }
}
