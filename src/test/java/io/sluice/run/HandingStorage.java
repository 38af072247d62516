package io.sluice.run;

import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A storage that hands everything on to another; tests override what they want to meet. */
public class HandingStorage implements Storage {
  private final Storage storage;

  protected HandingStorage(Storage storage) {
    this.storage = storage;
  }

  @Override
  public List<StoredFile> list(Location folder) {
    return storage.list(folder);
  }

  @Override
  public Tree survey(Location folder, Links links) {
    return storage.survey(folder, links);
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
    return storage.putIfAbsent(file, content);
  }

  @Override
  public void put(Location file, byte[] content) {
    storage.put(file, content);
  }

  @Override
  public OutputStream write(Location file) {
    return storage.write(file);
  }

  @Override
  public void carry(Location from, Location to) {
    storage.carry(from, to);
  }

  @Override
  public void delete(Location location) {
    storage.delete(location);
  }

  @Override
  public void removeLeftovers(Location folder, Instant before) {
    storage.removeLeftovers(folder, before);
  }

  @Override
  public void checkReachable(Location root) {
    storage.checkReachable(root);
  }
}
