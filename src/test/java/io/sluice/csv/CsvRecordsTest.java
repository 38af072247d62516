package io.sluice.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.LongRecordException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvRecordsTest {
  /** Bytes that are read at a time. */
  private static final int CHUNK = 1 << 16;

  /** A semicolon stands for LF, an exclamation mark for CR. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "h;1;2;| 3",
        "h;1;2| 3",
        "h!;1!;2!;| 3",
        "h!1!2!| 3",
        "h!1!2| 3",
        "h;1!2;| 2",
        "h;;1;;;| 2",
        "h;\"a;b\";| 2",
        "h;\"a\"\";b\",c;| 2",
        "h;a\"b;c| 3",
        "h;\"\";| 2",
      })
  void givenCsv_whenCountedWithAChunksEndAtAnyByte_thenEachRecordCountsOnce(
      String csv, long records) throws IOException {
    String text = csv.replace(';', '\n').replace('!', '\r');

    assertThat(count(text)).isEqualTo(records);
    for (int before = 0; before <= text.length(); before++) {
      assertThat(count("h".repeat(CHUNK - before) + text))
          .as("%d bytes in the first chunk", before)
          .isEqualTo(records);
    }
  }

  @ParameterizedTest
  @CsvSource(value = {"''", "'\n\n\n'", "'\r\n\r\n'", "'\uFEFF'", "'\uFEFF\n'"})
  void givenNothingButLineEnds_whenCounted_thenNoRecord(String csv) throws IOException {
    assertThat(count(csv)).isZero();
  }

  @Test
  void givenByteOrderMark_whenFirstCellIsQuoted_thenItsLineBreakIsPartOfIt() throws IOException {
    assertThat(count("\uFEFF\"a\nb\"\n1\n")).isEqualTo(2);
    assertThat(CsvRecords.of("\uFEFF\"a\nb\"\n1\n"))
        .isEqualTo(List.of(List.of("a\nb"), List.of("1")));
  }

  @Test
  void givenOpenQuote_whenBytesEnd_thenItIsUnclosed() throws IOException {
    CsvRecords records = records("h\n\"a\n", 100);

    assertThat(records.skip()).isTrue();
    assertThat(records.skip()).isFalse();
    assertThat(records.isUnclosed()).isTrue();
    assertThat(records.quoteLine()).isEqualTo(2);
    assertThat(records.quoteOffset()).isEqualTo(2);
  }

  @Test
  void givenLongRecord_whenRead_thenItIsNamed() throws IOException {
    CsvRecords records = records("h\n\n1234,5\n", 4);

    assertThat(records.next()).isTrue();
    assertThatThrownBy(records::next)
        .isInstanceOf(LongRecordException.class)
        .hasMessage("the record at line 3, byte 3, is too long, found more than 4 bytes");
  }

  @Test
  void givenCells_whenWrittenAndRead_thenTheyAreTheSame() {
    List<List<String>> cells =
        List.of(
            List.of("a", "", "b,c", "\"", "d\"e\"", "f\ng", "h\r", "\r\n", " i "),
            List.of(""),
            List.of("\uFEFF"),
            List.of("", ""));

    StringBuilder plain = new StringBuilder("x\n");
    cells.forEach(record -> plain.append(CsvLine.of(record)));
    StringBuilder quoted = new StringBuilder("x\n");
    cells.forEach(record -> quoted.append(CsvLine.quoted(record)));

    assertThat(CsvRecords.of(plain.toString()).subList(1, 5)).isEqualTo(cells);
    assertThat(CsvRecords.of(quoted.toString()).subList(1, 5)).isEqualTo(cells);
    assertThat(CsvLine.of(List.of("a", "b,c"))).isEqualTo("a,\"b,c\"\n");
    assertThat(CsvLine.quoted(List.of("a", ""))).isEqualTo("\"a\",\"\"\n");
  }

  private static long count(String csv) throws IOException {
    CsvRecords records = records(csv, Long.MAX_VALUE);
    long count = 0;
    while (records.skip()) {
      count++;
    }
    return count;
  }

  private static CsvRecords records(String csv, long most) throws IOException {
    return new CsvRecords(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), most);
  }
}
