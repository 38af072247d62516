package io.sluice.run.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Configuration;
import io.sluice.read.FileScan;
import io.sluice.read.IncrementReader;
import io.sluice.read.RawZone;
import io.sluice.read.ReadColumns;
import io.sluice.read.ScanResult;
import io.sluice.spark.Rows;
import io.sluice.spec.DatasetName;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are written in every way at once: the job file that is made of them passes the checks,
 * and a run reads every value of them as it was meant, with no row in quarantine.
 */
class SamplesOfAnyFormTest {
  private static final List<String> ENCODINGS =
      List.of("UTF-8", "ISO-8859-1", "windows-1252", "UTF-16", "UTF-16LE", "UTF-16BE");

  /** The sign before fractions, and that between thousands. */
  private static final List<String> SIGNS = List.of(". ", ".,", ",.", ".'", ", ", ".\0", ",\0");

  private static final List<String> DATES =
      List.of("yyyy-MM-dd", "dd.MM.yyyy", "d.M.yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "d MMM yyyy");

  private static final List<String> NULLS = List.of("", "NULL", "\\N", "n/a", "-");

  private static final List<String> NAMES = List.of("id", "name", "amount", "stock", "since");

  @TempDir Path folder;
  private final Storage storage = new RoutedStorage(Map.of());

  /** What a row means. */
  private record Meant(String id, String name, BigDecimal amount, Long stock, LocalDate since) {}

  /** How a file writes it. */
  private record Style(
      char delimiter, String encoding, String signs, String date, String nothing, int above) {

    String cell(BigDecimal number, String pattern) {
      DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
      symbols.setDecimalSeparator(signs.charAt(0));
      symbols.setGroupingSeparator(signs.charAt(1));
      DecimalFormat format = new DecimalFormat(pattern, symbols);
      format.setGroupingUsed(signs.charAt(1) != 0);
      return format.format(number);
    }

    List<String> cells(Meant row) {
      return List.of(
          row.id(),
          row.name(),
          row.amount() == null ? nothing : cell(row.amount(), "#,##0.00"),
          row.stock() == null ? nothing : cell(BigDecimal.valueOf(row.stock()), "#,##0"),
          row.since() == null
              ? nothing
              : DateTimeFormatter.ofPattern(date, Locale.ENGLISH).format(row.since()));
    }

    String line(List<String> cells) {
      return cells.stream().map(this::quoted).collect(Collectors.joining("" + delimiter));
    }

    private String quoted(String cell) {
      return cell.indexOf(delimiter) >= 0 || cell.indexOf('"') >= 0 || cell.indexOf('\n') >= 0
          ? '"' + cell.replace("\"", "\"\"") + '"'
          : cell;
    }
  }

  @Test
  void givenSamplesInEveryForm_whenInit_thenARunReadsWhatTheyMeanAndQuarantinesNothing()
      throws IOException {
    Random random = new Random(11);
    int number = 0;
    for (String encoding : ENCODINGS) {
      for (String signs : SIGNS) {
        for (String date : DATES) {
          char delimiter = ",;\t|".charAt(random.nextInt(4));
          String nothing = NULLS.get(random.nextInt(NULLS.size()));
          Style style = new Style(delimiter, encoding, signs, date, nothing, random.nextInt(3));
          holds(style, rows(random), "f" + number++);
        }
      }
    }
    assertThat(number).isEqualTo(6 * 7 * 6);
  }

  @Test
  void givenBinaryFractions_whenInit_thenARunReadsEachAsTheSameDouble() throws IOException {
    Path raw = Files.createDirectories(folder.resolve("doubles/raw/shop/orders"));
    Path file = raw.resolve("orders.json");
    Files.writeString(
        file,
        "{\"id\":1,\"total\":59.699999999999996,\"lines\":[{\"price\":29.849999999999998}],"
            + "\"rates\":[0.30000000000000004,2]}\n");

    JobSpec job = made(file, folder.resolve("doubles/jobs"));

    Rows.Local read = read(job, raw);
    Row row = read.rows().get(0);
    assertThat(row.getString(read.schema().fieldIndex(ReadColumns.REASON))).isNull();
    assertThat(row.getDouble(1)).isEqualTo(59.699999999999996);
    assertThat(((Row) ((Object[]) row.get(2))[0]).getDouble(0)).isEqualTo(29.849999999999998);
    assertThat((Object[]) row.get(3)).containsExactly(0.30000000000000004, 2.0);
  }

  /** Among them numbers and dates that leave no doubt of how they are written. */
  private static List<Meant> rows(Random random) {
    List<String> texts = List.of("Käse", "a;b,c|d\te", "\"Ö\"", "two\nlines", "NULL", "5 inch");
    List<Meant> rows = new ArrayList<>();
    rows.add(new Meant("a0", "Ä", new BigDecimal("1234.50"), 1L, LocalDate.of(2026, 11, 28)));
    for (int i = 1; i < 3 + random.nextInt(12); i++) {
      BigDecimal amount = BigDecimal.valueOf(random.nextInt(4_000_000) - 2_000_000, 2);
      rows.add(
          new Meant(
              "a" + i,
              texts.get(random.nextInt(texts.size())),
              random.nextInt(4) == 0 ? null : amount,
              random.nextInt(4) == 0 ? null : (long) random.nextInt(99_999),
              random.nextInt(4) == 0
                  ? null
                  : LocalDate.of(2020, 1, 1).plusDays(random.nextInt(3000))));
    }
    return rows;
  }

  private void holds(Style style, List<Meant> rows, String name) throws IOException {
    Path raw = Files.createDirectories(folder.resolve(name + "/raw/shop/orders"));
    Path file = raw.resolve("orders.csv");
    String lines =
        Stream.concat(
                IntStream.range(0, style.above()).mapToObj(i -> "Report of the month"),
                Stream.concat(Stream.of(NAMES), rows.stream().map(style::cells)).map(style::line))
            .collect(Collectors.joining("\r\n", "", "\r\n"));
    Files.write(file, lines.getBytes(Charset.forName(style.encoding())));
    Path jobs = folder.resolve(name + "/jobs");

    JobSpec job = made(file, jobs);

    Rows.Local read = read(job, raw);
    assertThat(read.rows().stream().map(row -> meant(read.schema(), row)))
        .as(style + "\n" + lines + Files.readString(jobs.resolve("shop/orders.yaml")))
        .containsExactlyElementsOf(rows);
  }

  /** The job that is made of a sample. */
  private JobSpec made(Path file, Path jobs) throws IOException {
    Path conf = folder.resolve("conf.yaml");
    Files.writeString(conf, "lake: /lake\n");
    new InitVerb(jobs).fromSamples(List.of(file), DatasetName.of("shop/orders"), conf);
    return Configuration.load(jobs, conf, List.of()).jobs().get(0);
  }

  /** A row that is refused has its reason in place of values. */
  private static Meant meant(StructType schema, Row row) {
    String reason = row.getString(schema.fieldIndex(ReadColumns.REASON));
    return reason == null
        ? new Meant(
            row.getString(0),
            row.getString(1),
            (BigDecimal) row.get(2),
            (Long) row.get(3),
            (LocalDate) row.get(4))
        : new Meant(reason, row.mkString("|"), null, null, null);
  }

  private Rows.Local read(JobSpec job, Path raw) {
    Location location = Location.of(raw.toString());
    ScanResult scanned =
        new FileScan(storage, job, location)
            .scan(
                new RawZone(storage, job, location, Clock.systemUTC())
                    .pending(List.of())
                    .increments());
    assertThat(scanned.refused()).isEmpty();
    assertThat(scanned.warnings()).isEmpty();
    return (Rows.Local) new IncrementReader(job, true).local(null, storage, scanned.files());
  }
}
