package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Configuration;
import io.sluice.csv.CsvLine;
import io.sluice.spark.Rows;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.RawSpec.RawFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A column that a source has renamed. */
class RenamedColumnsTest {
  @TempDir private Path folder;

  private static final JobSpec JOB = job(RawFormat.CSV, false, "E-mail", "Email");

  private static JobSpec job(RawFormat format, boolean optional, String... from) {
    return Jobs.of(Jobs.text("id"), Jobs.renamed("mail", Simple.STRING, optional, from))
        .format(format)
        .job();
  }

  @Test
  void givenFilesBeforeAndAfterARename_whenRead_thenBothFillTheColumn() throws IOException {
    RawFolder raw = new RawFolder(folder);
    raw.write("a.csv", "id,E-mail\n1,a@x\n");
    raw.write("b.csv", "email,id\nb@x,2\n");

    assertThat(rows(raw, JOB))
        .extracting(row -> row.get(0) + " " + row.get(1))
        .containsExactlyInAnyOrder("1 a@x", "2 b@x");
  }

  @Test
  void givenBothNamesInAFile_whenScanned_thenItIsRefusedWithBoth() throws IOException {
    RawFolder raw = new RawFolder(folder);
    raw.write("a.csv", "id,E-mail,Email\n1,a@x,b@x\n");

    assertThat(raw.scan(JOB).refused().get(0).reason())
        .contains("two columns for mail, found \"E-mail\" and \"Email\"");
  }

  @Test
  void givenBothNamesInARecordOfJson_whenRead_thenItAloneIsInQuarantine() throws IOException {
    RawFolder raw = new RawFolder(folder);
    raw.write(
        "a.json",
        """
        {"id": "1", "E-mail": "a@x", "Email": null}
        {"id": "2", "Email": "b@x"}
        {"id": "3", "E-mail": "a@x", "Email": "b@x"}
        """);

    int reason = ReadColumns.schema(JOB.columns()).fieldIndex(ReadColumns.REASON);
    assertThat(rows(raw, job(RawFormat.JSON, false, "E-mail", "Email")))
        .extracting(row -> row.get(0) + " " + row.get(1) + " " + row.get(reason))
        .containsExactlyInAnyOrder("1 a@x null", "2 b@x null", "null null two-names");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id,Email|false|If \"Email\" is the new name of mail, write mail: {from: [E-mail, Email], type: string}. If the source no longer has them, mark them optional: true: their values are then null",
        "id,Contact|false|If \"Contact\" is the new name of mail, write mail: {from: [E-mail, Contact], type: string}.",
        "id,Contact,Phone|false|The increment stays pending. If the source no longer has them",
        "Name one,2026-02-01|false|If no file of the dataset has a header, set raw.csv: {header: false, names: [id, E-mail]}, the names in the order of the cells; otherwise export this file again as the others are.",
        "ident,E-mail|false|No row can be without id (\"id\"), of the key or the partitions.",
        "id,Email|true|null in the rows: mail (\"E-mail\"). If \"Email\" is the new name of mail, write mail: {from: [E-mail, Email], type: string, optional: true}."
      })
  void givenAColumnIsMissingAndAnotherIsThere_whenScanned_thenTheNewNameIsOffered(
      String header, boolean optional, String told) throws IOException {
    RawFolder raw = new RawFolder(folder);
    raw.write("a.csv", header + "\n" + header.replaceAll("[^,]+", "1") + "\n");

    ScanResult scanned = raw.scan(job(RawFormat.CSV, optional, "E-mail"));

    assertThat(
            optional
                ? scanned.warnings()
                : scanned.refused().stream().map(RefusedIncrement::reason).toList())
        .anySatisfy(text -> assertThat(text).contains(told));
  }

  /** The names of the columns, a header, and which of them are offered as new names. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b,c,mail1,mail2,mail3,d|a,b,c,mail1x,mail2x,mail3x,d|mail1x mail2x",
        "a,b,mail1,mail2|a,b,mailx|mailx",
        "a,mail1,mail2|a,mail1x,mail2x|",
        "a,b,c,d,e,f,g|Export|",
      })
  void givenManyMissing_whenScanned_thenFewRenamesAreOffered(
      String names, String header, String offered) throws IOException {
    ColumnSpec[] columns = Stream.of(names.split(",")).map(Jobs::text).toArray(ColumnSpec[]::new);
    RawFolder raw = new RawFolder(folder);
    raw.write("a.csv", header + "\n");

    String reason = raw.scan(Jobs.of(columns).key("a").job()).refused().get(0).reason();

    assertThat(
            Pattern.compile("If \"(\\w+)\" is the new")
                .matcher(reason)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.joining(" ")))
        .isEqualTo(offered == null ? "" : offered);
    if (offered == null) {
      assertThat(reason)
          .contains("does not look like a file of this dataset, whose names are \"a\", \"")
          .contains("found [" + header.replace(",", ", ") + "]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kundennr: string|kundennr|KdNr",
        "amount: {from: 'Price, \"net\"', type: \"decimal(18,2)\"}|Price, \"net\"|Price: net",
        "yes: {from: y, type: string, optional: true}|y|No",
      })
  void givenTheLineThatIsOffered_whenItReplacesTheOldOne_thenOldAndNewFilesAreRead(
      String line, String oldName, String newName) throws IOException {
    RawFolder raw = new RawFolder(folder.resolve("raw"));
    raw.write("a.csv", CsvLine.of(List.of("id", newName)) + "1,7\n");
    raw.write("b.csv", CsvLine.of(List.of("id", oldName)) + "2,7\n");
    ScanResult before = raw.scan(configured(line));
    String told =
        Stream.concat(
                before.warnings().stream(), before.refused().stream().map(RefusedIncrement::reason))
            .filter(text -> text.contains(" is the new name of "))
            .findFirst()
            .orElseThrow();

    JobSpec mended =
        configured(told.replaceFirst("(?s).* is the new name of [^,]+, write (.*?\\})\\..*", "$1"));

    assertThat(mended.columns().get(1).type()).isEqualTo(configured(line).columns().get(1).type());
    assertThat(rows(raw, mended)).hasSize(2).allMatch(row -> !row.isNullAt(1));
  }

  private JobSpec configured(String line) throws IOException {
    Path jobs = Files.createDirectories(folder.resolve("jobs/shop"));
    Files.writeString(
        jobs.resolve("orders.yaml"),
        "dataset: shop/orders\nraw: {format: csv}\ncolumns:\n  id: string\n  "
            + line
            + "\nkey: [id]\n");
    Path conf = Files.writeString(folder.resolve("conf.yaml"), "lake: /lake\n");
    return Configuration.load(folder.resolve("jobs"), conf, List.of()).jobs().get(0);
  }

  private static List<Row> rows(RawFolder raw, JobSpec job) {
    ScanResult scanned = raw.scan(job);
    assertThat(scanned.refused()).isEmpty();
    return ((Rows.Local) new IncrementReader(job, true).local(null, raw.storage, scanned.files()))
        .rows();
  }
}
