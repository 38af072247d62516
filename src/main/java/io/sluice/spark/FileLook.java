package io.sluice.spark;

import io.sluice.spec.CleanSpec.CleanFormat;
import java.io.IOException;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.mapred.FsInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** A count of a data file's rows, which is opened by its format's library. Thread-safe. */
abstract class FileLook {
  private final Configuration hadoop;

  /** Reads with the engine's settings of file systems. */
  FileLook(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * How many rows the file holds.
   *
   * @param file as a URI
   */
  final long count(String file, CleanFormat format) throws IOException {
    Path path = new Path(file);
    return switch (format) {
      case PARQUET -> {
        HadoopReadOptions.Builder options = HadoopReadOptions.builder(hadoop, path);
        options.usePageChecksumVerification(true);
        try (ParquetFileReader reader =
            ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop), options.build())) {
          yield parquet(reader);
        }
      }
      case ORC -> {
        try (Reader reader = OrcFile.createReader(path, OrcFile.readerOptions(hadoop))) {
          yield orc(reader);
        }
      }
      case AVRO -> {
        try (DataFileReader<Object> reader =
            new DataFileReader<>(new FsInput(path, hadoop), new GenericDatumReader<>())) {
          yield avro(reader);
        }
      }
    };
  }

  abstract long parquet(ParquetFileReader reader) throws IOException;

  abstract long orc(Reader reader) throws IOException;

  abstract long avro(DataFileReader<Object> reader) throws IOException;
}
