package io.sluice.cli;

import io.sluice.error.Printable;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of text that passes lines on, each when it ends or the stream is flushed. Safe for use
 * by several threads as the {@link PrintStream} around it is.
 */
final class PrintableStream extends OutputStream {
  private final Consumer<String> target;
  private final Runnable flush;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private PrintableStream(Consumer<String> target, Runnable flush) {
    this.target = target;
    this.flush = flush;
  }

  /** A stream that writes to this one, and makes each line printable ({@link Printable}). */
  static PrintStream of(PrintStream target) {
    return print(new PrintableStream(text -> target.print(Printable.lines(text)), target::flush));
  }

  /** A stream whose lines are warnings in the log, by a logger of this name. */
  static PrintStream logged(String name) {
    Logger log = LoggerFactory.getLogger(name);
    return print(
        new PrintableStream(
            text -> {
              if (!text.isBlank()) {
                log.warn("{}", text.stripTrailing());
              }
            },
            () -> {}));
  }

  private static PrintStream print(PrintableStream stream) {
    return new PrintStream(stream, false, StandardCharsets.UTF_8);
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
    flush.run();
  }

  private void handOn() {
    if (line.size() > 0) {
      String text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      target.accept(text);
    }
  }
}
