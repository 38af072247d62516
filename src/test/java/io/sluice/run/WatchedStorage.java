package io.sluice.run;

import io.sluice.error.TemporaryException;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Our own writes, told to the watcher of {@link WatchedDisk}. */
final class WatchedStorage implements Storage {
  private final Storage storage;

  WatchedStorage(Storage storage) {
    this.storage = storage;
  }

  private static void tell(String write, Location where) {
    try {
      WatchedDisk.tell(write + " " + where);
    } catch (IOException e) {
      throw new TemporaryException(where + ": " + e.getMessage(), e);
    }
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
    tell("put", file);
    return storage.putIfAbsent(file, content);
  }

  @Override
  public void put(Location file, byte[] content) {
    tell("put", file);
    storage.put(file, content);
  }

  @Override
  public OutputStream write(Location file) {
    tell("write", file);
    return storage.write(file);
  }

  @Override
  public void carry(Location from, Location to) {
    tell("carry", to);
    storage.carry(from, to);
  }

  @Override
  public void delete(Location location) {
    tell("delete", location);
    storage.delete(location);
  }

  @Override
  public void removeLeftovers(Location folder, Instant before) {
    tell("tidy", folder);
    storage.removeLeftovers(folder, before);
  }

  @Override
  public void checkReachable(Location root) {
    storage.checkReachable(root);
  }
}
