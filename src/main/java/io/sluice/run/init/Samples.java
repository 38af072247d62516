package io.sluice.run.init;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.csv.CsvRecords;
import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.UsageException;
import io.sluice.read.ColumnarSample;
import io.sluice.settings.Section;
import io.sluice.spec.ColumnType;
import io.sluice.spec.CsvForm;
import io.sluice.spec.CsvForm.Encoding;
import io.sluice.spec.RawSpec.RawFormat;
import io.sluice.stream.ByteOrderMark;
import io.sluice.stream.GzipStream;
import io.sluice.stream.LongRecordException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;
import org.apache.spark.sql.types.StructField;

/**
 * What sample files hold together: one format, the columns of all, and how many rows were looked
 * at. Of a large file the beginning is enough.
 */
final class Samples {
  private static final long MOST_ROWS = 100_000;
  private static final long MOST_BYTES = 64_000_000;
  private static final int HEAD = 1 << 16;

  /** More are hardly keys, and each keeps its values in memory. */
  private static final int MOST_KEYS = 16;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(new JsonNodeFactory(true))
          .build();

  private final String table;
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private RawFormat format;
  private CsvForm csv;
  private long rows;
  private int files;
  private int keys;

  /** For a dataset of this name, such as {@code orders}. */
  Samples(String table) {
    this.table = table;
  }

  RawFormat format() {
    return format;
  }

  /** The form of the files, where they are CSV. */
  Optional<CsvForm> csv() {
    return Optional.ofNullable(csv);
  }

  List<Column> columns() {
    return List.copyOf(columns.values());
  }

  long rows() {
    return rows;
  }

  int files() {
    return files;
  }

  /** What somebody should know of the files, a sentence each. */
  List<String> notes() {
    return notes;
  }

