package io.sluice.spec;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How the CSV files of a dataset are written. The characters are ASCII.
 *
 * @param delimiter between cells
 * @param quote around cells that hold other characters of the form; {@link #NONE} where quotes are
 *     text
 * @param escape makes the character behind it text; {@link #NONE} where a quote within quotes is
 *     doubled
 * @param comment begins lines that are left out; or {@link #NONE}
 * @param encoding of all files
 * @param names of the cells, in their order; empty where each file has a header
 * @param skipLines lines before the header, or before the first record where there is none
 * @param nullValues texts that are null in all columns that do not say otherwise
 */
public record CsvForm(
    int delimiter,
    int quote,
    int escape,
    int comment,
    Encoding encoding,
    List<String> names,
    long skipLines,
    List<String> nullValues)
    implements Serializable {

  /** No character. */
  public static final int NONE = -1;

  /** The form of RFC 4180, which our own files have. */
  public static final CsvForm USUAL =
      new CsvForm(',', '"', NONE, NONE, Encoding.UTF_8, List.of(), 0, List.of(""));

  /** How characters are bytes. */
  public enum Encoding {
    UTF_8(StandardCharsets.UTF_8),
    LATIN_1(StandardCharsets.ISO_8859_1),
    WINDOWS_1252(Charset.forName("windows-1252")),
    /** A mark says which of the two. */
    UTF_16(StandardCharsets.UTF_8),
    UTF_16LE(StandardCharsets.UTF_8),
    UTF_16BE(StandardCharsets.UTF_8);

    private final Charset parsedAs;

    Encoding(Charset parsedAs) {
      this.parsedAs = parsedAs;
    }

    /** What parsers take the bytes for; UTF-16 is made UTF-8 before they see it. */
    public Charset parsedAs() {
      return parsedAs;
    }

    /** Whether it has two bytes or four a character. */
    public boolean isUtf16() {
      return this == UTF_16 || this == UTF_16LE || this == UTF_16BE;
    }
  }

  /** Copies the lists. */
  public CsvForm {
    names = List.copyOf(names);
    nullValues = List.copyOf(nullValues);
  }

  /** Whether each file begins with the names of its cells. */
  public boolean hasHeader() {
    return names.isEmpty();
  }
}
