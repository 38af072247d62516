package io.sluice.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.error.DataException;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The content of text files against the contract: headers, drift, and how many records there are.
 */
final class ContentCheck {
  /** Enough to see what a source does; a file whose keys are data may have millions. */
  private static final int MOST_NAMES = 1000;

  /** Long enough to be worth opening the file for, short enough to keep all cores busy. */
  private static final long PART_BYTES = 16L << 20;

  private final JobSpec job;
  private final ColumnCheck columns;

  ContentCheck(JobSpec job) {
    this.job = job;
    this.columns = new ColumnCheck(job);
  }

  /**
   * What a file holds.
   *
   * @param records -1 where they were not counted
   * @param parts as {@link ScannedFile#parts}
   */
  record Content(List<String> header, long records, List<Long> parts, List<String> warnings) {}

  Content of(Location location, InputStream plain) throws IOException {
    return switch (job.raw().format()) {
      case CSV -> csv(location, plain);
      case JSON -> jsonLines(location, plain);
      case JSON_DOCUMENT -> jsonDocument(location, plain);
      case AVRO, PARQUET -> throw new IllegalStateException(job.raw().format() + " is no text");
    };
  }

  private Content csv(Location location, InputStream plain) throws IOException {
    CsvRecords records = new CsvRecords(plain);
    if (!records.next()) {
      throw records.isUnclosed()
          ? unclosed(location, records)
          : refused(location, "no header, found an empty file against a line of column names");
    }
    List<String> header = records.cells();
    if (records.isMalformed()) {
      throw refused(location, "the header has text behind a closing quote");
    }
    Set<String> seen = new HashSet<>();
    for (String name : header) {
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw refused(location, "the header names \"" + name + "\" twice, but for case");
      }
    }
    List<String> warnings = columns.ofHeader(location, header);
    long count = 0;
    Parts parts = new Parts();
    while (records.skip()) {
      count++;
      parts.mayBegin(records.offset());
    }
    if (records.isUnclosed()) {
      throw unclosed(location, records);
    }
    return new Content(
        header, count, records.endsWithCarriageReturn() ? List.of() : parts.starts, warnings);
  }

  private Content jsonLines(Location location, InputStream plain) throws IOException {
    JsonLines lines = new JsonLines(plain);
    Set<String> names = new TreeSet<>();
    Parts parts = new Parts();
    long count = 0;
    while (lines.next()) {
      count++;
      parts.mayBegin(lines.offset());
      try (JsonParser parser = CanonicalJson.MAPPER.createParser(lines.line())) {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
          names(parser, names);
        }
      } catch (JsonProcessingException e) {
        // Not the file is refused: the line goes to quarantine when it is read.
      }
    }
    return json(location, names, count, parts.starts);
  }

  private Content jsonDocument(Location location, InputStream plain) throws IOException {
    Set<String> names = new TreeSet<>();
    long count = 0;
    try (JsonParser parser = CanonicalJson.MAPPER.createParser(plain)) {
      parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      JsonToken root = parser.nextToken();
      if (root == JsonToken.START_OBJECT) {
        names(parser, names);
        count = 1;
      } else if (root == JsonToken.START_ARRAY) {
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
          count++;
          if (t == JsonToken.START_OBJECT) {
            names(parser, names);
          } else {
            parser.skipChildren();
          }
        }
      } else {
        throw refused(
            location, "no JSON document, found " + root + " against an array or an object");
      }
      if (parser.nextToken() != null) {
        throw refused(location, "more than one JSON document, found another behind the first");
      }
    }
    return json(location, names, count, List.of());
  }

  private static void names(JsonParser parser, Set<String> names) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      if (names.size() < MOST_NAMES) {
        names.add(parser.getCurrentName());
      }
      parser.nextToken();
      parser.skipChildren();
    }
  }

  /** A JSON key may be left out for null, so one that is nowhere is told and not refused. */
  private Content json(Location location, Set<String> names, long count, List<Long> parts) {
    List<String> warnings = new ArrayList<>();
    Binding binding = Binding.of(job.columns(), List.copyOf(names));
    for (int i = 0; i < job.columns().size() && count > 0; i++) {
      ColumnSpec column = job.columns().get(i);
      if (!column.fromPath() && !column.optional() && !binding.has(i)) {
        warnings.add(
            location
                + ": no record has the key \""
                + column.from()
                + "\" of the column "
                + column.name()
                + ". Its rows have null there.");
      }
    }
    columns.drift(location, binding.unbound(), warnings);
    return new Content(List.of(), count, parts, warnings);
  }

  /** Collects where parts begin, each but the last at least {@link #PART_BYTES} long. */
  private static final class Parts {
    private final List<Long> starts = new ArrayList<>();
    private long next = PART_BYTES;

    void mayBegin(long offset) {
      if (offset >= next) {
        starts.add(offset);
        next = offset + PART_BYTES;
      }
    }
  }

  private static DataException unclosed(Location location, CsvRecords records) {
    return refused(
        location,
        "a quote opens at line "
            + records.quoteLine()
            + ", byte "
            + records.quoteOffset()
            + ", and is never closed");
  }

  private static DataException refused(Location location, String what) {
    return new DataException(
        location + ": " + what + ". The increment stays pending. Export it again.");
  }
}
