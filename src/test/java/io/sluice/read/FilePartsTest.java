package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.csv.CsvRecords;
import io.sluice.spark.TestSession;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.CsvForm;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.RawSpec.RawFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilePartsTest {
  private static final JobSpec JOB = Jobs.of(Jobs.text("id"), Jobs.text("note")).job();
  private static final List<String> HEADER = List.of("id", "note");

  private static final long MOST = 1_000_000;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id,note\n1,a\n2,b\n3,c\n",
        "id,note\r\n1,a\r\n\r\n\r\n2,\"b\r\n,\"\"x\"\r\n3,c",
        "\uFEFFid,note\n\n1,a\n\"\uFEFF2\",\"\nb\n\n\"\n\n\n\uFEFF3,é\n\n",
        "id,note\n1,a\rb\n2\n3,c,d\n4,\"x\"y\n5,\"\"\n"
      })
  void givenACsvFile_whenReadInPartsThatBeginAtRecords_thenTheRowsOfTheWhole(String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    CsvRecords records = new CsvRecords(new ByteArrayInputStream(bytes), MOST);
    records.skip();
    List<Long> ends = new ArrayList<>();
    while (records.skip()) {
      ends.add(records.offset());
    }

    assertPartsAreTheWhole(RawFormat.CSV, bytes, ends);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1}\n{\"id\":2}\n{\"id\":3}",
        "\uFEFF{\"id\":1}\r\n\n \n{\"id\":\n\uFEFF{\"id\":2,\"note\":\"é\"}\n\n"
      })
  void givenJsonLines_whenReadInPartsThatBeginAtLines_thenTheRowsOfTheWhole(String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    JsonLines lines = new JsonLines(new ByteArrayInputStream(bytes), MOST);
    List<Long> ends = new ArrayList<>();
    while (lines.next()) {
      ends.add(lines.offset());
    }

    assertPartsAreTheWhole(RawFormat.JSON, bytes, ends);
  }

  @Test
  void givenAFileWithLoneCarriageReturnsAsLineEnds_whenScanned_thenItIsReadInOneGo()
      throws IOException {
    RawFolder raw = new RawFolder(folder);
    String kilobyte = "x".repeat(1020);
    raw.write("a.csv", "id,note\r" + ("1," + kilobyte + "\r").repeat(20_000));
    raw.write("b.csv", "id,note\n" + ("1," + kilobyte + "\n").repeat(40_000));

    ScanResult scanned = raw.scan(JOB);

    assertThat(scanned.files()).extracting(ScannedFile::records).containsExactly(20_000L, 40_000L);
    assertThat(scanned.files().get(0).parts()).isEmpty();
    assertThat(scanned.files().get(1).parts())
        .containsExactly(
            new ScannedFile.Part(8L + 16_401 * 1023, 16_401),
            new ScannedFile.Part(8L + 2 * 16_401 * 1023, 2 * 16_401));
  }

  @Test
  void givenALongFile_whenReadBySpark_thenSeveralTasksReadEveryRowOnce() throws IOException {
    RawFolder raw = new RawFolder(folder);
    StringBuilder text = new StringBuilder("id,note\n");
    String note = "\"" + "x\n,".repeat(5) + "y".repeat(1_200) + "\"";
    for (int i = 0; i < 40_000; i++) {
      text.append(i).append(',').append(note).append('\n');
    }
    raw.write("a.csv", text.toString());
    JobSpec job = Jobs.of(Jobs.column("id", Simple.INT), Jobs.text("note")).job();

    var rows =
        new IncrementReader(job, true)
            .read(TestSession.shared(), raw.scan(job).files())
            .dataset(TestSession.shared());

    assertThat(rows.javaRDD().getNumPartitions()).isEqualTo(3);
    assertThat(rows.select("id").collectAsList())
        .extracting(row -> row.getInt(0))
        .hasSize(40_000)
        .doesNotHaveDuplicates();
  }

  private static void assertPartsAreTheWhole(RawFormat format, byte[] bytes, List<Long> ends)
      throws IOException {
    List<String> whole = rows(format, bytes, 0, Long.MAX_VALUE, 0, ends.size());
    assertThat(whole).hasSize(ends.size());
    for (int cuts = 0; cuts < 1 << (ends.size() - 1); cuts++) {
      List<String> parts = new ArrayList<>();
      long from = 0;
      int done = 0;
      for (int i = 0; i < ends.size() - 1; i++) {
        if ((cuts & (1 << i)) != 0) {
          parts.addAll(rows(format, bytes, from, ends.get(i), done, i + 1 - done));
          from = ends.get(i);
          done = i + 1;
        }
      }
      parts.addAll(rows(format, bytes, from, Long.MAX_VALUE, done, ends.size() - done));
      assertThat(parts).isEqualTo(whole);
    }
  }

  private static List<String> rows(
      RawFormat format, byte[] bytes, long from, long to, long before, long records)
      throws IOException {
    SourceFile file =
        new SourceFile(
            "file:/raw/a",
            "a",
            new Increment.Origin("a", RawFolder.NOON, 0, new HashMap<>(Map.of())),
            new ArrayList<>(HEADER),
            from,
            to,
            bytes.length,
            before,
            records,
            MOST);
    InputStream in = new ByteArrayInputStream(bytes);
    in.skipNBytes(from);
    List<String> rows = new ArrayList<>();
    try (RowSource source =
        RowSource.open(
            new FileForm(format, CsvForm.USUAL, List.of()), in, file, new RowParser(JOB))) {
      source.forEachRemaining((Row row) -> rows.add(row.toString()));
    }
    return rows;
  }
}
