package io.sluice.cli;

import io.sluice.error.Printable;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A stream of text that makes each line printable ({@link Printable}). A line is passed on when it
 * ends or the stream is flushed. Safe for use by several threads as the {@link PrintStream} around
 * it is.
 */
final class PrintableStream extends OutputStream {
  private final PrintStream target;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private PrintableStream(PrintStream target) {
    this.target = target;
  }

  /** A stream that writes to this one. */
  static PrintStream of(PrintStream target) {
    return new PrintStream(new PrintableStream(target), false, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int b) {
    line.write(b);
    if (b == '\n') {
      handOn();
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  @Override
  public synchronized void flush() {
    handOn();
    target.flush();
  }

  private void handOn() {
    if (line.size() > 0) {
      target.print(Printable.lines(line.toString(StandardCharsets.UTF_8)));
      line.reset();
    }
  }
}
