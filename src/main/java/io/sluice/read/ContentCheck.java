package io.sluice.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.csv.CsvRecords;
import io.sluice.error.DataException;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.CsvForm;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.stream.LongRecordException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The content of text files against the contract: headers, drift, and how many records there are.
 */
final class ContentCheck {
  /** Long enough to be worth opening the file for, short enough to keep all cores busy. */
  private static final long PART_BYTES = 16L << 20;

  /** Bytes; a file without line ends is not taken for a header of as many columns. */
  private static final long LONGEST_HEADER = 1_000_000;

  /** Records below the first one that may be the header. */
  private static final int LINES_OF_TITLE = 9;

  /** What may stand between the cells of CSV. */
  private static final Pattern DELIMITER = Pattern.compile("[,;\\t|]");

  private final JobSpec job;
  private final long most;
  private final ColumnCheck columns;

  ContentCheck(JobSpec job) {
    this.job = job;
    this.most = job.raw().maxRecordBytes();
    this.columns = new ColumnCheck(job);
  }

  /**
   * What a file holds.
   *
   * @param records -1 where they were not counted
   * @param parts as {@link ScannedFile#parts}
   * @param warnings without the name of the file
   * @param drift what its columns lack, and have too many
   * @param bytes as {@link ScannedFile#unpackedBytes}; 0 until it was read to its end
   */
  record Content(
      List<String> header,
      long records,
      List<ScannedFile.Part> parts,
      List<String> warnings,
      FileDrift drift,
      long bytes) {

    /** The same of a file whose unpacked size is known. */
    Content ofBytes(long unpacked, boolean packed) {
      return new Content(header, records, packed ? List.of() : parts, warnings, drift, unpacked);
    }
  }

  Content of(Location location, InputStream plain) throws IOException {
    return switch (job.raw().format()) {
      case CSV -> csv(location, plain);
      case JSON -> jsonLines(location, plain);
      case JSON_DOCUMENT -> jsonDocument(location, plain);
      case AVRO, PARQUET -> throw new IllegalStateException(job.raw().format() + " is no text");
    };
  }

  private Content csv(Location location, InputStream plain) throws IOException {
    CsvForm form = job.raw().csv();
    CsvRecords records = CsvRecords.from(0, plain, form, Math.min(most, LONGEST_HEADER));
    List<String> header = form.hasHeader() ? header(location, records) : form.names();
    List<String> warnings = columns.ofHeader(location, header);
    records.bound(most, 0);
    long count = 0;
    Parts parts = new Parts();
    while (records.skip()) {
      count++;
      parts.mayBegin(records.offset(), count);
      if (records.isUnended() && records.width() < header.size()) {
        throw cutOff(
            location,
            "within record " + count + ", line " + records.recordLine(),
            ", found "
                + RowSource.difference(form, records.width(), header.size())
                + " and no line end. The increment stays pending. Export it again; if the record is"
                + " whole, end it with a line end.");
      }
    }
    if (records.isUnclosed()) {
      throw unclosed(location, records);
    }
    return new Content(
        header,
        count,
        records.endsWithCarriageReturn() ? List.of() : parts.starts,
        warnings,
        columns.drift(header, count),
        0);
  }

