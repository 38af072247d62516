package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spark.Rows;
import io.sluice.spark.TestSession;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Array;
import io.sluice.spec.ColumnType.Decimal;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.ColumnType.Struct;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.RawSpec.RawFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Fields within values that the contract lacks are kept, and somebody is told of them. */
final class NestedNamesTest {
  private static final String RECORD =
      "{\"id\":\"1\",\"lines\":[{\"price\":1.5,\"note\":\"x\",\"tax\":{\"rate\":1,\"why\":2}},"
          + "{\"PRICE\":2,\"more\":{\"a\":1}}],\"ship\":{\"zip\":\"1010\",\"street\":\"Ring\"}}";
  private static final String WARNING =
      ": fields within columns that the contract lacks: lines[].more, lines[].note,"
          + " lines[].tax.why, ship.street. They are not in the columns; rows that have them keep"
          + " the whole value of the column in _rescued. Add them to the types of the columns. To fill"
          + " them in rows that are in the table already, let the source send these rows again, or"
          + " move the table's folder away and ingest all raw files.";

  @TempDir Path folder;
  private RawFolder raw;

  @BeforeEach
  void open() {
    raw = new RawFolder(folder.resolve("raw"));
  }

  private static ColumnSpec[] columns() {
    Map<String, ColumnType> line = new LinkedHashMap<>();
    line.put("price", new Decimal(18, 2));
    line.put("tax", new Struct(Map.of("rate", Simple.INT)));
    return new ColumnSpec[] {
      Jobs.text("id"),
      Jobs.column("lines", new Array(new Struct(line))),
      Jobs.column("ship", new Struct(Map.of("zip", Simple.STRING)))
    };
  }

  private static JobSpec job(RawFormat format) {
    return Jobs.of(columns()).format(format).job();
  }

  @ParameterizedTest
  @EnumSource(
      value = RawFormat.class,
      names = {"JSON", "JSON_DOCUMENT"})
  void givenUnknownFieldsInJson_whenRead_thenOneWarningNamesThemAndNothingIsLost(RawFormat format)
      throws IOException {
    String records =
        format == RawFormat.JSON ? RECORD + "\n" + RECORD : "[" + RECORD + "," + RECORD + "]";
    Path file = raw.write("a.json", records);

    ScanResult scanned = raw.scan(job(format));

    assertThat(scanned.warnings()).containsExactly(file + WARNING);
    Rows rows =
        new IncrementReader(job(format), true)
            .local(TestSession.shared(), raw.storage, scanned.files());
    assertThat(((Rows.Local) rows).rows()).hasSize(2).allSatisfy(NestedNamesTest::assertRescued);
  }

  private static void assertRescued(Row row) {
    assertThat(row.getString(columns().length))
        .contains("\"note\":\"x\"", "\"why\":2", "\"street\":\"Ring\"", "\"more\":{\"a\":1}");
  }

  @ParameterizedTest
  @CsvSource({"PARQUET,parquet", "AVRO,avro"})
  void givenUnknownFieldsInColumnarFiles_whenChecked_thenOneWarningNamesThem(
      RawFormat format, String name) throws IOException {
    Path out = folder.resolve("out");
    TestSession.shared()
        .sql(
            "select '1' id, array(named_struct('price', 1, 'note', 'x', 'more', 1,"
                + " 'tax', named_struct('rate', 1, 'why', 2))) lines,"
                + " named_struct('zip', '1010', 'street', 'Ring') ship")
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .format(name)
        .save(out.toString());
    Path file;
    try (Stream<Path> parts = Files.list(out)) {
      Path part =
          parts.filter(one -> one.toString().endsWith("." + name)).findFirst().orElseThrow();
      file = raw.write("a." + name, Files.readAllBytes(part));
    }
    JobSpec job = job(format);

    ScanResult checked = new ColumnarCheck(job).of(TestSession.shared(), raw.scan(job));

    assertThat(checked.files()).hasSize(1);
    assertThat(checked.warnings()).containsExactly(file + WARNING);
  }

  @Test
  void givenKnownFieldsAlone_whenScanned_thenNoWarning() throws IOException {
    raw.write("a.json", "{\"id\":\"1\",\"lines\":[{\"price\":1}],\"ship\":{\"ZIP\":\"1\"}}\n");

    assertThat(raw.scan(job(RawFormat.JSON)).warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "lines|[{\"price\":1},{\"price\":2},{\"price\":\"abc\"}]|lines[2].price: \"abc\" is no decimal(18,2)",
        "lines|[{\"price\":1.005}]|lines[0].price: \"1.005\" is no decimal(18,2)",
        "lines|[{\"tax\":{\"rate\":\"high\"}}]|lines[0].tax.rate: \"high\" is no int",
        "lines|[7]|lines[0]: \"7\" is no struct<price:decimal(18,2),tax:struct<rate:int>>",
        "ship|{\"zip\":[1]}|ship.zip: \"[1]\" is no string",
        "ship|[]|\"[]\" is no struct<zip:string>"
      })
  void givenAValueWithinAnother_whenRefused_thenThePathAndTheTypeAreNamed(
      String column, String text, String words) {
    assertThat(NearOption.words(job(RawFormat.JSON), column, text)).hasValue(words);
  }
}
