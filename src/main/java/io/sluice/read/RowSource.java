package io.sluice.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.spec.RawSpec.RawFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * The rows of one text file, one after the other, in constant memory. Runs on executors. Closes its
 * stream at the end; who stops earlier closes it himself.
 */
final class RowSource implements Iterator<Row>, AutoCloseable {

  /** The next row, or nothing at the end. */
  private interface Step {
    Optional<Row> next() throws IOException;
  }

  private final InputStream in;
  private final String where;
  private final Step step;
  private Optional<Row> ahead = Optional.empty();
  private boolean ended;

  private RowSource(InputStream in, String where, Step step) {
    this.in = in;
    this.where = where;
    this.step = step;
  }

  /**
   * Opens a file, or a part of one, of this format over its bytes as stored, the first of which is
   * that at which the part begins; takes the stream over.
   */
  static RowSource open(RawFormat format, InputStream bytes, SourceFile file, RowParser parser)
      throws IOException {
    InputStream plain = TextFiles.unpacked(file.path(), bytes);
    Step step =
        switch (format) {
          case CSV -> csv(plain, file, parser);
          case JSON -> jsonLines(plain, file, parser);
          case JSON_DOCUMENT -> jsonDocument(plain, file, parser);
          case AVRO, PARQUET -> throw new IllegalArgumentException(format + " is no text");
        };
    return new RowSource(plain, file.location(), step);
  }

  private static Step csv(InputStream plain, SourceFile file, RowParser parser) throws IOException {
    CsvRecords records = file.from() > 0 ? CsvRecords.from(file.from(), plain) : wholeCsv(plain);
    Binding binding = parser.bind(file.header());
    return () -> {
      if (records.offset() >= file.to() || !records.next()) {
        return Optional.empty();
      }
      return Optional.of(
          records.isMalformed() || records.cells().size() != binding.width()
              ? parser.unreadable("ragged", records.text(), file)
              : parser.cells(binding, records.cells(), file));
    };
  }

  private static CsvRecords wholeCsv(InputStream plain) throws IOException {
    CsvRecords records = new CsvRecords(plain);
    records.skip();
    return records;
  }

  private static Step jsonLines(InputStream plain, SourceFile file, RowParser parser) {
    JsonLines lines = JsonLines.from(file.from(), plain);
    return () ->
        lines.offset() < file.to() && lines.next()
            ? Optional.of(parser.json(lines.line(), file))
            : Optional.empty();
  }

  private static Step jsonDocument(InputStream plain, SourceFile file, RowParser parser)
      throws IOException {
    JsonParser json = CanonicalJson.MAPPER.createParser(plain);
    boolean array = json.nextToken() == JsonToken.START_ARRAY;
    return () -> {
      JsonToken token = array ? json.nextToken() : json.currentToken();
      if (token == null || token == JsonToken.END_ARRAY) {
        return Optional.empty();
      }
      JsonNode node = CanonicalJson.ELEMENTS.readTree(json);
      return Optional.of(parser.json(node, node.toString(), file));
    };
  }

  @Override
  public boolean hasNext() {
    if (ahead.isEmpty() && !ended) {
      try {
        ahead = step.next();
      } catch (IOException e) {
        throw new UncheckedIOException(where + ": reading failed: " + e.getMessage(), e);
      }
      if (ahead.isEmpty()) {
        close();
      }
    }
    return ahead.isPresent();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException(where);
    }
    Row row = ahead.get();
    ahead = Optional.empty();
    return row;
  }

  @Override
  public void close() {
    ended = true;
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(where + ": closing failed: " + e.getMessage(), e);
    }
  }
}