  /**
   * Looks at a file.
   *
   * @throws UsageException if there is no such file
   * @throws DataException if no run could read it, or if it has another format than those before
   */
  void read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          file
              + ": "
              + (Files.exists(file) ? "is no file; name the files in it" : "there is no such file")
              + ". Nothing was written.");
    }
    try {
      byte[] head = head(file);
      RawFormat found = format(file, head);
      if (format != null && format != found) {
        throw refused(
            file,
            "is " + Section.word(found) + ", the files before it are " + Section.word(format));
      }
      format = found;
      long before = rows;
      Set<Column> touched =
          switch (found) {
            case CSV -> csv(file, head);
            case JSON, JSON_DOCUMENT -> json(file, head);
            case AVRO, PARQUET -> columnar(file);
          };
      touched.forEach(Column::endFile);
      files++;
      if (rows == before) {
        notes.add(file.getFileName() + " has no rows");
      }
    } catch (LongRecordException | ZipException e) {
      throw refused(file, "cannot be read: " + e.getMessage());
    } catch (IOException e) {
      throw new ConfigurationException(
          file + ": cannot be read, " + e.getMessage() + ". Nothing was written.", e);
    }
  }

  private static DataException refused(Path file, String what) {
    return new DataException(file + ": " + what + ". Nothing was written. Take another sample.");
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    byte[] start = in.readNBytes(2);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), in);
    return GzipStream.isGzip(start) ? new GzipStream(whole) : whole;
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = open(file)) {
      return in.readNBytes(HEAD);
    }
  }

  private static RawFormat format(Path file, byte[] head) {
    String start = new String(head, StandardCharsets.UTF_8).replaceFirst("^\\x{FEFF}", "").strip();
    if (start.isEmpty()) {
      throw refused(file, "is empty; a header or a row is needed");
    }
    if (begins(head, "PAR1")) {
      return RawFormat.PARQUET;
    }
    if (begins(head, "Obj\u0001")) {
      return RawFormat.AVRO;
    }
    if (start.startsWith("[")) {
      return RawFormat.JSON_DOCUMENT;
    }
    if (!start.startsWith("{")) {
      return RawFormat.CSV;
    }
    int end = start.indexOf('\n');
    return end < 0 || isJson(start.substring(0, end)) ? RawFormat.JSON : RawFormat.JSON_DOCUMENT;
  }

  private static boolean begins(byte[] head, String magic) {
    byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
    return head.length >= bytes.length
        && Arrays.equals(head, 0, bytes.length, bytes, 0, bytes.length);
  }

  private static boolean isJson(String line) {
    try {
      return MAPPER.readTree(line).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private Set<Column> csv(Path file, byte[] head) throws IOException {
    CsvForm found = CsvDialect.of(withoutMark(head));
    if (hasNul(head)) {
      throw refused(
          file, "has NUL characters, as files in UTF-16 have. Export it in UTF-8 to guess from it");
    }
    if (csv != null && !csv.equals(found)) {
      throw refused(file, "has another delimiter or encoding than the files before it");
    }
    csv = found;
    Set<Column> touched = new LinkedHashSet<>();
    try (InputStream in = open(file)) {
      CsvRecords records = CsvRecords.from(0, in, csv, MOST_BYTES);
      if (!records.next()) {
        throw refused(file, "has no header: a quote in its first line is never closed");
      }
      List<String> header = records.cells();
      List<Optional<Column>> bound = bind(file, header);
      bound.forEach(column -> column.ifPresent(touched::add));
      long ragged = 0;
      long read = 0;
      while (read < MOST_ROWS && records.offset() < MOST_BYTES && records.next()) {
        List<String> cells = records.cells();
        if (cells.size() != header.size()) {
          ragged++;
        } else if (!cells.equals(header)) {
          read++;
          add(file, bound, cells);
        }
      }
      if (records.isUnclosed()) {
        throw refused(
            file, "a quote opens at line " + records.quoteLine() + " and is never closed");
      }
      if (ragged > 0) {
        notes.add(
            file.getFileName()
                + ": "
                + ragged
                + " rows have more or fewer cells than the header; a run puts them into quarantine");
      }
      rows += read;
    }
    return touched;
  }

  private static boolean hasNul(byte[] head) {
    for (byte b : head) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  private static byte[] withoutMark(byte[] head) {
    return Arrays.copyOfRange(head, ByteOrderMark.length(head, head.length), head.length);
  }

  private static void add(Path file, List<Optional<Column>> bound, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      if (!cell.isEmpty() && bound.get(i).isPresent()) {
        if (cell.indexOf('\uFFFD') >= 0) {
          throw refused(file, "column " + (i + 1) + " has bytes that are not UTF-8");
        }
        bound.get(i).get().seen().add(cell);
        bound.get(i).get().fill(cell);
      }
    }
  }

  private List<Optional<Column>> bind(Path file, List<String> header) {
    Set<String> names = new HashSet<>();
    List<Optional<Column>> bound = new ArrayList<>();
    for (String name : header) {
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw refused(file, "the header names \"" + name + "\" twice, but for case");
      }
      if (name.isBlank()) {
        notes.add(
            file.getFileName()
                + ": column "
                + (bound.size() + 1)
                + " has no name; its values are kept in _rescued");
      }
      bound.add(name.isBlank() ? Optional.empty() : Optional.of(column(name, Optional.empty())));
    }
    if (header.stream().anyMatch(name -> name.matches("-?[0-9.]+|[0-9]{4}-[0-9]{2}-[0-9]{2}.*"))) {
      notes.add(
          file.getFileName()
              + ": the first line looks like data; a run takes it for the header, and needs one");
    }
    return bound;
  }

  private Column column(String name, Optional<Guess> declared) {
    return columns.computeIfAbsent(
        name.toLowerCase(Locale.ROOT),
        key -> {
          boolean mayBeKey =
              keys < MOST_KEYS && Names.keyRank(Names.words(name), table).isPresent();
          keys += mayBeKey ? 1 : 0;
          return new Column(name, declared, mayBeKey);
        });
  }

  private Set<Column> json(Path file, byte[] head) throws IOException {
    if (hasNul(head) || CsvDialect.of(withoutMark(head)).encoding() != Encoding.UTF_8) {
      throw refused(file, "has bytes that are not UTF-8");
    }
    Set<Column> touched = new LinkedHashSet<>();
    try (InputStream in = open(file);
        JsonParser parser = MAPPER.createParser(in)) {
      long read = 0;
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY) {
        token = parser.nextToken();
      }
      while (token != null
          && token != JsonToken.END_ARRAY
          && read < MOST_ROWS
          && parser.currentLocation().getByteOffset() < MOST_BYTES) {
        JsonNode row = MAPPER.readTree(parser);
        if (!row.isObject()) {
          throw refused(
              file, "holds what is no object, at line " + parser.currentLocation().getLineNr());
        }
        read++;
        row.fields().forEachRemaining(field -> add(field.getKey(), field.getValue(), touched));
        token = parser.nextToken();
      }
      rows += read;
    } catch (JsonProcessingException e) {
      throw refused(
          file,
          "is broken JSON"
              + (e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr()));
    }
    return touched;
  }

  private void add(String name, JsonNode value, Set<Column> touched) {
    if (name.isBlank()) {
      return;
    }
    Column column = column(name, Optional.empty());
    touched.add(column);
    column.seen().add(value);
    String text = value.isValueNode() ? value.asText() : value.toString();
    if (!value.isNull() && !text.isEmpty()) {
      column.fill(text);
    }
  }

  private Set<Column> columnar(Path file) {
    ColumnarSample sample = new ColumnarSample(file, format);
    Set<Column> touched = new LinkedHashSet<>();
    List<Column> read = new ArrayList<>();
    for (StructField field : sample.schema().fields()) {
      Guess declared = Guess.of(SparkTypes.of(field.dataType()), "the file says so");
      Column column = column(field.name(), Optional.of(declared));
      column.declare(declared);
      touched.add(column);
      if (column.isUnique()
          && !(declared.type() instanceof ColumnType.Array)
          && !(declared.type() instanceof ColumnType.Struct)) {
        read.add(column);
      }
    }
    rows +=
        sample.rows(
            read.stream().map(Column::from).toList(),
            MOST_ROWS,
            cells -> {
              for (int i = 0; i < cells.size(); i++) {
                cells.get(i).filter(text -> !text.isEmpty()).ifPresent(read.get(i)::fill);
              }
            });
    return touched;
  }
}
