package io.sluice.run.ingest;

import io.sluice.error.TemporaryException;
import io.sluice.storage.HandingStorage;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/** Our own writes, told to the watcher of {@link WatchedDisk}. */
final class WatchedStorage extends HandingStorage {
  WatchedStorage(Storage storage) {
    super(storage);
  }

  private static void tell(String write, Location where) {
    try {
      WatchedDisk.tell(write + " " + where);
    } catch (IOException e) {
      throw new TemporaryException(where + ": " + e.getMessage(), e);
    }
  }

  @Override
  public boolean putIfAbsent(Location file, byte[] content) {
    tell("put", file);
    return super.putIfAbsent(file, content);
  }

  @Override
  public void put(Location file, byte[] content) {
    tell("put", file);
    super.put(file, content);
  }

  @Override
  public OutputStream write(Location file) {
    tell("write", file);
    return super.write(file);
  }

  @Override
  public void carry(Location from, Location to) {
    tell("carry", to);
    super.carry(from, to);
  }

  @Override
  public void delete(Location location) {
    tell("delete", location);
    super.delete(location);
  }

  @Override
  public void removeLeftovers(Location folder, Instant before) {
    tell("tidy", folder);
    super.removeLeftovers(folder, before);
  }
}
