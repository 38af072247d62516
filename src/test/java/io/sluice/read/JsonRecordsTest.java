package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spark.Rows;
import io.sluice.spark.TestSession;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.RawSpec.RawFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON documents whose records lie within an envelope. */
final class JsonRecordsTest {
  @TempDir Path folder;
  private RawFolder raw;

  @BeforeEach
  void open() {
    raw = new RawFolder(folder);
  }

  private static Jobs jobs() {
    return Jobs.of(Jobs.text("id"), Jobs.optional("note"))
        .format(RawFormat.JSON_DOCUMENT)
        .records("data", "items");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"data\":{\"items\":[{\"id\":1},{\"id\":2}]}}|1 2",
        "{\"data\":{\"items\":[]}}|``",
        "{\"n\":{\"items\":[{\"id\":0}]},\"data\":{\"x\":[[1],{}],\"items\":[{\"id\":1,\"items\":[3]}],\"y\":[2]},\"z\":{}}|1",
        "\uFEFF {\"data\" : { \"items\" : [ {\"id\":1} , 7 , {\"id\":{}} ]}} |1 bad-json bad-value"
      })
  void givenAnEnvelope_whenRead_thenTheRecordsInItInEveryPlace(String document, String rows)
      throws IOException {
    raw.write("a.json", document);
    JobSpec job = jobs().job();
    List<ScannedFile> files = raw.scan(job).files();
    IncrementReader reader = new IncrementReader(job, true);

    Rows local = reader.local(TestSession.shared(), raw.storage, files);
    Rows distributed = reader.read(TestSession.shared(), files);

    assertThat(String.join(" ", texts(((Rows.Local) local).rows()))).isEqualTo(rows);
    assertThat(String.join(" ", texts(distributed.dataset(TestSession.shared()).collectAsList())))
        .isEqualTo(rows);
  }

  private static List<String> texts(List<Row> rows) {
    int reason = 2 + ReadColumns.schema(List.of()).fieldIndex(ReadColumns.REASON);
    return rows.stream()
        .map(row -> row.isNullAt(reason) ? row.getString(0) : row.getString(reason))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"items\":[],\"next\":1}|the document has no key \"data\", found [items, next] against raw.json.records: data.items",
        "{\"data\":{\"rows\":[]}}|\"data\" has no key \"items\", found [rows] against",
        "{\"data\":[{\"id\":1}]}|\"data\" is an array and no object, against",
        "{\"data\":{\"items\":{\"id\":1}}}|\"items\" is an object and no array, against",
        "{\"data\":{\"items\":null}}|\"items\" is a single value and no array, against",
        "[{\"id\":1}]|the document is an array and no object, against",
        "{\"data\":{\"items\":[{\"id\":1}]}} {}|more than one JSON document",
        "{\"data\":{\"items\":[{\"id\":1}]},\"x\"}|no valid JSON document",
        "{\"data\":{\"items\":[{\"id\":1}]|the file ends within the document, line 1: it seems cut off",
        "``|no JSON document, found an empty file"
      })
  void givenAnotherDocument_whenScanned_thenRefusedWithTheKeysThatAreThere(
      String document, String reason) throws IOException {
    raw.write("a.json", document);

    assertThat(raw.scan(jobs().job()).refused().get(0).reason())
        .contains("a.json: ")
        .contains(reason)
        .contains("stays pending");
  }

  /** Only a record is bounded, whatever stands before and behind the array. */
  @Test
  void givenAnEnvelopeThatIsLargerThanARecordMayBe_whenRead_thenItsRecords() throws IOException {
    String large = "{\"x\":\"" + "y".repeat(50_000) + "\",\"l\":[" + "1,".repeat(50_000) + "1]}";
    String records = "[" + "{\"id\":\"k\"},".repeat(2_000) + "{\"id\":{\"n\": 1}}]";
    raw.write(
        "a.json", "{\"a\":" + large + ",\"data\":{\"items\":" + records + "},\"b\":" + large + "}");
    raw.write("b.json", "{\"data\":{\"items\":[{\"id\":\"" + "k".repeat(20_000) + "\"}]}}");
    JobSpec job = jobs().maxRecord(10_000).job();

    ScanResult scanned = raw.scan(job);
    Rows rows =
        new IncrementReader(job, true).local(TestSession.shared(), raw.storage, scanned.files());

    assertThat(scanned.files()).extracting(ScannedFile::records).containsExactly(2_001L);
    assertThat(texts(((Rows.Local) rows).rows())).hasSize(2_001).contains("bad-value");
    assertThat(scanned.refused().get(0).reason())
        .contains("b.json: the element")
        .contains("too long");
  }
}
