package io.sluice.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.csv.CsvRecords;
import io.sluice.error.TemporaryException;
import io.sluice.spec.CsvForm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * The rows of one text file, one after the other, in constant memory. Runs on executors. Closes its
 * stream at the end; who stops earlier closes it himself.
 *
 * <p>At the end the records must be as many as were counted, and the bytes as many as the file had
 * when it was listed.
 */
final class RowSource implements Iterator<Row>, AutoCloseable {
  private static final String MARK = "\uFEFF";

  /** The next row, or nothing at the end. */
  private interface Step {
    Optional<Row> next() throws IOException;
  }

  private final InputStream in;
  private final CountedStream stored;
  private final SourceFile file;
  private final Step step;
  private final RowParser parser;
  private Optional<Row> ahead = Optional.empty();
  private long records;
  private boolean ended;

  private RowSource(
      InputStream in, CountedStream stored, SourceFile file, Step step, RowParser parser) {
    this.in = in;
    this.stored = stored;
    this.file = file;
    this.step = step;
    this.parser = parser;
  }

  /**
   * Opens a file, or a part of one, of this format over its bytes as stored, the first of which is
   * that at which the part begins; takes the stream over.
   */
  static RowSource open(FileForm form, InputStream bytes, SourceFile file, RowParser parser)
      throws IOException {
    CountedStream stored = new CountedStream(bytes);
    // Only plain files that are no UTF-16 are read in parts.
    InputStream plain =
        file.from() > 0
            ? stored
            : Encoded.text(form.encoding(), TextFiles.unpacked(file.path(), stored));
    Step step =
        switch (form.format()) {
          case CSV -> csv(form.csv(), plain, file, parser);
          case JSON -> jsonLines(plain, file, parser);
          case JSON_DOCUMENT -> jsonDocument(form.records(), plain, file, parser);
          case AVRO, PARQUET -> throw new IllegalArgumentException(form.format() + " is no text");
        };
    return new RowSource(plain, stored, file, step, parser);
  }

  private static Step csv(CsvForm form, InputStream plain, SourceFile file, RowParser parser)
      throws IOException {
    CsvRecords records = CsvRecords.from(file.from(), plain, form, file.mostBytes());
    if (file.from() == 0 && form.hasHeader()) {
      records.skip();
    }
    Binding binding = parser.bind(file.header());
    records.bound(file.mostBytes(), binding.width());
    return () -> {
      if (records.offset() >= file.to() || !records.next()) {
        return Optional.empty();
      }
      if (records.isMalformed() || records.width() != binding.width()) {
        return Optional.of(parser.ragged(difference(form, records, binding), records.text(), file));
      }
      if (isHeader(records.cells(), file.header())) {
        return Optional.of(parser.repeatedHeader(records.text(), file));
      }
      return Optional.of(
          records.isUnended()
              ? parser.unended(binding, records.cells(), file)
              : parser.cells(binding, records.cells(), file));
    };
  }

  private static String difference(CsvForm form, CsvRecords records, Binding binding) {
    return records.isMalformed()
        ? "has text behind a closing quote"
        : "has " + difference(form, records.width(), binding.width());
  }

  /** The number of a record's fields against the one that it should be. */
  static String difference(CsvForm form, int width, int expected) {
    return width
        + (width == 1 ? " field" : " fields")
        + (form.hasHeader() ? ", the header " : ", raw.csv.names ")
        + expected;
  }

  /** Whether files were concatenated; the second one may have a byte-order mark. */
  private static boolean isHeader(List<String> cells, List<String> header) {
    for (int i = cells.size() - 1; i > 0; i--) {
      if (!cells.get(i).equals(header.get(i))) {
        return false;
      }
    }
    String first = cells.get(0);
    if (first.startsWith(MARK)) {
      String name = first.substring(MARK.length());
      boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
      first = quoted ? name.substring(1, name.length() - 1) : name;
    }
    return first.equals(header.get(0));
  }

  private static Step jsonLines(InputStream plain, SourceFile file, RowParser parser)
      throws IOException {
    JsonLines lines = JsonLines.from(file.from(), plain, file.mostBytes());
    return () ->
        lines.offset() < file.to() && lines.next()
            ? Optional.of(parser.json(lines.record(), file))
            : Optional.empty();
  }

  private static Step jsonDocument(
      List<String> path, InputStream plain, SourceFile file, RowParser parser) throws IOException {
    JsonElements elements = new JsonElements(plain, file.mostBytes(), path);
    return () -> {
      if (!elements.next()) {
        return Optional.empty();
      }
      Optional<JsonNode> node = elements.node();
      return Optional.of(
          node.isPresent()
              ? parser.json(node.get(), node.get().toString(), file)
              : parser.unreadable("bad-json", elements.text(), file));
    };
  }

  @Override
  public boolean hasNext() {
    if (ahead.isEmpty() && !ended) {
      try {
        ahead = step.next();
        if (ahead.isEmpty()) {
          end();
        } else {
          records++;
          ahead = Optional.of(parser.numbered(ahead.get(), file.recordsBefore() + records));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(file.location() + ": reading failed: " + e.getMessage(), e);
      }
    }
    return ahead.isPresent();
  }

  /** Compares what was read with what was found when the file was checked. */
  private void end() throws IOException {
    boolean toTheEnd = file.to() == Long.MAX_VALUE;
    if (toTheEnd) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    long read = file.from() + stored.count();
    close();
    if (records != file.records() || (toTheEnd && read != file.bytes())) {
      throw new TemporaryException(
          file.location()
              + ": is not the same as when it was checked, found "
              + records
              + " records"
              + (toTheEnd ? " and " + read + " bytes" : "")
              + " against "
              + file.records()
              + (toTheEnd ? " and " + file.bytes() : "")
              + ". It was changed in between, or the store gave other bytes. Nothing was committed;"
              + " the table stays as it was. Run again; if it happens again, export the file again.");
    }
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException(file.location());
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
      throw new UncheckedIOException(file.location() + ": closing failed: " + e.getMessage(), e);
    }
  }
}
