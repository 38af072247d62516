package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spark.Rows;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.RawSpec.RawFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.Row;

/** Whatever a file holds: its rows, in the table or in quarantine, or a refusal with its reason. */
class GarbageProperties {
  private static final List<String> VALID =
      List.of(
          "id,n,j\n1,2,\"{\"\"a\"\":[1,2.5e3]}\"\n2,,\"x\n,y\"\nid,n,j\n",
          "{\"id\":\"1\",\"n\":2,\"j\":{\"a\":[1e9,-0.0]}}{\"id\":\"2\"}\n\n{\"id\":\"é\\u00e9\"}\n",
          "[{\"id\":\"1\",\"n\":2,\"j\":1e99},{\"id\":[{}]}, 7, \"x\"]");
  private static final String SPICE = "{}[]\",:\\\n\r\u0000eE+-.9é\uFEFF ";

  @Property(tries = 400, seed = "20261126")
  void givenAFileWithMutations_whenScannedAndRead_thenNoRecordIsLostAndNothingElseIsThrown(
      @ForAll RawFormat format, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    if (format == RawFormat.AVRO || format == RawFormat.PARQUET) {
      format = RawFormat.JSON_DOCUMENT;
    }
    byte[] content = content(VALID.get(random.nextInt(VALID.size())), random);
    assertOutcome(format, random.nextInt(8) == 0 ? packed(content) : content);
  }

  private static byte[] content(String valid, Random random) {
    StringBuilder text = new StringBuilder(valid);
    for (int i = random.nextInt(6); i > 0 && text.length() > 0; i--) {
      int at = random.nextInt(text.length());
      String more = SPICE.substring(random.nextInt(SPICE.length() - 1)).substring(0, 1);
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, more.repeat(1 + random.nextInt(1200)));
        case 2 -> text.replace(at, at + 1, more);
        default -> text.setLength(at);
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static byte[] packed(byte[] content) throws IOException {
    return RawFolder.packed(new String(content, StandardCharsets.UTF_8));
  }

  private static void assertOutcome(RawFormat format, byte[] content) throws IOException {
    Path folder = Files.createTempDirectory("garbage");
    RawFolder raw = new RawFolder(folder);
    JobSpec job =
        Jobs.of(Jobs.text("id"), Jobs.column("n", Simple.INT), Jobs.column("j", Simple.JSON))
            .format(format)
            .maxRecord(5_000)
            .job();
    Path file = raw.write("a.txt", content);

    ScanResult scanned = raw.scan(job);
    List<Row> rows =
        ((Rows.Local) new IncrementReader(job, true).local(null, raw.storage, scanned.files()))
            .rows();

    assertThat(scanned.accepted().size() + scanned.refused().size()).isEqualTo(1);
    assertThat(scanned.refused()).noneMatch(RefusedIncrement::mayPass);
    assertThat(scanned.refused())
        .allSatisfy(refused -> assertThat(refused.reason()).contains("stays pending"));
    assertThat(rows.size())
        .isEqualTo(scanned.files().stream().mapToLong(ScannedFile::records).sum());
    Files.delete(file);
    Files.delete(folder);
  }
}
