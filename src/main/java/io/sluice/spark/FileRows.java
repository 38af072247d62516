package io.sluice.spark;

import io.sluice.spec.CleanSpec.CleanFormat;
import java.io.IOException;
import org.apache.avro.file.DataFileReader;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.Reader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.Type.Repetition;

/** How many rows a data file says that it holds; decodes none. Thread-safe. */
public final class FileRows extends FileLook {
  /** Reads with the engine's settings of file systems. */
  public FileRows(Configuration hadoop) {
    super(hadoop);
  }

  /**
   * The rows of the footer or, in Avro, of the heads of all blocks.
   *
   * @param file as a URI
   * @throws IOException if the file cannot be read; other exceptions of the formats' libraries mean
   *     that it has another format
   */
  public long of(String file, CleanFormat format) throws IOException {
    return count(file, format);
  }

  @Override
  long parquet(ParquetFileReader reader) {
    for (BlockMetaData group : reader.getRowGroups()) {
      for (ColumnChunkMetaData column : group.getColumns()) {
        requireEqual(group.getRowCount(), column);
      }
    }
    return reader.getRecordCount();
  }

  /** Readers trust the number of rows: if it is too low, they leave out rows. */
  private static void requireEqual(long rows, ColumnChunkMetaData column) {
    boolean onePerRow =
        column.getPath().size() == 1
            && !column.getPrimitiveType().isRepetition(Repetition.REPEATED);
    if (onePerRow && column.getValueCount() != rows) {
      throw new ParquetDecodingException(
          "its footer says "
              + rows
              + " rows of a group and "
              + column.getValueCount()
              + " values of the column "
              + column.getPath().toDotString());
    }
  }

  @Override
  long orc(Reader reader) throws IOException {
    return reader.getNumberOfRows();
  }

  @Override
  long avro(DataFileReader<Object> reader) throws IOException {
    long rows = 0;
    while (reader.hasNext()) {
      rows += reader.getBlockCount();
      reader.nextBlock();
    }
    return rows;
  }
}