  private List<String> header(Location location, CsvRecords records) throws IOException {
    if (!records.next()) {
      throw records.isUnclosed() ? unclosed(location, records) : noHeader(location);
    }
    List<String> header = records.cells();
    boolean malformed = records.isMalformed();
    if (columns.lacksRequired(header)) {
      requireNoTitle(location, records);
    }
    if (malformed) {
      throw new DataException(
          location
              + ": the header has text after a closing quote. The increment stays pending. "
              + columns.json(header).orElse("Export it again."));
    }
    Set<String> seen = new HashSet<>();
    for (String name : header) {
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw refused(location, "the header names \"" + name + "\" twice, if case is ignored");
      }
    }
    return header;
  }

  /** Looks for the header below a record that is none; the file is refused in any case. */
  private void requireNoTitle(Location location, CsvRecords records) throws IOException {
    try {
      for (int i = 0; i < LINES_OF_TITLE && records.next(); i++) {
        if (columns.hasMost(records.cells())) {
          long above = records.recordLine() - 1;
          throw new DataException(
              location
                  + ": line "
                  + records.recordLine()
                  + " has the expected names, against a header at the start: the "
                  + (above == 1 ? "line above it seems" : "lines above it seem")
                  + " to be a title. The increment stays pending. "
                  + FileForm.ofAllFiles("raw.csv.skip_lines: " + above));
        }
      }
    } catch (LongRecordException e) {
      // A record that long is no header, nor is what stands below it.
    }
  }

  private Content jsonLines(Location location, InputStream plain) throws IOException {
    JsonLines lines = new JsonLines(plain, most);
    KeyCounts names = new KeyCounts();
    NestedNames nested = new NestedNames(job.raw().columns());
    Parts parts = new Parts();
    long count = 0;
    boolean anyObject = false;
    String first = "";
    while (lines.next()) {
      String record = lines.record();
      if (lines.isCutOff()) {
        throw cutOff(location, "within record " + (count + 1) + ", line " + lines.recordLine());
      }
      if (count == 0) {
        first = record;
        requireLines(location, record);
      }
      anyObject |= record.startsWith("{");
      count++;
      parts.mayBegin(lines.offset(), count);
      try (JsonParser parser = CanonicalJson.MAPPER.createParser(record)) {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
          names(parser, names, count, nested);
        }
      } catch (JsonProcessingException e) {
        // The file is not refused: the line goes to quarantine when it is read.
      }
    }
    if (!anyObject && DELIMITER.matcher(first).find()) {
      throw new DataException(
          location
              + ": no JSON, found lines of which none begins with { against raw.format: json. The"
              + " increment stays pending. The file seems to be CSV. "
              + FileForm.ofAllFiles("raw.format: csv"));
    }
    return json(location, names, nested, count, parts.starts);
  }

  private Content jsonDocument(Location location, InputStream plain) throws IOException {
    KeyCounts names = new KeyCounts();
    NestedNames nested = new NestedNames(job.raw().columns());
    long count = 0;
    JsonElements elements = new JsonElements(plain, most, job.raw().records());
    String root = elements.root().map(token -> "a single value").orElse("an empty file");
    if (elements.root().filter(JsonToken::isStructStart).isEmpty()) {
      throw new DataException(
          location
              + ": no JSON document, found "
              + root
              + " against an array or an object. The increment stays pending. "
              + (elements.root().isEmpty()
                  ? "Export it again."
                  : FileForm.ofAllFiles("raw.format to what they are, such as csv")));
    }
    if (elements.fault().isPresent()) {
      throw new DataException(
          location
              + ": "
              + elements.fault().get()
              + " against raw.json.records: "
              + String.join(".", job.raw().records())
              + ". The increment stays pending. Export it so, or correct raw.json.records.");
    }
    boolean within = false;
    boolean last;
    try {
      while (elements.next()) {
        count++;
        within = true;
        long record = count;
        elements.skip(
            (name, value) -> {
              names.add(name, record);
              nested.skip(name, value);
            });
        within = false;
      }
      last = elements.isLast();
    } catch (JsonProcessingException e) {
      if (!elements.isCutOff()) {
        throw e;
      }
      throw cutOff(
          location,
          (within ? "within record " + count : "within the document")
              + ", line "
              + e.getLocation().getLineNr());
    }
    if (!last) {
      throw new DataException(
          location
              + ": more than one JSON document, found another after the first. The increment stays"
              + " pending. If all files of the dataset hold one object after the other, set"
              + " raw.format: json; otherwise export this file again.");
    }
    return json(location, names, nested, count, List.of());
  }

  /** An array, or an object over several lines, would go to quarantine line by line. */
  private static void requireLines(Location location, String first) {
    if (first.startsWith("[") || first.equals("{")) {
      throw new DataException(
          location
              + ": not one object per line, found "
              + (first.equals("{") ? "an object over several lines" : "an array")
              + " against raw.format: json. The increment stays pending. If all files of the dataset"
              + " are one array or one object each, set raw.format: json-document; otherwise export"
              + " this file with each object on a line.");
    }
  }

  private static void names(JsonParser parser, KeyCounts names, long record, NestedNames nested)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.getCurrentName();
      names.add(name, record);
      parser.nextToken();
      nested.skip(name, parser);
    }
  }

  /**
   * A JSON key may be left out for null, so a key that never occurs is a warning and not a refusal.
   */
  private Content json(
      Location location,
      KeyCounts names,
      NestedNames nested,
      long count,
      List<ScannedFile.Part> parts) {
    List<String> warnings = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    Binding binding = Binding.of(job.raw().columns(), names.names());
    for (int i = 0; i < job.raw().columns().size() && count > 0; i++) {
      ColumnSpec column = job.raw().columns().get(i);
      if (column.fromPath() || binding.has(i)) {
        continue;
      }
      missing.add(column.name());
      if (!column.optional()) {
        warnings.add(
            "no record has the key "
                + column.fromText()
                + " of the column "
                + column.name()
                + ". The rows have null there.");
      }
    }
    columns.drift(location, binding.unbound(), warnings);
    ColumnCheck.nested(nested).ifPresent(warnings::add);
    FileDrift drift = new FileDrift(names.of(binding.unbound()), missing);
    return new Content(List.of(), count, parts, warnings, drift, 0);
  }

  /** Collects where parts begin, each but the last at least {@link #PART_BYTES} long. */
  private static final class Parts {
    private final List<ScannedFile.Part> starts = new ArrayList<>();
    private long next = PART_BYTES;

    void mayBegin(long offset, long recordsBefore) {
      if (offset >= next) {
        starts.add(new ScannedFile.Part(offset, recordsBefore));
        next = offset + PART_BYTES;
      }
    }
  }

  private static DataException noHeader(Location location) {
    return new DataException(
        location
            + ": no header, found an empty file against a line of column names. The increment stays"
            + " pending. Export it again; if it is not data, remove it or name it in raw.ignore.");
  }

  private DataException unclosed(Location location, CsvRecords records) {
    return refused(
        location,
        "a quote opens at line "
            + records.quoteLine()
            + ", byte "
            + records.quoteOffset()
            + (job.raw().csv().encoding().isUtf16() ? " of the text as UTF-8" : "")
            + ", and is never closed");
  }

  private static DataException cutOff(Location location, String where) {
    return cutOff(location, where, ". The increment stays pending. Export it again.");
  }

  private static DataException cutOff(Location location, String where, String more) {
    return new DataException(location + ": the file ends " + where + ": it seems cut off" + more);
  }

  private static DataException refused(Location location, String what) {
    return new DataException(
        location + ": " + what + ". The increment stays pending. Export it again.");
  }
}
