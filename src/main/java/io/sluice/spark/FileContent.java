package io.sluice.spark;

import io.sluice.spec.CleanSpec.CleanFormat;
import java.io.IOException;
import org.apache.avro.file.DataFileReader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.ParquetFileReader;

/**
 * Reads every byte of a data file, to find out whether it can be read: pages of Parquet are
 * compared with their checksums and unpacked, ORC and Avro are decoded. Starts no engine.
 * Thread-safe.
 */
public final class FileContent extends FileLook {
  /** Reads with the engine's settings of file systems. */
  public FileContent(Configuration hadoop) {
    super(hadoop);
  }

  /**
   * How many rows the file holds.
   *
   * @param file as a URI
   * @throws IOException if it cannot be read; other exceptions of the formats' libraries say that
   *     it is damaged
   */
  public long rows(String file, CleanFormat format) throws IOException {
    return count(file, format);
  }

  @Override
  long parquet(ParquetFileReader reader) throws IOException {
    long rows = 0;
    for (PageReadStore group = reader.readNextRowGroup();
        group != null;
        group = reader.readNextRowGroup()) {
      for (ColumnDescriptor column : reader.getFileMetaData().getSchema().getColumns()) {
        readPages(column, group.getPageReader(column));
      }
      rows += group.getRowCount();
    }
    return rows;
  }

  private static void readPages(ColumnDescriptor column, PageReader pages) throws IOException {
    pages.readDictionaryPage();
    long values = 0;
    for (DataPage page = pages.readPage(); page != null; page = pages.readPage()) {
      values += page.getValueCount();
    }
    if (values != pages.getTotalValueCount()) {
      throw new IOException(
          String.join(".", column.getPath())
              + " has "
              + values
              + " values against "
              + pages.getTotalValueCount()
              + " announced");
    }
  }

  @Override
  long orc(Reader reader) throws IOException {
    long rows = 0;
    try (RecordReader records = reader.rows()) {
      VectorizedRowBatch batch = reader.getSchema().createRowBatch();
      while (records.nextBatch(batch)) {
        rows += batch.size;
      }
    }
    return rows;
  }

  @Override
  long avro(DataFileReader<Object> reader) throws IOException {
    long rows = 0;
    Object row = null;
    while (reader.hasNext()) {
      row = reader.next(row);
      rows++;
    }
    return rows;
  }
}
