package io.sluice.read;

import io.sluice.spec.JobSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Times of the old type INT96 hold nanoseconds, and the engine cuts them to microseconds before
 * anyone sees them. So this class reads them from the file.
 */
final class Int96Digits {
  private static final long NANOS_PER_MICRO = 1_000;

  private Int96Digits() {}

  /** The columns of the job, by their names in the file, with a time finer than a microsecond. */
  static List<String> finer(JobSpec job, String location, Configuration hadoop) throws IOException {
    List<String> finer = new ArrayList<>();
    try (ParquetFileReader file =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(location), hadoop))) {
      for (Type column : file.getFileMetaData().getSchema().getFields()) {
        MessageType alone = new MessageType("alone", column);
        if (job.raw().columns().stream().anyMatch(one -> one.from().contains(column.getName()))
            && alone.getColumns().stream().anyMatch(Int96Digits::isInt96)
            && isFiner(file, alone)) {
          finer.add(column.getName());
        }
      }
    }
    return finer;
  }

  private static boolean isInt96(ColumnDescriptor column) {
    return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT96;
  }

  private static boolean isFiner(ParquetFileReader file, MessageType schema) throws IOException {
    file.setRequestedSchema(schema);
    for (int group = 0; group < file.getRowGroups().size(); group++) {
      PageReadStore pages = file.readRowGroup(group);
      ColumnReadStore store =
          new ColumnReadStoreImpl(
              pages,
              new GroupRecordConverter(schema).getRootConverter(),
              schema,
              file.getFileMetaData().getCreatedBy());
      for (ColumnDescriptor column : schema.getColumns()) {
        if (isInt96(column)
            && isFiner(store.getColumnReader(column), column, pages.getRowCount())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isFiner(ColumnReader values, ColumnDescriptor column, long rows) {
    for (long row = 0; row < rows; row++) {
      do {
        if (values.getCurrentDefinitionLevel() == column.getMaxDefinitionLevel()
            && isFiner(values.getBinary().toByteBuffer())) {
          return true;
        }
        values.consume();
      } while (values.getCurrentRepetitionLevel() > 0);
    }
    return false;
  }

  /** Eight bytes of nanoseconds of the day, then four of the day. */
  private static boolean isFiner(ByteBuffer int96) {
    return int96.order(ByteOrder.LITTLE_ENDIAN).getLong(int96.position()) % NANOS_PER_MICRO != 0;
  }
}
