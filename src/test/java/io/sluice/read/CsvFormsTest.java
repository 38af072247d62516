package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.csv.CsvRecords;
import io.sluice.spark.Rows;
import io.sluice.spark.TestSession;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.CsvForm;
import io.sluice.spec.CsvForm.Encoding;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV files of any form, from their bytes to rows. */
final class CsvFormsTest {
  @TempDir Path folder;
  private RawFolder raw;

  @BeforeEach
  void open() {
    raw = new RawFolder(folder);
  }

  private static CsvForm form(
      int delimiter, int quote, int escape, int comment, Encoding encoding) {
    return new CsvForm(delimiter, quote, escape, comment, encoding, List.of(), 0, List.of(""));
  }

  private static CsvForm encoded(Encoding encoding) {
    return form(',', '"', CsvForm.NONE, CsvForm.NONE, encoding);
  }

  private static JobSpec job(CsvForm form) {
    return Jobs.of(Jobs.text("id"), Jobs.text("note")).csv(form).job();
  }

  static Stream<Arguments> files() {
    int none = CsvForm.NONE;
    return Stream.of(
        Arguments.of(
            form(';', '"', none, none, Encoding.UTF_8),
            "id;note\n1;a,b\n2;\"c;\"\"d\"\n",
            List.of("1|a,b", "2|c;\"d")),
        Arguments.of(
            form('\t', none, none, none, Encoding.UTF_8),
            "id\tnote\r\n1\t\"a\r\n2\tb\"\r\n",
            List.of("1|\"a", "2|b\"")),
        Arguments.of(
            form('|', '\'', none, none, Encoding.UTF_8),
            "id|note\n1|'a|''b\nc'\n2|\"d\"",
            List.of("1|a|'b\nc", "2|\"d\"")),
        Arguments.of(
            form(',', '"', '\\', none, Encoding.UTF_8),
            "id,note\n1,\"a\\\"b\\\\\"\n2,c\\,d\\\ne\n3,\\N\n4,\"f\"\"g\"\n",
            List.of("1|a\"b\\", "2|c,d\ne", "3|\\N", "4|f\"g")),
        Arguments.of(
            form('\t', none, '\\', none, Encoding.UTF_8),
            "id\tnote\n1\ta\\\tb\n2\t\"\\n\\\r\n",
            List.of("1|a\tb", "2|\"\\n\r")),
        Arguments.of(
            form(',', '"', none, '#', Encoding.UTF_8),
            "# of today\n\nid,note\n#1,x\n1,#a\n\"#2\",\"\n#b\"\n# a \"quote\n",
            List.of("1|#a", "#2|\n#b")),
        Arguments.of(
            new CsvForm(',', '"', none, '#', Encoding.UTF_8, List.of(), 3, List.of("")),
            "\uFEFFReport \"of\r\n\r\n#\r\n# x\r\nid,note\r\n1,a\r\n",
            List.of("1|a")),
        Arguments.of(
            new CsvForm(',', '"', none, none, Encoding.UTF_8, List.of(), 1, List.of("")),
            "Report\rid,note\r1,a\r",
            List.of("1|a")),
        Arguments.of(
            new CsvForm(
                ';',
                '"',
                none,
                none,
                Encoding.UTF_8,
                List.of("note", "more", "ID"),
                1,
                List.of("")),
            "Report\na;;1\nb;x;2\n",
            List.of("1|a", "2|b")),
        Arguments.of(
            new CsvForm(
                ',', '"', none, none, Encoding.UTF_8, List.of(), 0, List.of("NULL", "\\N", "-")),
            "id,note\n1,NULL\n2,\\N\n3,\"-\"\n4,\n5,null\n",
            List.of("1|null", "2|null", "3|null", "4|", "5|null text")));
  }

  @ParameterizedTest
  @MethodSource("files")
  void givenAFileOfAForm_whenRead_thenItsRowsInEveryPlaceAndInParts(
      CsvForm form, String text, List<String> rows) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    raw.write("a.csv", bytes);

