package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.TemporaryException;
import io.sluice.spark.Rows;
import io.sluice.spec.ColumnType;
import io.sluice.spec.CsvForm;
import io.sluice.spec.CsvForm.Encoding;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.RawSpec.RawFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileScanTest {
  private static final JobSpec JOB = Jobs.of(Jobs.text("id"), Jobs.optional("note")).job();

  @TempDir Path folder;
  private RawFolder raw;

  @BeforeEach
  void open() {
    raw = new RawFolder(folder);
  }

  @Test
  void givenCrlfAndMarkAndQuotedLineBreaks_whenScanned_thenRecordsAreCountedAndNotLines()
      throws IOException {
    raw.write("a.csv", "\uFEFF\"ID\",note\r\n1,\"a\r\nb \"\"x\"\"\"\r\n\r\n2,b");

    ScanResult result = raw.scan(JOB);

    assertThat(result.refused()).isEmpty();
    assertThat(result.warnings()).isEmpty();
    assertThat(result.files().get(0).header()).containsExactly("ID", "note");
    assertThat(result.files().get(0).records()).isEqualTo(2);
    assertThat(result.accepted().get(0).files().get(0).sha256()).isPresent();
  }

  @Test
  void givenLatin1_whenScanned_thenRefusedWithTheOffset() throws IOException {
    raw.write("a.csv", "id,note\n1,M\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(reason(raw.scan(JOB)))
        .contains("a.csv: not UTF-8, found another byte at offset 11. ")
        .contains("stays pending");
  }

  @ParameterizedTest
  @CsvSource({"C080", "EDA080", "F4908080", "E282", "80", "FF"})
  void givenBytesThatOnlyLookLikeUtf8_whenScanned_thenRefused(String hex) throws IOException {
    byte[] start = "id\n".getBytes(StandardCharsets.UTF_8);
    byte[] bad = HexFormat.of().parseHex(hex);
    byte[] all = Arrays.copyOf(start, start.length + bad.length);
    System.arraycopy(bad, 0, all, start.length, bad.length);
    raw.write("a.csv", all);

    assertThat(reason(raw.scan(JOB))).contains("at offset 3. ");
  }

  @Test
  void givenAnUnclosedQuote_whenScanned_thenRefusedWithThePlaceWhereItOpens() throws IOException {
    raw.write("a.csv", "id,note\n1,ok\n2,\"open\n3,x\n");

    assertThat(reason(raw.scan(JOB)))
        .contains("a.csv: a quote opens at line 3, byte 15, and is never closed.");
  }

  @Test
  void givenATruncatedGzip_whenScanned_thenRefused() throws IOException {
    byte[] packed = RawFolder.packed("id,note\n1,a\n2,b\n");
    raw.write("a.csv.gz", Arrays.copyOf(packed, packed.length - 9));

    assertThat(reason(raw.scan(JOB))).contains("a.csv.gz: the gzip file is cut off or broken");
  }

  @Test
  void givenAGzip_whenScanned_thenItsContentIsCounted() throws IOException {
    raw.write("a.csv.gz", RawFolder.packed("id,note\n1,a\n2,b\n"));

    assertThat(raw.scan(JOB).files().get(0).records()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|no header",
        "id,ID|the header names \"ID\" twice",
        "note|required columns are missing, found [note] against id (\"id\")",
        "id;note|required columns are missing, found [id;note] against id (\"id\"). The increment stays pending. If all files of the dataset are so, set raw.csv.delimiter: \";\"; otherwise export this file again as the others are.",
        "\"id\"x,note|the header has text after a closing quote"
      })
  void givenABadHeader_whenScanned_thenRefusedNamingIt(String header, String reason)
      throws IOException {
    raw.write("a.csv", header);

    assertThat(reason(raw.scan(JOB))).contains("a.csv: " + reason);
  }

  /** The start of a file as text, and what its refusal says of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CSV|{\"id\":1,note:2}|begins with {, as JSON does. If all files of the dataset are so, set raw.format: json; otherwise export this file again as the others are.",
        "CSV|{\"id\":1,\"note\":2}|the header has text after a closing quote. The increment stays pending. The file begins with {, as JSON does. If all files of the dataset are so, set raw.format: json;",
        "CSV|{\\n\"id\":1}|begins with {, as JSON does. If all files of the dataset are so, set raw.format: json-document;",
        "CSV|[{\"id\":1}]|begins with [, as JSON does. If all files of the dataset are so, set raw.format: json-document;",
        "CSV|PAR1\u0015\u0004x|is a Parquet file against text in UTF-8, plain or compressed by gzip. The increment stays pending. If all files of the dataset are so, set raw.format: parquet;",
        "JSON|Obj\u0001\u0004x|is an Avro file against text in UTF-8, plain or compressed by gzip. The increment stays pending. If all files of the dataset are so, set raw.format: avro;",
        "CSV|ORC\\n\u0006\u0012\u0004x|is an ORC file, which no raw.format reads, against text in UTF-8, plain or compressed by gzip. The increment stays pending. Export it so.",
        "JSON|id,note\\n1,a|no JSON, found lines of which none begins with { against raw.format: json. The increment stays pending. The file seems to be CSV. If all files of the dataset are so, set raw.format: csv;",
        "JSON_DOCUMENT|id,note\\n1,a|It is text that does not begin as JSON does. If all files of the dataset are so, set raw.format: csv;",
        "JSON_DOCUMENT|\"id\",\"note\"|found a single value against an array or an object. The increment stays pending. If all files of the dataset are so, set raw.format to what they are, such as csv;",
        "PARQUET|id,note\\n1,a|is text that does not begin as JSON does against raw.format: parquet. The increment stays pending. If all files of the dataset are so, set raw.format: csv;",
        "AVRO|{\"id\":1}|is text that begins as JSON does against raw.format: avro. The increment stays pending. If all files of the dataset are so, set raw.format: json or json-document;",
        "AVRO|PAR1\u0015\u0004x|is a Parquet file against raw.format: avro. The increment stays pending. If all files of the dataset are so, set raw.format: parquet;",
      })
  void givenAFileOfAnotherFormat_whenScanned_thenItsFormatAndTheKeyAreNamed(
      RawFormat format, String content, String reason) throws IOException {
    raw.write("a", content.translateEscapes().getBytes(StandardCharsets.ISO_8859_1));

    assertThat(
            reason(raw.scan(Jobs.of(Jobs.text("id"), Jobs.optional("note")).format(format).job())))
        .contains(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ORC,id\nx,1\n", "id,ORC\n1,{\n", "{id},id\nx,1\n"})
  void givenAHeaderThatLooksLikeAnotherFormat_whenItHasTheColumns_thenItIsRead(String content)
      throws IOException {
    raw.write("a.csv", content);

    assertThat(raw.scan(JOB).refused()).isEmpty();
  }

  @Test
  void givenAWarningOfManyFiles_whenScanned_thenItIsGivenOnceWithTheirNumber() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      raw.write(name + ".json", "{\"id\":1}");
    }
    raw.write("d.json", "{\"id\":1,\"note\":2}");
    JobSpec job = Jobs.of(Jobs.text("id"), Jobs.text("note")).format(RawFormat.JSON).job();

    assertThat(raw.scan(job).warnings())
        .singleElement()
        .asString()
        .startsWith("3 files, such as ")
        .endsWith(
            "/a.json: no record has the key \"note\" of the column note. The rows have null there.");
  }

  @Test
  void givenDrift_whenScanned_thenWarnedOrRefused() throws IOException {
    raw.write("a.csv", "id,extra\n1,x\n");

    ScanResult rescued = raw.scan(JOB);
    ScanResult failed = raw.scan(Jobs.of(Jobs.text("id")).drift(JobSpec.Drift.FAIL).job());

    assertThat(rescued.warnings())
        .anySatisfy(
            w ->
                assertThat(w)
                    .contains("without optional columns, null in the rows: note (\"note\")"))
        .anySatisfy(w -> assertThat(w).contains("columns that the contract lacks: extra"));
    assertThat(reason(failed)).contains("found extra against drift: fail");
  }

  @Test
  void givenOneBadFileOfTwoIncrements_whenScanned_thenTheOtherIsAccepted() throws IOException {
    raw.write("a.csv", "note\nx\n");
    raw.write("b.csv", "id\n1\n");

    ScanResult result = raw.scan(JOB);

    assertThat(result.accepted()).extracting(Increment::id).containsExactly("b.csv#1");
    assertThat(result.refused()).extracting(RefusedIncrement::id).containsExactly("a.csv#1");
  }

  @Test
  void givenAManifestWithOtherRowsOrHash_whenScanned_thenRefusedWithFoundAgainstExpected()
      throws IOException {
    raw.write("x/a.csv", "id\n1\n");
    raw.write("x/_increment.json", manifest("x", "\"rows\":2"));
    raw.write("y/a.csv", "id\n1\n");
    raw.write("y/_increment.json", manifest("y", "\"sha256\":\"" + "0".repeat(64) + "\""));

    ScanResult result = raw.scan(JOB);

    assertThat(result.refused().get(0).reason()).contains("found 1 against 2 announced");
    assertThat(result.refused().get(1).reason()).contains("found SHA-256 ").contains("against 000");
  }

  @Test
  void givenJsonLines_whenScanned_thenLinesThatAreNotBlankAreCounted() throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).format(RawFormat.JSON).job();
    raw.write("a.json", "\uFEFF{\"id\":1,\"x\":2}\r\n  \r\nnot json\n{\"id\":2}");

    ScanResult result = raw.scan(job);

    assertThat(result.files().get(0).records()).isEqualTo(3);
    assertThat(result.warnings()).singleElement().asString().contains("contract lacks: x");
  }

  @Test
  void givenJsonDocuments_whenScanned_thenElementsAreCountedAndBrokenOnesRefused()
      throws IOException {
    JobSpec job =
        Jobs.of(Jobs.column("id", ColumnType.Simple.INT)).format(RawFormat.JSON_DOCUMENT).job();
    raw.write("a.json", "[{\"id\":1},{\"id\":[2,{\"a\":3}]},7]\n");
    raw.write("b.json", "{\"id\":1}");
    raw.write("c.json", "[{\"id\":1},\n {\"id\" 2}]");
    raw.write("d.json", "{\"id\":1}{\"id\":2}");
    raw.write("e.json.gz", RawFolder.packed("[]"));

    ScanResult result = raw.scan(job);

    assertThat(result.files()).extracting(ScannedFile::records).containsExactly(3L, 1L, 0L);
    assertThat(result.refused().get(0).reason())
        .contains("c.json: no valid JSON document, at line 2, column ");
    assertThat(result.refused().get(1).reason()).contains("d.json: more than one JSON document");
  }

  /** A file that ends within its second record, and what its refusal says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "JSON|{\"id\":1}\\n{\"id\":\"2 or|the file ends within record 2, line 2: it seems cut off. The increment stays pending. Export it again.",
        "JSON|{\"id\":1}{\"id\":[2,|the file ends within record 2, line 1: it seems cut off.",
        "JSON|{\"id\":1}\\n{|the file ends within record 2, line 2: it seems cut off.",
        "JSON_DOCUMENT|[{\"id\":1},\\n{\"id\":\"2 or|the file ends within record 2, line 2: it seems cut off. The increment stays pending. Export it again.",
        "JSON_DOCUMENT|[{\"id\":1},\\n|the file ends within the document, line 2: it seems cut off.",
        "CSV|id,note\\n1,a\\n2|the file ends within record 2, line 3: it seems cut off, found 1 field, the header 2 and no line end. The increment stays pending. Export it again; if the record is whole, end it with a line end.",
      })
  void givenAFileThatEndsWithinARecord_whenScanned_thenItIsRefusedWithThePlace(
      RawFormat format, String content, String reason) throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id"), Jobs.optional("note")).format(format).job();
    raw.write("a", content.translateEscapes());
    String plain = reason(raw.scan(job));
    raw.write("a", RawFolder.packed(content.translateEscapes()));

    assertThat(plain).contains("/a: " + reason);
    assertThat(reason(raw.scan(job))).contains("/a: " + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "JSON|{\"id\":1}\\n{\"id\":2}",
        "JSON|{\"id\":1}\\n{\"id\":\\n",
        "JSON|{\"id\":1}\\nnull",
        "CSV|id,note\\n1,a\\n2,b",
        "CSV|id,note\\n1,a\\n2\\n",
        "CSV|id,note\\n1,a\\n2,b,c",
        "CSV|id,note\\n1,\\n2,",
        "CSV|id,note\\r1,a\\r2\\r"
      })
  void givenAFileThatMayBeWhole_whenScanned_thenItIsRead(RawFormat format, String content)
      throws IOException {
    raw.write("a", content.translateEscapes());

    ScanResult result =
        raw.scan(Jobs.of(Jobs.text("id"), Jobs.optional("note")).format(format).job());

    assertThat(result.refused()).isEmpty();
    assertThat(result.files().get(0).records()).isEqualTo(2);
  }

  /** The reason and the text of the last row. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2\\n3,2026-11-|cut-off|a bad value of day, the last of the file, whose last line has no line end: the file may be cut off, see whether it is whole",
        "1,2\\n3,2026-11-\\n|bad-value|2026-11-",
        "x,2026-11-20|bad-value|x",
        "1,2026-11-20||",
      })
  void givenABadLastValueWithoutALineEnd_whenRead_thenTheFileMayBeCutOff(
      String rows, String reason, String value) throws IOException {
    JobSpec job =
        Jobs.of(
                Jobs.column("id", ColumnType.Simple.INT),
                Jobs.column("day", ColumnType.Simple.DATE))
            .job();
    raw.write("a.csv", ("id,day\n" + rows).translateEscapes());

    List<Row> read = rows(job, raw.scan(job));

    Row last = read.get(read.size() - 1);
    int at = ReadColumns.schema(job.columns()).fieldIndex(ReadColumns.REASON);
    assertThat(last.getString(at)).isEqualTo(reason);
    assertThat(last.getString(at + 2)).isEqualTo(value);
  }

  @Test
  void givenABinaryFileThatIsCutOff_whenScanned_thenRefused() throws IOException {
    raw.write("a.parquet", "PAR1 and no footer");

    assertThat(reason(raw.scan(Jobs.of(Jobs.text("id")).format(RawFormat.PARQUET).job())))
        .contains("a.parquet: the file is cut off or of another format")
        .contains("at its end against");
  }

  @Test
  void givenARecordBeyondTheBound_whenScanned_thenItsFileIsRefusedWithThePlaceAndNoOther()
      throws IOException {
    String cell = "x".repeat(200_000);
    Jobs jobs = Jobs.of(Jobs.text("id"), Jobs.optional("note")).maxRecord(100_000);
    raw.write("a.csv", "id,note\n1,a\n2," + cell + "\n");
    raw.write("b.csv.gz", RawFolder.packed("id,note\n1,\"" + cell + "\"\n"));
    raw.write("c.csv", "id,note\n1," + "x".repeat(90_000) + "\n");
    ScanResult csv = raw.scan(jobs.job());
    raw.write("a.csv", "{\"id\":1}\n{\"id\":\"" + cell + "\"}");
    ScanResult lines = raw.scan(jobs.format(RawFormat.JSON).job());
    raw.write("a.csv", "[{\"id\":1},\n{\"id\":\"" + cell + "\"}]");
    ScanResult document = raw.scan(jobs.format(RawFormat.JSON_DOCUMENT).job());

    assertThat(csv.accepted()).extracting(Increment::id).containsExactly("c.csv#1");
    assertThat(csv.refused().get(0).reason())
        .contains("a.csv: the record at line 3, byte 12, is too long, found more than 100000 bytes")
        .contains("against raw.max_record");
    assertThat(csv.refused().get(1).reason()).contains("b.csv.gz: the record at line 2, byte 8");
    assertThat(lines.refused().get(0).reason()).contains("the record at line 2, byte 9, is too");
    assertThat(document.refused().get(0).reason())
        .contains("the element at line 1, byte 9, is too");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.csv|28b52ffd0458|compressed by zstd",
        "a.csv|425a683931415926|compressed by bzip2",
        "a.csv|504b030414000000|a zip archive",
        "a.csv|fffe69006400|encoded in UTF-16",
        "a.csv.snappy|69640a310a|compressed by snappy",
        "a.tar.gz|69640a310a|a tar archive"
      })
  void givenAnotherCompression_whenScanned_thenRefusedNamingIt(
      String name, String hex, String words) throws IOException {
    raw.write(name, HexFormat.of().parseHex(hex));

    assertThat(reason(raw.scan(JOB)))
        .contains(name + ": is " + words + " against text in UTF-8, plain or compressed by gzip.");
  }

  @ParameterizedTest
  @CsvSource({
    "a.csv,[Content_Types].xml",
    "a.csv,xl/workbook.xml",
    "a.xlsx,docProps/app.xml",
    "a.csv,_rels/.rels"
  })
  void givenAnExcelWorkbook_whenScanned_thenItIsToBeSavedAsCsv(String name, String entry)
      throws IOException {
    byte[] head = HexFormat.of().parseHex("504b030414000600080000002100" + "00".repeat(16));
    byte[] all = Arrays.copyOf(head, 30 + entry.length());
    System.arraycopy(entry.getBytes(StandardCharsets.US_ASCII), 0, all, 30, entry.length());
    raw.write(name, all);

    assertThat(reason(raw.scan(JOB)))
        .contains(name + ": is an Excel workbook against text in UTF-8, plain or")
        .endsWith("The increment stays pending. Save it as CSV.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Export Kunden 03.11.2026\\nid,note,day\\n|2|line above it seems|1",
        "Export Kunden,,,\\nid,note,day,x\\n|2|line above it seems|1",
        "\\n\\nExport\\nvom\\nID,note\\n1,a|5|lines above it seem|4",
        "\"Export\" Kunden\\nid,day\\n|2|line above it seems|1",
      })
  void givenATitleAboveTheHeader_whenScanned_thenSkipLinesIsNamed(
      String content, int line, String words, int above) throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id"), Jobs.text("note"), Jobs.text("day")).job();
    raw.write("a.csv", content.translateEscapes());

    assertThat(reason(raw.scan(job)))
        .endsWith(
            "a.csv: line "
                + line
                + " has the expected names, against a header at the start: the "
                + words
                + " to be a title. The increment stays pending. If all files of the dataset are so,"
                + " set raw.csv.skip_lines: "
                + above
                + "; otherwise export this file again as the others are.");
  }

  @Test
  void givenATitle_whenItsLinesAreSkipped_thenTheFileIsRead() throws IOException {
    raw.write("a.csv", "\nExport\nid,note\n1,a\n");
    CsvForm skips =
        new CsvForm(
            ',', '"', CsvForm.NONE, CsvForm.NONE, Encoding.UTF_8, List.of(), 2, List.of(""));

    assertThat(reason(raw.scan(JOB))).contains("set raw.csv.skip_lines: 2;");
    assertThat(
            raw.scan(Jobs.of(Jobs.text("id"), Jobs.optional("note")).csv(skips).job())
                .files()
                .get(0)
                .records())
        .isEqualTo(1);
  }

  @Test
  void givenGzipOfAnotherName_whenScanned_thenReadAndItsUnpackedSizeIsKnown() throws IOException {
    raw.write("a.csv", RawFolder.packed("id,note\n" + "1,a\n".repeat(1000)));

    ScanResult result = raw.scan(JOB);

    assertThat(result.files().get(0).records()).isEqualTo(1000);
    assertThat(result.files().get(0).unpackedBytes()).isEqualTo(8 + 4 * 1000);
    assertThat(rows(JOB, result)).hasSize(1000);
  }

  @Test
  void givenANameOfGzipAndPlainContent_whenScanned_thenRefused() throws IOException {
    raw.write("a.csv.gz", "id\n1\n");

    assertThat(reason(raw.scan(JOB))).contains("its content is not compressed by gzip");
  }

  @Test
  void givenObjectsSideBySide_whenRead_thenEachIsARecordAndABrokenLineIsOne() throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).format(RawFormat.JSON).job();
    raw.write(
        "a.json",
        "{\"id\":\"1\"}{\"id\":\"}{\"} {\"id\":\"3\"}\n"
            + "{\"id\":\"4\"}, {\"id\":\"5\"}\n{\"id\":\n{\"id\":\"6\"}");

    List<Row> rows = rows(job, raw.scan(job));

    assertThat(rows)
        .extracting(row -> row.getString(0))
        .containsExactly("1", "}{", "3", null, null, "6");
    assertThat(rows.get(3).getString(rows.get(3).size() - 2))
        .isEqualTo("{\"id\":\"4\"}, {\"id\":\"5\"}");
  }

  @Test
  void givenAnArrayOrAnObjectOverLinesAsJson_whenScanned_thenRefusedNamingJsonDocument()
      throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).format(RawFormat.JSON).job();
    raw.write("a.json", "[{\"id\":\"3\"}]");
    raw.write("b.json", "{\n\"id\":\"3\"}");

    assertThat(raw.scan(job).refused())
        .extracting(RefusedIncrement::reason)
        .allSatisfy(reason -> assertThat(reason).contains("set raw.format: json-document"))
        .hasSize(2);
  }

  @Test
  void givenAHeaderThatIsRepeated_whenRead_thenItIsInQuarantine() throws IOException {
    raw.write("a.csv", "id,note\n1,a\nid,note\n\uFEFF\"id\",note\nid,other\n2,b\n");

    List<Row> rows = rows(JOB, raw.scan(JOB));

    assertThat(rows)
        .extracting(row -> row.getString(row.size() - 6))
        .containsExactly(null, "repeated-header", "repeated-header", null, null);
    assertThat(rows.get(1).getString(rows.get(1).size() - 4))
        .isEqualTo("a second header line, nothing to do");
  }

  @Test
  void givenAFileThatChangesAfterItWasListed_whenScanned_thenItsSizeIsRefused() throws IOException {
    raw.write("a.csv", "id\n1\n");
    raw.write("b.csv", "id\n1\n");
    List<Increment> listed = raw.pending(JOB, List.of()).increments();
    raw.write("a.csv", "id\n1\n2\n");

    ScanResult result = raw.scan(JOB, listed);

    assertThat(result.accepted()).extracting(Increment::id).containsExactly("b.csv#1");
    assertThat(result.refused().get(0).reason())
        .contains("a.csv: its size differs, read 7 bytes against 5 listed. It was changed");
  }

  @Test
  void givenAFileThatChangesAfterItWasScanned_whenRead_thenNothingIsTaken() throws IOException {
    raw.write("a.csv", "id\n1\n2\n");
    ScanResult scanned = raw.scan(JOB);
    raw.write("a.csv", "id\n1\n");

    assertThatThrownBy(() -> rows(JOB, scanned))
        .isInstanceOf(TemporaryException.class)
        .hasMessageContaining("found 1 records and 5 bytes against 2 and 7.");
  }

  @Test
  void givenAFileThatFailsWhileItIsRead_whenScanned_thenOnlyItsIncrementIsRefused()
      throws IOException {
    JobSpec job = Jobs.of(Jobs.text("id")).format(RawFormat.JSON_DOCUMENT).job();
    raw.write("a.json", "[".repeat(100_000));
    raw.write("b.json", "[{\"id\":\"" + "x".repeat(21_000_000) + "\"}]");
    raw.write("c.json", "[{\"id\":\"1\"}]");

    ScanResult result = raw.scan(job);

    assertThat(result.refused())
        .singleElement()
        .extracting(RefusedIncrement::id)
        .isEqualTo("a.json#1");
    assertThat(rows(job, result)).hasSize(2).allMatch(row -> !row.isNullAt(0));
  }

  private List<Row> rows(JobSpec job, ScanResult scanned) {
    return ((Rows.Local) new IncrementReader(job, true).local(null, raw.storage, scanned.files()))
        .rows();
  }

  static String manifest(String id, String more) {
    return "{\"format\":1,\"id\":\""
        + id
        + "\",\"dataset\":\"shop/orders\",\"processed_date\":\"2026-11-20T00:00:00Z\","
        + "\"files\":[{\"path\":\"a.csv\",\"bytes\":5,"
        + more
        + "}]}";
  }

  private static String reason(ScanResult result) {
    assertThat(result.accepted()).isEmpty();
    assertThat(result.files()).isEqualTo(List.of());
    assertThat(result.refused()).hasSize(1);
    return result.refused().get(0).reason();
  }
}
