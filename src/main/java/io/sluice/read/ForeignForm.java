package io.sluice.read;

import io.sluice.stream.GzipStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Formats of text files that are not supported, recognised by a file's first bytes and the end of
 * its name. Gzip is not among them.
 */
final class ForeignForm {
  /** What files in UTF-16 are called, which are text for jobs that say so. */
  static final String UTF_16 = "encoded in UTF-16";

  static final String UTF_16LE = UTF_16 + " without a mark, the low byte first";
  static final String UTF_16BE = UTF_16 + " without a mark, the high byte first";
  private static final int LOOKED_AT = 6;
  private static final byte[] ZIP = HexFormat.of().parseHex("504b0304");
  private static final String PARQUET = "a Parquet file";
  private static final String AVRO = "an Avro file";
  private static final String ORC = "an ORC file, which no raw.format reads,";
  private static final String EXCEL = "an Excel workbook";
  private static final String JSON = "text that begins as JSON does";
  private static final String CSV = "text that does not begin as JSON does";

  /** The first entries that programs write into the zip archive of a workbook. */
  private static final List<String> ENTRIES =
      List.of("[Content_Types].xml", "xl/", "_rels/", "docProps/");

  /** Where the name of the first entry begins in a zip archive. */
  private static final int ENTRY = 30;

  private static final List<Form> FORMS =
      List.of(
          new Form("compressed by zstd", List.of("28b52ffd"), ".zst", ".zstd"),
          new Form("compressed by bzip2", bzip2(), ".bz2", ".bzip2"),
          new Form(EXCEL, List.of("d0cf11e0a1b11ae1"), ".xlsx", ".xlsm", ".xls"),
          new Form("a zip archive", List.of("504b0304", "504b0506"), ".zip"),
          new Form("compressed by xz", List.of("fd377a585a00"), ".xz", ".lzma"),
          new Form("compressed by lz4", List.of("04224d18"), ".lz4"),
          new Form(
              "compressed by snappy",
              List.of("ff060000734e6150", "82534e4150505900"),
              ".snappy",
              ".sz"),
          new Form("compressed by lzop", List.of("894c5a4f000d0a1a"), ".lzo"),
          new Form("compressed by compress", List.of("1f9d"), ".z"),
          new Form("compressed by brotli", List.of(), ".br"),
          new Form("compressed by deflate", List.of(), ".deflate", ".zlib"),
          new Form("a 7z archive", List.of("377abcaf271c"), ".7z"),
          new Form("a tar archive", List.of(), ".tar", ".tgz"),
          new Form(UTF_16, List.of("fffe", "feff")),
          new Form(PARQUET, List.of("5041523115")),
          new Form(AVRO, List.of("4f626a01")));

  private ForeignForm() {}

  /** What a file is that begins so, in words that follow "is"; nothing where it may be text. */
  static Optional<String> ofStart(byte[] start) {
    if (begins(start, ZIP) && start.length > ENTRY) {
      String entry = new String(start, ENTRY, start.length - ENTRY, StandardCharsets.ISO_8859_1);
      if (ENTRIES.stream().anyMatch(entry::startsWith)) {
        return Optional.of(EXCEL);
      }
    }
    return FORMS.stream()
        .filter(form -> form.starts.stream().anyMatch(magic -> begins(start, magic)))
        .map(form -> form.words)
        .findFirst()
        .or(() -> utf16(start))
        .or(() -> orc(start));
  }

  /** The same where a file may not be text. */
  static Optional<String> ofAnyStart(byte[] start) {
    return GzipStream.isGzip(start)
        ? Optional.of("compressed by gzip")
        : ofStart(start).or(() -> text(start));
  }

  /** The {@code raw.format} of files that are called so; nothing where none reads them. */
  static Optional<String> format(String words) {
    return Optional.ofNullable(
        Map.of(PARQUET, "parquet", AVRO, "avro", JSON, "json or json-document", CSV, "csv")
            .get(words));
  }

  /** What to do about a file of this form, which no key reads. */
  static String advice(String words) {
    return words.startsWith(EXCEL) ? "Save it as CSV." : "Export it so.";
  }

  /** What to do about a file that begins so and is no JSON document. */
  static String insteadOfJson(byte[] start) {
    return text(start)
        .filter(CSV::equals)
        .map(csv -> "It is " + csv + ". " + FileForm.ofAllFiles("raw.format: csv"))
        .orElse("Export it again.");
  }

  private static Optional<String> text(byte[] start) {
    for (byte b : start) {
      if (isControl(b)) {
        return Optional.empty();
      }
    }
    String text = new String(start, StandardCharsets.UTF_8).replace("\uFEFF", "").strip();
    return Optional.of(text.startsWith("{") || text.startsWith("[") ? JSON : CSV);
  }

  /** Three letters may begin a text as well; what follows them in a file of ORC is none. */
  private static Optional<String> orc(byte[] start) {
    if (!begins(start, "ORC".getBytes(StandardCharsets.US_ASCII))) {
      return Optional.empty();
    }
    for (byte b : start) {
      if (isControl(b)) {
        return Optional.of(ORC);
      }
    }
    return Optional.empty();
  }

  private static boolean isControl(byte b) {
    return b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r';
  }

  /** Latin letters in UTF-16 have a zero in every second byte, which no other text has. */
  private static Optional<String> utf16(byte[] start) {
    if (start.length < LOOKED_AT) {
      return Optional.empty();
    }
    boolean little = true;
    boolean big = true;
    for (int i = 0; i < LOOKED_AT; i += 2) {
      little &= start[i] != 0 && start[i + 1] == 0;
      big &= start[i] == 0 && start[i + 1] != 0;
    }
    return little || big ? Optional.of(little ? UTF_16LE : UTF_16BE) : Optional.empty();
  }

  /** The same of what was unpacked by gzip. */
  static Optional<String> ofPackedStart(byte[] start) {
    return GzipStream.isGzip(start)
        ? Optional.of("compressed by gzip twice")
        : ofStart(start).map(words -> words + " within gzip");
  }

  /** What a file of this name says it is. */
  static Optional<String> ofName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String plain = lower.endsWith(".gz") ? lower.substring(0, lower.length() - 3) : lower;
    return FORMS.stream()
        .filter(form -> form.endings.stream().anyMatch(plain::endsWith))
        .map(form -> form.words)
        .findFirst();
  }

  /** A digit, from 1 to 9, says how large its blocks are. */
  private static List<String> bzip2() {
    return IntStream.rangeClosed(1, 9).mapToObj(size -> "425a683" + size + "31415926").toList();
  }

  private static boolean begins(byte[] start, byte[] magic) {
    return start.length >= magic.length
        && Arrays.equals(start, 0, magic.length, magic, 0, magic.length);
  }

  /** What one form is called, and how its files begin and are named. */
  private record Form(String words, List<byte[]> starts, List<String> endings) {
    Form(String words, List<String> starts, String... endings) {
      this(words, starts.stream().map(HexFormat.of()::parseHex).toList(), List.of(endings));
    }
  }
}
