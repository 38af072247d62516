package io.sluice.storage;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Storage on local disks and on Hadoop's file systems. Local disks are gone to directly, so that a
 * verb that stays on them never loads Hadoop; all else goes through Hadoop's {@code FileSystem}.
 *
 * <p>Listings leave out Hadoop's checksum files ({@code .name.crc}) and the temporary files of this
 * package ({@code _tmp.*}), which a killed process may leave behind and which nothing reads.
 *
 * <p>{@link #putIfAbsent} holds on local disks and on HDFS. On every other file system it is
 * refused, because neither a rename nor a create is known to have one winner there; reading works.
 */
public final class HadoopStorage implements Storage {
  private static final String PREFIX = "spark.hadoop.";

  private final Map<String, String> configuration;
  private final Storage disk = new LocalDisk();
  private Optional<Storage> fileSystems = Optional.empty();

  /**
   * Creates the storage; touches no file system yet.
   *
   * @param settings of the engine; those that begin with {@code spark.hadoop.} become Hadoop's
   *     configuration without that prefix, the others are ignored
   */
  public HadoopStorage(Map<String, String> settings) {
    Map<String, String> stripped = new LinkedHashMap<>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            stripped.put(key.substring(PREFIX.length()), value);
          }
        });
    this.configuration = Map.copyOf(stripped);
  }

  @Override
  public List<StoredFile> list(Location folder) {
    return at(folder).list(folder);
  }

  @Override
  public List<String> names(Location folder) {
    return at(folder).names(folder);
  }

  @Override
  public Optional<StoredFile> find(Location file) {
    return at(file).find(file);
  }

  @Override
  public InputStream read(Location file) {
    return at(file).read(file);
  }

  @Override
  public Optional<byte[]> load(Location file) {
    return at(file).load(file);
  }

  @Override
  public boolean putIfAbsent(Location file, byte[] content) {
    return at(file).putIfAbsent(file, content);
  }

  @Override
  public void put(Location file, byte[] content) {
    at(file).put(file, content);
  }

  @Override
  public OutputStream write(Location file) {
    return at(file).write(file);
  }

  @Override
  public void carry(Location from, Location to) {
    if (from.isLocal() != to.isLocal()) {
      throw new IllegalArgumentException(
          from + " cannot be carried to " + to + ": they lie in different file systems");
    }
    at(to).carry(from, to);
  }

  @Override
  public void delete(Location location) {
    at(location).delete(location);
  }

  @Override
  public void checkReachable(Location root) {
    at(root).checkReachable(root);
  }

  private Storage at(Location location) {
    return location.isLocal() ? disk : fileSystems();
  }

  private synchronized Storage fileSystems() {
    if (fileSystems.isEmpty()) {
      fileSystems = Optional.of(new HadoopFiles(configuration));
    }
    return fileSystems.get();
  }
}
