package io.sluice.storage;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Storage on local disks, on S3 and on Hadoop's file systems. Local disks and S3 are gone to
 * directly, so that a verb that stays on them never loads Hadoop; all else goes through Hadoop's
 * {@code FileSystem}.
 *
 * <p>Listings leave out Hadoop's checksum files ({@code .name.crc}) and the temporary files of this
 * package ({@code _tmp.*}), which a killed process may leave behind and which nothing reads.
 *
 * <p>{@link #putIfAbsent} holds on local disks, on HDFS, and on S3 where the store honours
 * conditional writes. Elsewhere it is refused, because neither a rename nor a create is known to
 * have one winner there; reading works.
 */
public final class RoutedStorage implements Storage {
  private final Map<String, String> settings;
  private final boolean singleWriter;
  private final Storage disk = new LocalDisk();
  private final Map<Boolean, Storage> others = new ConcurrentHashMap<>();

  /**
   * Creates the storage; touches no file system yet.
   *
   * @param settings of the engine; those that begin with {@code spark.hadoop.} become Hadoop's
   *     configuration without that prefix, the others are ignored
   */
  public RoutedStorage(Map<String, String> settings) {
    this(settings, false);
  }

  private RoutedStorage(Map<String, String> settings, boolean singleWriter) {
    this.settings = Map.copyOf(settings);
    this.singleWriter = singleWriter;
  }

  /** Storage whose owner promises that one process at a time writes to it. */
  public static RoutedStorage ofSingleWriter(Map<String, String> settings) {
    return new RoutedStorage(settings, true);
  }

  @Override
  public List<StoredFile> list(Location folder) {
    return at(folder).list(folder);
  }

  @Override
  public Tree survey(Location folder, Links links) {
    return at(folder).survey(folder, links);
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
  public byte[] tail(StoredFile file, int most) {
    return at(file.location()).tail(file, most);
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
    if (at(from) != at(to)) {
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
  public void removeLeftovers(Location folder, Instant before) {
    at(folder).removeLeftovers(folder, before);
  }

  @Override
  public void checkReachable(Location root) {
    at(root).checkReachable(root);
  }

  private Storage at(Location location) {
    return location.isLocal() ? disk : others.computeIfAbsent(location.isOnS3(), this::opened);
  }

  private Storage opened(boolean onS3) {
    Map<String, String> hadoop = EngineSettings.hadoop(settings);
    return onS3 ? new S3Files(hadoop, singleWriter) : new HadoopFiles(hadoop);
  }
}
