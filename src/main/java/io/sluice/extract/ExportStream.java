package io.sluice.extract;

import io.sluice.ledger.ExportRecord.ExportFile;
import io.sluice.storage.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** A file of an increment while it is written: counts its bytes and takes their hash. */
public final class ExportStream extends OutputStream {
  private static final long TELL_EVERY = 4L << 20;

  /** Told how far a file is. */
  interface Listener {
    void written(String name, long bytes, long rows);
  }

  private final OutputStream target;
  private final String name;
  private final Listener listener;
  private final MessageDigest digest;
  private long bytes;
  private long rows;
  private long told;

  ExportStream(OutputStream target, String name, Listener listener) {
    this.target = target;
    this.name = name;
    this.listener = listener;
    this.digest = Sha256.digest();
  }

  /** Says how many records were written so far; of CSV without the header. */
  public void rows(long soFar) {
    rows = soFar;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    target.write(from, offset, length);
    digest.update(from, offset, length);
    bytes += length;
    if (bytes - told >= TELL_EVERY) {
      told = bytes;
      listener.written(name, bytes, rows);
    }
  }

  @Override
  public void close() throws IOException {
    target.close();
  }

  /** The description of the file, after it is closed. */
  ExportFile file() {
    listener.written(name, bytes, rows);
    return new ExportFile(name, bytes, Sha256.hex(digest.digest()), rows);
  }
}
