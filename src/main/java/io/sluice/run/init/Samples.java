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
import io.sluice.read.ColumnarSample;
import io.sluice.read.KnownForms;
import io.sluice.read.TextSample;
import io.sluice.settings.Section;
import io.sluice.spec.ColumnType;
import io.sluice.spec.CsvForm;
import io.sluice.spec.CsvForm.Encoding;
import io.sluice.spec.RawSpec.RawFormat;
import io.sluice.stream.LongRecordException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
import java.util.stream.Collectors;
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
  private final List<String> names = new ArrayList<>();
  private RawFormat format;
  private List<String> records = List.of();
  private CsvForm csv;
  private TextEncoding encoding;
  private long rows;
  private int files;
  private int keys;
  private boolean cut;

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

  /** Why the files are in the encoding that {@link #csv} has. */
  String encodingReason() {
    return encoding.reason();
  }

  /** The keys that lead to the records of JSON documents. */
  List<String> records() {
    return records;
  }

  /** What the numbers of all columns say of the sign before fractions. */
  DecimalSign decimal() {
    Set<DecimalSign> found =
        columns.values().stream()
            .flatMap(column -> column.seen().decimal().stream())
            .collect(Collectors.toSet());
    if (found.size() == 1) {
      return found.iterator().next();
    }
    boolean european = csv != null && csv.delimiter() != ',';
    return european || !found.isEmpty() ? DecimalSign.UNKNOWN : DecimalSign.PROBABLY_POINT;
  }

  List<Column> columns() {
    return List.copyOf(columns.values());
  }

  long rows() {
    return rows;
  }

  /** The same in words. */
  String countedRows() {
    return rows == 1 ? "1 row" : String.format(Locale.ROOT, "%,d rows", rows);
  }

  int files() {
    return files;
  }

  /** The name of a file. */
  String name(int sample) {
    return names.get(sample);
  }

  /** Whether of some file only the beginning was looked at. */
  boolean isCut() {
    return cut;
  }

  /** What somebody should know of the files, a sentence each. */
  List<String> notes() {
    return notes;
  }

  /**
   * Looks at a file.
   *
   * @throws DataException if no run could read it, or if it has another format than those before
   */
  void read(Path file) {
    TextSample text = new TextSample(file);
    try {
      Optional<String> foreign = text.foreignForm();
      if (foreign.isPresent()) {
        throw refused(file, "is " + foreign.get() + ", which no run can read");
      }
      byte[] head = head(text);
      RawFormat found = format(file, text, head);
      if (format != null && format != found) {
        throw refused(
            file,
            "is " + Section.word(found) + ", the files before it are " + Section.word(format));
      }
      format = found;
      long before = rows;
      Set<Column> touched =
          switch (found) {
            case CSV -> csv(file, text);
            case JSON, JSON_DOCUMENT -> json(file, text);
            case AVRO, PARQUET -> columnar(file);
          };
      touched.forEach(column -> column.endFile(files));
      files++;
      names.add(file.getFileName().toString());
      cut |= rows - before >= MOST_ROWS;
      if (rows == before) {
        notes.add(file.getFileName() + " has no rows");
      }
    } catch (LongRecordException | ZipException | CharacterCodingException e) {
      throw refused(file, "cannot be read: " + e.getMessage());
    } catch (IOException e) {
      throw new ConfigurationException(
          file + ": cannot be read, " + e.getMessage() + ". Nothing was written.", e);
    }
  }

  private static DataException refused(Path file, String what) {
    return new DataException(file + ": " + what + ". Nothing was written. Take another sample.");
  }

  private static byte[] head(TextSample text) throws IOException {
    try (InputStream in = text.bytes()) {
      return in.readNBytes(HEAD);
    }
  }

  private RawFormat format(Path file, TextSample text, byte[] head) throws IOException {
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
    boolean lines = end < 0 || isJson(start.substring(0, end));
    return lines && (end >= 0 || envelope(text).isEmpty())
        ? RawFormat.JSON
        : RawFormat.JSON_DOCUMENT;
  }

  /** Empty for broken JSON too, which is refused when it is read. */
  private List<String> envelope(TextSample text) throws IOException {
    try (InputStream in = text.bytes();
        JsonParser json = MAPPER.createParser(in)) {
      return Envelope.path(json, table);
    } catch (JsonProcessingException e) {
      return List.of();
    }
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

  private Set<Column> csv(Path file, TextSample text) throws IOException {
    CsvForm found = form(file, text);
    if (csv != null && !csv.equals(found)) {
      throw refused(
          file,
          "is written in another form than the files before it, "
              + CsvOptions.words(found)
              + " against "
              + CsvOptions.words(csv));
    }
    csv = found;
    Set<Column> touched = new LinkedHashSet<>();
    try (InputStream in = text.text(csv.encoding())) {
      CsvRecords records = CsvRecords.from(0, in, csv, MOST_BYTES);
      if (csv.hasHeader() && !records.next()) {
        throw refused(file, "has no header: a quote in its first line is never closed");
      }
      List<String> header = csv.hasHeader() ? records.cells() : csv.names();
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
          add(bound, cells);
        }
      }
      cut |= records.offset() >= MOST_BYTES;
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

  /** The form of a file, in the encoding that all files have. */
  private CsvForm form(Path file, TextSample text) throws IOException {
    TextEncoding found;
    try (InputStream in = text.bytes()) {
      found = TextEncoding.of(in, 2 * MOST_BYTES);
    }
    if (encoding != null && !found.add(encoding)) {
      throw refused(file, "has another encoding than the files before it");
    }
    encoding = found;
    byte[] head;
    try (InputStream in = text.text(encoding.guess())) {
      head = CsvDialect.wholeLines(in.readNBytes(HEAD), HEAD);
    }
    CsvDialect dialect = new CsvDialect(head, encoding.guess());
    if (csv == null) {
      return dialect.guess();
    }
    csv = CsvDialect.encoded(csv, encoding.guess());
    return dialect.is(csv) ? csv : dialect.guess();
  }

  private static void add(List<Optional<Column>> bound, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      if (!cell.isEmpty() && bound.get(i).isPresent()) {
        bound.get(i).get().seen().add(cell);
        fill(bound.get(i).get(), cell);
      }
    }
  }

  /** What may be null is no value of a key. */
  private static void fill(Column column, String text) {
    if (!text.isBlank() && !KnownForms.isNull(text.strip())) {
      column.fill(text);
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
    return bound;
  }

  private Column column(String name, Optional<Guess> declared) {
    return columns.computeIfAbsent(
        name.toLowerCase(Locale.ROOT),
        key -> {
          boolean mayBeKey = keys < MOST_KEYS && Names.mayBeKey(Names.words(name), table);
          keys += mayBeKey ? 1 : 0;
          return new Column(name, declared, mayBeKey);
        });
  }

  private Set<Column> json(Path file, TextSample text) throws IOException {
    try (InputStream in = text.bytes()) {
      if (TextEncoding.of(in, 2 * MOST_BYTES).guess() != Encoding.UTF_8) {
        throw refused(file, "has bytes that are not UTF-8");
      }
    }
    List<String> path = format == RawFormat.JSON_DOCUMENT ? envelope(text) : List.of();
    if (files > 0 && !path.equals(records)) {
      throw refused(file, "has its records at another place than the files before it");
    }
    records = path;
    Set<Column> touched = new LinkedHashSet<>();
    try (InputStream in = text.bytes();
        JsonParser parser = MAPPER.createParser(in)) {
      long read = 0;
      JsonToken token = parser.nextToken();
      for (String key : records) {
        token = inside(parser, key);
      }
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
      cut |= parser.currentLocation().getByteOffset() >= MOST_BYTES;
    } catch (JsonProcessingException e) {
      throw refused(
          file,
          "is broken JSON"
              + (e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr()));
    }
    return touched;
  }

  /** Goes from the start of an object to the value of this key, which it has. */
  private static JsonToken inside(JsonParser parser, String key) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.getCurrentName().equals(key);
      JsonToken token = parser.nextToken();
      if (found) {
        return token;
      }
      parser.skipChildren();
    }
    return null;
  }

  private void add(String name, JsonNode value, Set<Column> touched) {
    if (name.isBlank()) {
      return;
    }
    Column column = column(name, Optional.empty());
    touched.add(column);
    column.seen().add(value);
    String text = value.isValueNode() ? value.asText() : value.toString();
    if (!value.isNull()) {
      fill(column, text);
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
