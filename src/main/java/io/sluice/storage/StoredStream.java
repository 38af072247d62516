package io.sluice.storage;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a file and throws the known exceptions, with its location, where that fails. */
final class StoredStream extends OutputStream {
  /** Writes what comes last, before the file is closed. */
  interface Ending {
    void run() throws IOException;
  }

  private final Location file;
  private final OutputStream target;
  private final Ending ending;
  private boolean closed;

  StoredStream(Location file, OutputStream target, Ending ending) {
    this.file = file;
    this.target = target;
    this.ending = ending;
  }

  @Override
  public void write(int b) {
    known(() -> target.write(b));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    known(() -> target.write(bytes, offset, length));
  }

  @Override
  public void flush() {
    known(target::flush);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    known(
        () -> {
          try (target) {
            ending.run();
          }
        });
  }

  private void known(Ending step) {
    try {
      step.run();
    } catch (IOException e) {
      throw Failures.of(file, "written", e);
    }
  }
}
