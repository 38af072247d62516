package io.sluice.run.extract;

import io.sluice.run.PassingStream;
import io.sluice.storage.HandingStorage;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.io.OutputStream;

/** A storage whose process dies at one of its writes, before or after it is done. */
final class CrashingStorage extends HandingStorage {
  /** The process is gone: nothing that it does afterwards reaches the storage. */
  static final class Killed extends Error {
    Killed() {
      super("killed", null, false, false);
    }
  }

  private interface Step<T> {
    T run();
  }

  private final int lastWrite;
  private final boolean done;
  private int writes;

  /** Dies at the write of this number, from 1; with {@code done} after it, else before. */
  CrashingStorage(Storage storage, int lastWrite, boolean done) {
    super(storage);
    this.lastWrite = lastWrite;
    this.done = done;
  }

  synchronized boolean died() {
    return writes >= lastWrite;
  }

  private synchronized <T> T write(Step<T> step) {
    writes++;
    if (writes > lastWrite || (writes == lastWrite && !done)) {
      throw new Killed();
    }
    T result = step.run();
    if (writes == lastWrite) {
      throw new Killed();
    }
    return result;
  }

  @Override
  public boolean putIfAbsent(Location file, byte[] content) {
    return write(() -> super.putIfAbsent(file, content));
  }

  @Override
  public void put(Location file, byte[] content) {
    boolean unused =
        write(
            () -> {
              super.put(file, content);
              return true;
            });
  }

  @Override
  public OutputStream write(Location file) {
    OutputStream target = super.write(file);
    return new PassingStream(target) {
      @Override
      public void close() {
        boolean unused = CrashingStorage.this.write(() -> closed(target));
      }
    };
  }

  private static boolean closed(OutputStream target) {
    try {
      target.close();
      return true;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void delete(Location location) {
    boolean unused =
        write(
            () -> {
              super.delete(location);
              return true;
            });
  }
}
