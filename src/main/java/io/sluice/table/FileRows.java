package io.sluice.table;

import io.sluice.error.TemporaryException;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.storage.Location;
import java.io.IOException;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.mapred.FsInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** How many rows a data file holds by its own account, without decoding one. Thread-safe. */
final class FileRows {
  private final Configuration hadoop;

  FileRows(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * The rows of the footer or, in Avro, of the heads of all blocks.
   *
   * @throws TemporaryException if the file cannot be read
   */
  long of(Location file, CleanFormat format) {
    Path path = new Path(file.text());
    try {
      return switch (format) {
        case PARQUET -> parquet(path);
        case ORC -> orc(path);
        case AVRO -> avro(path);
      };
    } catch (IOException e) {
      throw new TemporaryException(
          file
              + ": the file just written cannot be read, "
              + e.getMessage()
              + ". Nothing was"
              + " committed. Try again",
          e);
    }
  }

  private long parquet(Path path) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
      return reader.getRecordCount();
    }
  }

  private long orc(Path path) throws IOException {
    try (Reader reader = OrcFile.createReader(path, OrcFile.readerOptions(hadoop))) {
      return reader.getNumberOfRows();
    }
  }

  private long avro(Path path) throws IOException {
    long rows = 0;
    try (DataFileReader<Object> reader =
        new DataFileReader<>(new FsInput(path, hadoop), new GenericDatumReader<>())) {
      while (reader.hasNext()) {
        rows += reader.getBlockCount();
        reader.nextBlock();
      }
    }
    return rows;
  }
}
