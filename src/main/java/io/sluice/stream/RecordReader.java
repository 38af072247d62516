package io.sluice.stream;

import java.io.IOException;
import java.io.InputStream;

/**
 * Common parts of readers of records: the bytes of a file in chunks, a byte-order mark taken off,
 * and where in the file the reader and its record are. The chunk is open to readers, as their loops
 * go over single bytes. Not thread-safe; the caller closes the stream.
 */
public abstract class RecordReader {
  private static final int CHUNK = 1 << 16;

  private final InputStream in;

  /** The bytes at hand: those from {@link #position} to {@link #limit} are still to be read. */
  protected final byte[] chunk = new byte[CHUNK];

  /** In the chunk. */
  protected int position;

  /** In the chunk. */
  protected int limit;

  /** Of the byte at {@link #position} in the file, from 0. */
  protected long offset;

  /** The line that is read, from 1; the reader counts it. */
  protected long line = 1;

  /** The line on which the record begins. */
  protected long recordLine = 1;

  /** The byte in the file at which the record begins. */
  protected long recordOffset;

  /** Bytes that a record may have. */
  protected long most;

  /**
   * A reader of a file from this byte on.
   *
   * @param in whose first byte that is
   * @param most bytes that a record may have
   */
  protected RecordReader(long offset, InputStream in, long most) throws IOException {
    this.in = in;
    this.offset = offset;
    this.most = most;
    if (offset == 0) {
      load();
      position = ByteOrderMark.length(chunk, limit);
      this.offset = position;
    }
  }

  /** The byte, from 0, behind the last record and what belongs to no other. */
  public final long offset() {
    return offset;
  }

  /** The line, from 1, on which the last record begins. */
  public final long recordLine() {
    return recordLine;
  }

  /** Notes that the record begins with the byte that was read last. */
  protected final void begin() {
    recordLine = line;
    recordOffset = offset - 1;
  }

  /** The failure of a record that has more bytes than it may. */
  protected final LongRecordException tooLong() {
    return new LongRecordException("the record", recordLine, recordOffset, most);
  }

  /** Reads a byte; less than 0 at the end. */
  protected final int read() throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    offset++;
    return chunk[position++] & 0xFF;
  }

  /** The next byte, which stays to be read; less than 0 at the end. */
  protected final int peek() throws IOException {
    return position == limit && !fill() ? -1 : chunk[position] & 0xFF;
  }

  /** Goes over the byte that was peeked at. */
  protected final void pass() {
    position++;
    offset++;
  }

  /** Called before the chunk, which was read, gives way to the next one. */
  protected void beforeNextChunk() throws IOException {}

  private boolean fill() throws IOException {
    beforeNextChunk();
    load();
    return limit > 0;
  }

  private void load() throws IOException {
    position = 0;
    limit = Math.max(0, in.readNBytes(chunk, 0, CHUNK));
  }
}
