package io.sluice.spark;

import io.sluice.spec.CleanSpec.CleanFormat;
import java.io.IOException;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.mapred.FsInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * Reads every byte of a data file, to find out whether it can be read: pages of Parquet are
 * compared with their checksums and unpacked, ORC and Avro are decoded. Starts no engine.
 * Thread-safe.
 */
public final class FileContent {
  private final Configuration hadoop;

  /** Reads with the engine's settings of file systems. */
  public FileContent(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * How many rows the file holds.
   *
   * @param file as a URI
   * @throws IOException if it cannot be read; other exceptions of the formats' libraries say that
   *     it is damaged
   */
  public long rows(String file, CleanFormat format) throws IOException {
    Path path = new Path(file);
    return switch (format) {
      case PARQUET -> parquet(path);
      case ORC -> orc(path);
      case AVRO -> avro(path);
    };
  }

  private long parquet(Path path) throws IOException {
    HadoopReadOptions.Builder options = HadoopReadOptions.builder(hadoop, path);
    options.usePageChecksumVerification(true);
    long rows = 0;
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop), options.build())) {
      for (PageReadStore group = reader.readNextRowGroup();
          group != null;
          group = reader.readNextRowGroup()) {
        for (ColumnDescriptor column : reader.getFileMetaData().getSchema().getColumns()) {
          readPages(column, group.getPageReader(column));
        }
        rows += group.getRowCount();
      }
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

  private long orc(Path path) throws IOException {
    long rows = 0;
    try (Reader reader = OrcFile.createReader(path, OrcFile.readerOptions(hadoop));
        RecordReader records = reader.rows()) {
      VectorizedRowBatch batch = reader.getSchema().createRowBatch();
      while (records.nextBatch(batch)) {
        rows += batch.size;
      }
    }
    return rows;
  }

  private long avro(Path path) throws IOException {
    long rows = 0;
    try (DataFileReader<Object> reader =
        new DataFileReader<>(new FsInput(path, hadoop), new GenericDatumReader<>())) {
      Object row = null;
      while (reader.hasNext()) {
        row = reader.next(row);
        rows++;
      }
    }
    return rows;
  }
}
