package io.sluice.run;

import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** A storage whose process dies at one of its writes, before or after it is done. */
final class CrashingStorage implements Storage {
  /** The process is gone: nothing that it does afterwards reaches the storage. */
  static final class Killed extends Error {
    Killed() {
      super("killed", null, false, false);
    }
  }

  private interface Step<T> {
    T run();
  }

  private final Storage storage;
  private final int lastWrite;
  private final boolean done;
  private int writes;

  /** Dies at the write of this number, from 1; with {@code done} after it, else before. */
  CrashingStorage(Storage storage, int lastWrite, boolean done) {
    this.storage = storage;
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
  public List<StoredFile> list(Location folder) {
    return storage.list(folder);
  }

  @Override
  public List<String> names(Location folder) {
    return storage.names(folder);
  }

  @Override
  public Optional<StoredFile> find(Location file) {
    return storage.find(file);
  }

  @Override
  public InputStream read(Location file) {
    return storage.read(file);
  }

  @Override
  public Optional<byte[]> load(Location file) {
    return storage.load(file);
  }

  @Override
  public boolean putIfAbsent(Location file, byte[] content) {
    return write(() -> storage.putIfAbsent(file, content));
  }

  @Override
  public void put(Location file, byte[] content) {
    boolean unused =
        write(
            () -> {
              storage.put(file, content);
              return true;
            });
  }

  @Override
  public OutputStream write(Location file) {
    OutputStream target = storage.write(file);
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        target.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        target.write(bytes, offset, length);
      }

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
  public void carry(Location from, Location to) {
    storage.carry(from, to);
  }

  @Override
  public void delete(Location location) {
    boolean unused =
        write(
            () -> {
              storage.delete(location);
              return true;
            });
  }

  @Override
  public void checkReachable(Location root) {
    storage.checkReachable(root);
  }
}
