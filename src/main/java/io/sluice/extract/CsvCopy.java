package io.sluice.extract;

import io.sluice.csv.CsvRecords;
import io.sluice.stream.GzipStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Copies CSV from an answer into a file and counts its rows on the way, in constant memory. */
public final class CsvCopy {
  private static final int CHUNK = 1 << 16;

  private CsvCopy() {}

  /** Copies plain CSV with a header. */
  public static void plain(InputStream body, ExportStream out) throws IOException {
    counted(new Teeing(body, out), out);
  }

  /** Copies CSV that is compressed by gzip, as it is; its rows are counted all the same. */
  public static void gzipped(InputStream body, ExportStream out) throws IOException {
    // It is read to its last byte or refused, so all of it is copied.
    counted(new GzipStream(new Teeing(body, out)), out);
  }

  private static void counted(InputStream csv, ExportStream out) throws IOException {
    CsvRecords records = new CsvRecords(csv, Long.MAX_VALUE);
    long rows = -1;
    while (records.skip()) {
      rows++;
      out.rows(rows);
    }
    if (records.isUnclosed()) {
      throw new IOException("the file ends within quotes");
    }
    if (rows < 0) {
      throw new IOException("the file is empty, a header was expected");
    }
  }

  /** Writes all that is read. */
  private static final class Teeing extends FilterInputStream {
    private final ExportStream out;

    Teeing(InputStream in, ExportStream out) {
      super(in);
      this.out = out;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, length);
      if (count > 0) {
        out.write(bytes, offset, count);
      }
      return count;
    }

    @Override
    public long skip(long most) throws IOException {
      byte[] chunk = new byte[CHUNK];
      long skipped = 0;
      for (int count = read(chunk, 0, CHUNK); count >= 0; count = read(chunk, 0, CHUNK)) {
        skipped += count;
      }
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
