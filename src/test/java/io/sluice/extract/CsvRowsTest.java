package io.sluice.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvRowsTest {
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
        "``| 0",
        ";;;| 0",
      })
  void givenCsv_whenCountedInPiecesOfAnySize_thenEachRecordCountsOnce(String csv, long records) {
    byte[] bytes = csv.replace(';', '\n').replace('!', '\r').getBytes(StandardCharsets.UTF_8);
    for (int size = 1; size <= Math.max(1, bytes.length); size++) {
      CsvRows rows = new CsvRows();
      for (int from = 0; from < bytes.length; from += size) {
        rows.accept(bytes, from, Math.min(size, bytes.length - from));
      }

      assertThat(rows.finish()).as("pieces of %d", size).isEqualTo(records);
    }
  }

  @Test
  void givenByteOrderMark_whenFirstCellIsQuoted_thenItsLineBreakIsPartOfIt() {
    byte[] bytes = "\uFEFF\"a\nb\"\n1\n".getBytes(StandardCharsets.UTF_8);
    CsvRows rows = new CsvRows();

    rows.accept(bytes, 0, bytes.length);

    assertThat(rows.finish()).isEqualTo(2);
  }

  @Test
  void givenOpenQuote_whenBytesEnd_thenItIsUnclosed() {
    byte[] bytes = "h\n\"a\n".getBytes(StandardCharsets.UTF_8);
    CsvRows rows = new CsvRows();

    rows.accept(bytes, 0, bytes.length);

    assertThat(rows.isUnclosed()).isTrue();
  }
}
