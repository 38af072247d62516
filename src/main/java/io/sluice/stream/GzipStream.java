package io.sluice.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * What a gzip file (RFC 1952) holds: all its members, one after the other, up to the last byte of
 * the stream below. Header, length and checksum of each member are checked. Zeros behind the last
 * member are padding, as gzip itself has it; any other byte there is refused.
 *
 * <p>Not {@code java.util.zip.GZIPInputStream}: that class mistakes a moment without available
 * bytes for the end of the stream, and drops bytes after a member.
 *
 * <p>Every fault of the content is a {@link ZipException} whose message begins in lower case and
 * names the byte. Constant memory; not thread-safe. Closing it closes the stream below.
 */
public final class GzipStream extends InputStream {
  private static final int CHUNK = 1 << 16;
  private static final int FIRST = 0x1f;
  private static final int SECOND = 0x8b;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECK = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final byte[] chunk = new byte[CHUNK];
  private int position;
  private int limit;
  private long read;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 content = new CRC32();
  private final CRC32 header = new CRC32();
  private long memberStart;
  private boolean within;
  private boolean ended;
  private boolean closed;

  /** Takes the stream over; reads nothing yet. */
  public GzipStream(InputStream in) {
    this.in = in;
  }

  /** Whether content begins as a gzip file does. No text in UTF-8 begins so. */
  public static boolean isGzip(byte[] start) {
    return start.length > 1 && (start[0] & 0xff) == FIRST && (start[1] & 0xff) == SECOND;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (closed) {
      throw new IOException("the stream is closed");
    }
    while (!ended) {
      if (!within) {
        begin();
        continue;
      }
      int count = inflated(bytes, from, length);
      if (count > 0) {
        content.update(bytes, from, count);
        return count;
      }
      if (inflater.finished()) {
        finish();
      }
    }
    return -1;
  }

  private int inflated(byte[] bytes, int from, int length) throws IOException {
    try {
      int count = inflater.inflate(bytes, from, length);
      if (count == 0 && inflater.needsDictionary()) {
        throw new ZipException(member() + " needs a dictionary, which gzip files do not have");
      }
      if (count == 0 && inflater.needsInput() && !inflater.finished()) {
        if (!fill()) {
          throw cutOff();
        }
        inflater.setInput(chunk, position, limit - position);
        position = limit;
      }
      return count;
    } catch (DataFormatException e) {
      ZipException broken =
          new ZipException(member() + " is damaged before byte " + read + ", " + e.getMessage());
      broken.initCause(e);
      throw broken;
    }
  }

  /** Goes to the content of the next member, or finds that there is none. */
  private void begin() throws IOException {
    long at = offset();
    int first = next();
    if (first < 0) {
      if (at == 0) {
        throw new ZipException("it is empty, a gzip member was expected");
      }
      ended = true;
      return;
    }
    if (first == 0 && at > 0) {
      padding(at);
      ended = true;
      return;
    }
    int second = first == FIRST ? next() : 0;
    if (second < 0) {
      throw cutOff();
    }
    if (second != SECOND) {
      throw new ZipException(
          at == 0
              ? "its content is not compressed by gzip, found other bytes at its start"
              : "bytes that are not a gzip member follow at offset " + at);
    }
    memberStart = at;
    header.reset();
    header.update(first);
    header.update(second);
    header();
    inflater.reset();
    inflater.setInput(chunk, position, limit - position);
    position = limit;
    content.reset();
    within = true;
  }

  private void header() throws IOException {
    int method = headerByte();
    int flags = headerByte();
    if (method != DEFLATE || (flags & RESERVED) != 0) {
      throw new ZipException(member() + " has a header that gzip does not know");
    }
    for (int i = 0; i < 6; i++) {
      headerByte();
    }
    if ((flags & EXTRA) != 0) {
      int length = headerByte() | (headerByte() << 8);
      for (int i = 0; i < length; i++) {
        headerByte();
      }
    }
    for (int text = flags & (NAME | COMMENT); text != 0; text &= text - 1) {
      while (headerByte() != 0) {
        // A text in the header ends with a zero.
      }
    }
    if ((flags & HEADER_CHECK) != 0) {
      long expected = header.getValue() & 0xffff;
      if ((headerByte() | (headerByte() << 8)) != expected) {
        throw new ZipException(member() + " is damaged, the checksum of its header differs");
      }
    }
  }

  private int headerByte() throws IOException {
    int b = required();
    header.update(b);
    return b;
  }

  /** Compares what was unpacked with the length and the checksum behind it. */
  private void finish() throws IOException {
    position = limit - inflater.getRemaining();
    long checksum = number();
    long length = number();
    if (checksum != content.getValue()) {
      throw new ZipException(member() + " is damaged, the checksum of its content differs");
    }
    if (length != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new ZipException(
          member()
              + " is damaged, found "
              + inflater.getBytesWritten()
              + " bytes against a length of "
              + length);
    }
    within = false;
  }

  private long number() throws IOException {
    long number = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      number |= (long) required() << shift;
    }
    return number;
  }

  private void padding(long from) throws IOException {
    for (int b = next(); b >= 0; b = next()) {
      if (b != 0) {
        throw new ZipException(
            "bytes that are not a gzip member follow at offset "
                + (offset() - 1)
                + ", after zeros from "
                + from
                + " on");
      }
    }
  }

  private String member() {
    return "the gzip member at offset " + memberStart;
  }

  private ZipException cutOff() {
    return new ZipException("it is cut off, found its end at byte " + read + " within a member");
  }

  /** The place of the next byte of the stream below. */
  private long offset() {
    return read - (limit - position);
  }

  private int required() throws IOException {
    int b = next();
    if (b < 0) {
      throw cutOff();
    }
    return b;
  }

  private int next() throws IOException {
    return position == limit && !fill() ? -1 : chunk[position++] & 0xff;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = 0;
    int count = 0;
    while (count == 0) {
      count = in.read(chunk, 0, CHUNK);
    }
    if (count < 0) {
      return false;
    }
    limit = count;
    read += count;
    return true;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      inflater.end();
      in.close();
    }
  }
}