    assertThat(local(job(form))).isEqualTo(rows);
    assertThat(distributed(job(form))).isEqualTo(rows);
    assertThat(inParts(form, bytes)).isEqualTo(rows);
  }

  /** What is written in Latin-1 is in Windows-1252, too. */
  @ParameterizedTest
  @EnumSource(Encoding.class)
  void givenAnEncoding_whenRead_thenItsCharactersAndItsHeader(Encoding encoding)
      throws IOException {
    String text = "id,Größe\r\n1,\"Müller\r\nà\"\r\n2,ß\r\n";
    JobSpec job = Jobs.of(Jobs.text("id"), Jobs.text("größe")).csv(encoded(encoding)).job();
    List<String> rows = List.of("1|Müller\r\nà", "2|ß");
    byte[] bytes = bytes(encoding, text);
    raw.write("a.csv", bytes);

    assertThat(local(job)).isEqualTo(rows);
    assertThat(distributed(job)).isEqualTo(rows);
    raw.write("a.csv", packed(bytes));
    assertThat(local(job)).isEqualTo(rows);
    assertThat(distributed(job)).isEqualTo(rows);
  }

  @Test
  void givenCharactersOfAnEncodingAlone_whenRead_thenThem() throws IOException {
    raw.write("a.csv", bytes(Encoding.WINDOWS_1252, "id,note\n1,€ “x”\n"));
    assertThat(local(job(encoded(Encoding.WINDOWS_1252)))).containsExactly("1|€ “x”");
    raw.write("a.csv", bytes(Encoding.UTF_16, "id,note\n1,😀 €\n"));
    assertThat(local(job(encoded(Encoding.UTF_16)))).containsExactly("1|😀 €");
    raw.write("a.csv", "\uFEFFid,note\n1,😀\n".getBytes(StandardCharsets.UTF_16LE));
    assertThat(local(job(encoded(Encoding.UTF_16)))).containsExactly("1|😀");
    assertThat(local(job(encoded(Encoding.UTF_16LE)))).containsExactly("1|😀");
  }

  /** The bytes of a file, its header {@code id,note} in them, against what its refusal says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WINDOWS_1252|69642c6e6f74650a312c81|not WINDOWS-1252, found another byte at offset 10. ",
        "UTF_8|69642c6e6f74650a312ce4|not UTF-8, found another byte at offset 10. The increment stays"
            + " pending. If all files of the dataset are so, set raw.csv.encoding, such as latin-1 or"
            + " windows-1252; otherwise export this file again as the others are.",
        "WINDOWS_1252|69642c6e6f74650a312cc381|found another byte at offset 11; up to there it is UTF-8."
            + " The increment stays pending. If all files of the dataset are so, set raw.csv.encoding: utf-8;",
        "LATIN_1|69642c6e6f74650a312c610a322cc3a4e282ac|is encoded in UTF-8, as every character outside"
            + " ASCII shows, first in line 3, against raw.csv.encoding: latin-1. The increment stays"
            + " pending. If all files of the dataset are so, set raw.csv.encoding: utf-8; otherwise"
            + " export this file again as the others are.",
        "WINDOWS_1252|69642c6e6f74650a312cc3a4|is encoded in UTF-8, as every character outside ASCII"
            + " shows, first in line 2, against raw.csv.encoding: windows-1252.",
        "LATIN_1|69642c6e6f74650a312c80|byte 0x80 in line 2 is a control character in latin-1 and \"€\" in"
            + " windows-1252, against raw.csv.encoding: latin-1. The increment stays pending. If all"
            + " files of the dataset are so, set raw.csv.encoding: windows-1252; otherwise export this"
            + " file again as the others are.",
        "LATIN_1|69642c6e6f74650ae42c610a322cc39f|byte 0x9F in line 3 is a control character in latin-1",
        "LATIN_1|69642c6e6f74650a322cc39f0ac3|byte 0x9F in line 2 is a control character in latin-1",
        "LATIN_1|69642c6e6f74650a312c85|byte 0x85 in line 2 is a control character (NEL, an end of lines on"
            + " mainframes) in latin-1 and \"…\" in windows-1252",
        "LATIN_1|69642c6e6f74650a312c81|byte 0x81 in line 2 is a control character in latin-1 and no"
            + " character in windows-1252, against raw.csv.encoding: latin-1. The increment stays"
            + " pending. Export it again in one of the encodings of raw.csv.encoding.",
        "LATIN_1|efbbbf69642c6e6f74650a312cc3a4|its mark says utf-8, against LATIN-1",
        "UTF_16|69642c6e6f74650a|it has no byte-order mark, so it may be utf-16le or utf-16be",
        "UTF_16LE|feff00690064|its mark says utf-16be",
        "UTF_8|690064002c006e006f000a00|is encoded in UTF-16 without a mark, the low byte first against text"
            + " in UTF-8, plain or compressed by gzip. The increment stays pending. If all files of the"
            + " dataset are so, set raw.csv.encoding: utf-16le; otherwise",
        "LATIN_1|00690064002c006e006f000a|set raw.csv.encoding: utf-16be; otherwise",
        "UTF_16BE|fffe69006400|its mark says utf-16le",
        "UTF_16BE|00690064002c006e006f00740065000a0031002cd83d0041|not UTF-16BE, found another byte"
            + " at offset 20",
        "UTF_16LE|690064002c006e006f00740065000a0031002c003d|not UTF-16LE, found another byte at"
            + " offset 20",
        "UTF_16LE|690064002c006e006f00740065000a0031002c0000de|not UTF-16LE, found another byte at"
            + " offset 20",
        "LATIN_1|fffe69006400|is encoded in UTF-16 against text in LATIN-1, plain or compressed by"
            + " gzip. The increment stays pending. If all files of the dataset are so, set"
            + " raw.csv.encoding: utf-16; otherwise",
        "UTF_16|feff00690064002c006e006f00740065000a0022|a quote opens at line 2, byte 11 of the text"
            + " as UTF-8, and is never closed",
        "LATIN_1|69642c6e6f74650ae42c22|a quote opens at line 2, byte 10, and is never closed"
      })
  void givenAFileOfAnotherEncoding_whenScanned_thenRefusedWithThePlace(
      Encoding encoding, String hex, String reason) throws IOException {
    raw.write("a.csv", HexFormat.of().parseHex(hex));

    assertThat(raw.scan(job(encoded(encoding))).refused().get(0).reason()).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "312c61", // ASCII alone
        "312cc3a40a322ce4", // what may be UTF-8, and what cannot
        "312cc3", // the start of a sequence
        "312ce40a322cc3a4"
      })
  void givenAFileThatIsNotAllUtf8_whenItIsInAnEightBitEncoding_thenItIsRead(String rows)
      throws IOException {
    raw.write("a.csv", HexFormat.of().parseHex("69642c6e6f74650a" + rows));

    assertThat(raw.scan(job(encoded(Encoding.LATIN_1))).refused()).isEmpty();
    assertThat(raw.scan(job(encoded(Encoding.WINDOWS_1252))).refused()).isEmpty();
  }

  @Test
  void givenCommentsAndEscapedLineEnds_whenAQuoteIsOpen_thenItsLineCountsThem() throws IOException {
    CsvForm form = new CsvForm(',', '"', '\\', '#', Encoding.UTF_8, List.of(), 1, List.of(""));
    raw.write("a.csv", "x\n#\nid,note\n1,\\\n\n#\n2,\"open");

    assertThat(raw.scan(job(form)).refused().get(0).reason())
        .contains("a quote opens at line 7, byte 21, and is never closed");
  }

  @Test
  void givenAFileWithoutHeader_whenItHasOneOrNoRows_thenNothingIsTakenForARow() throws IOException {
    CsvForm form =
        new CsvForm(',', '"', -1, -1, Encoding.UTF_8, List.of("id", "note"), 0, List.of(""));
    raw.write("a.csv", "id,note\n1,a\n1\n");
    raw.write("b.csv", "");

    assertThat(local(job(form))).containsExactly("repeated-header", "1|a", "ragged");
  }

  @Test
  void givenTablesInAnyForm_whenReadBack_thenTheyAreEqual() throws IOException {
    Random random = new Random(20261120);
    for (int i = 0; i < 300; i++) {
      CsvForm form = anyForm(random);
      List<String> rows = new ArrayList<>();
      StringBuilder text = new StringBuilder("skip".repeat((int) form.skipLines()));
      text.append("\n".repeat((int) form.skipLines()));
      if (form.hasHeader()) {
        text.append("id").append((char) form.delimiter()).append("note\n");
      }
      for (int row = random.nextInt(5); row >= 0; row--) {
        String id = anyCell(random, form) + row;
        String note = anyCell(random, form);
        rows.add(id + "|" + (note.isEmpty() ? "null" : note));
        text.append(written(id, form, random)).append((char) form.delimiter());
        text.append(written(note, form, random)).append(random.nextBoolean() ? "\n" : "\r\n");
        if (form.comment() != CsvForm.NONE) {
          text.append((char) form.comment()).append(" \"x;,\n");
        }
      }
      byte[] bytes = bytes(form.encoding(), text.toString());
      raw.write("a.csv", bytes);

      assertThat(local(job(form))).as("%s%n%s", form, text).isEqualTo(rows);
      if (!form.encoding().isUtf16()) {
        assertThat(inParts(form, bytes)).as("%s%n%s", form, text).isEqualTo(rows);
      }
    }
  }

  private static CsvForm anyForm(Random random) {
    int quote = "\"'".charAt(random.nextInt(2));
    boolean quotes = random.nextInt(3) > 0;
    boolean escapes = !quotes || random.nextBoolean();
    return new CsvForm(
        ",;\t|\u0001".charAt(random.nextInt(5)),
        quotes ? quote : CsvForm.NONE,
        escapes ? '\\' : CsvForm.NONE,
        random.nextBoolean() ? '#' : CsvForm.NONE,
        List.of(Encoding.values()).get(random.nextInt(Encoding.values().length)),
        random.nextBoolean() ? List.of() : List.of("id", "note"),
        random.nextInt(3),
        List.of(""));
  }

  private static String anyCell(Random random, CsvForm form) {
    String characters = ",;\t|\"'\\#\n\r N\u0001é" + (form.encoding().isUtf16() ? "€😀" : "ab");
    int[] points = characters.codePoints().toArray();
    StringBuilder cell = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      cell.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return cell.toString();
  }

  /** A cell as a program would write it that escapes whatever may mean something. */
  private static String written(String cell, CsvForm form, Random random) {
    String special = "\n\r" + (char) form.delimiter() + "#\"'";
    boolean plain = cell.chars().noneMatch(c -> special.indexOf(c) >= 0 || c == form.escape());
    if (plain && !cell.isEmpty() && random.nextBoolean()) {
      return cell;
    }
    String escape = form.escape() == CsvForm.NONE ? "" : Character.toString(form.escape());
    String escaped = escape.isEmpty() ? cell : cell.replace(escape, escape + escape);
    if (form.quote() == CsvForm.NONE) {
      StringBuilder text = new StringBuilder();
      escaped
          .chars()
          .forEach(
              c -> {
                boolean means =
                    c == form.delimiter() || c == '\n' || c == '\r' || c == form.comment();
                text.append(means ? escape : "").append((char) c);
              });
      return text.toString();
    }
    String quote = Character.toString(form.quote());
    String before = escape.isEmpty() || random.nextBoolean() ? quote : escape;
    return quote + escaped.replace(quote, before + quote) + quote;
  }

  private static byte[] bytes(Encoding encoding, String text) {
    return switch (encoding) {
      case UTF_16 -> text.getBytes(StandardCharsets.UTF_16);
      case UTF_16LE -> text.getBytes(StandardCharsets.UTF_16LE);
      case UTF_16BE -> text.getBytes(StandardCharsets.UTF_16BE);
      case UTF_8, LATIN_1, WINDOWS_1252 -> {
        Charset charset = encoding.parsedAs();
        assertThat(new String(text.getBytes(charset), charset)).isEqualTo(text);
        yield text.getBytes(charset);
      }
    };
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private List<String> local(JobSpec job) {
    Rows rows =
        new IncrementReader(job, true).local(TestSession.shared(), raw.storage, accepted(job));
    return texts(((Rows.Local) rows).rows());
  }

  private List<String> distributed(JobSpec job) {
    return texts(
        new IncrementReader(job, true)
            .read(TestSession.shared(), accepted(job))
            .dataset(TestSession.shared())
            .collectAsList());
  }

  private List<ScannedFile> accepted(JobSpec job) {
    ScanResult result = raw.scan(job);
    assertThat(result.refused()).isEmpty();
    return result.files();
  }

  /** A part for each record, cut where the scan would cut long files. */
  private List<String> inParts(CsvForm form, byte[] bytes) throws IOException {
    ScannedFile file = accepted(job(form)).get(0);
    List<ScannedFile.Part> parts = new ArrayList<>();
    CsvRecords records = CsvRecords.from(0, new ByteArrayInputStream(bytes), form, 1_000_000);
    if (form.hasHeader()) {
      records.skip();
    }
    for (int i = 1; records.skip() && !records.endsWithCarriageReturn(); i++) {
      parts.add(new ScannedFile.Part(records.offset(), i));
    }
    ScannedFile cut =
        new ScannedFile(
            file.increment(),
            file.ordinal(),
            file.file(),
            file.location(),
            file.header(),
            file.records(),
            parts,
            file.drift(),
            file.unpackedBytes());
    List<String> rows = new ArrayList<>();
    RowParser parser = new RowParser(job(form));
    for (SourceFile part : new IncrementReader(job(form), true).sources(cut).toList()) {
      ByteArrayInputStream in = new ByteArrayInputStream(bytes);
      in.skipNBytes(part.from());
      try (RowSource source = RowSource.open(FileForm.of(job(form).raw()), in, part, parser)) {
        List<Row> read = new ArrayList<>();
        source.forEachRemaining(read::add);
        rows.addAll(texts(read));
      }
    }
    return rows;
  }

  /** Key and note; of refused rows the reason. A null is {@code null}, that text something else. */
  private static List<String> texts(List<Row> rows) {
    int reason = ReadColumns.schema(Arrays.asList(columns())).fieldIndex(ReadColumns.REASON);
    return rows.stream()
        .map(
            row ->
                row.isNullAt(reason)
                    ? row.getString(0)
                        + "|"
                        + ("null".equals(row.getString(1)) ? "null text" : row.getString(1))
                    : row.getString(reason))
        .toList();
  }

  private static ColumnSpec[] columns() {
    return new ColumnSpec[] {Jobs.text("id"), Jobs.text("note")};
  }
}
