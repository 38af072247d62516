package io.sluice.table;

import io.sluice.error.SluiceException;
import io.sluice.spec.CleanSpec;
import io.sluice.spec.DatasetName;
import io.sluice.spec.Increment;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import io.sluice.table.TableVersion.DataFile;
import io.sluice.table.TableVersion.SideFolder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A clean table as files: which versions there are, how one is added, and what may be removed.
 * Knows nothing of rows; {@link TableReader} and {@link TableWriter} do.
 */
public final class CleanTable {
  private static final Logger LOG = LoggerFactory.getLogger(CleanTable.class);
  private static final Pattern VERSION_FILE = Pattern.compile("(\\d{20})\\.json");
  private static final Pattern VERSION_FOLDER = Pattern.compile("v(\\d+)-[0-9a-z]+/");

  private final Storage storage;
  private final Location root;

  /** As it was last read; a committed file never changes, and one of many increments is long. */
  private volatile Optional<TableVersion> newest = Optional.empty();

  /** A table of the dataset in the clean zone; it need not exist. */
  public CleanTable(Storage storage, Location cleanZone, DatasetName dataset) {
    this.storage = storage;
    this.root = cleanZone.append(dataset.source()).append(dataset.name());
  }

  /** The table's folder. */
  public Location root() {
    return root;
  }

  /** The numbers of the versions that are kept, ascending. */
  public List<Long> versions() {
    List<Long> numbers = new ArrayList<>();
    for (String name : storage.names(versionsFolder())) {
      Matcher matcher = VERSION_FILE.matcher(name);
      if (matcher.matches()) {
        numbers.add(Long.parseLong(matcher.group(1)));
      }
    }
    return numbers;
  }

  /** The current version; nothing before the first commit. */
  public Optional<TableVersion> current() {
    List<Long> numbers = versions();
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    long number = numbers.get(numbers.size() - 1);
    Optional<TableVersion> known = newest.filter(version -> version.number() == number);
    newest = known.isPresent() ? known : load(number);
    return newest;
  }

  /**
   * The version of this number, if it is kept.
   *
   * @throws io.sluice.error.ConfigurationException if its file is broken or of a newer format
   */
  public Optional<TableVersion> load(long number) {
    Location file = versionFile(number);
    return storage.load(file).map(content -> VersionFile.parse(file, content));
  }

  /** The name of a new folder for what a version of this number adds. */
  public static String newFolder(long number, String suffix) {
    return "v" + number + "-" + suffix;
  }

  /**
   * Commits the version: its file is created unless one of that number exists.
   *
   * @return false if another writer has the number; nothing is visible then
   * @throws io.sluice.error.CommitUnknownException if the answer was lost
   */
  public boolean commit(TableVersion version) {
    Location file = versionFile(version.number());
    if (!storage.putIfAbsent(file, VersionFile.write(version))) {
      return false;
    }
    if (isPassedBy(version)) {
      storage.delete(file);
      return false;
    }
    return true;
  }

  /**
   * Whether the table had gone on without this version: a writer that slept for longer than the
   * retention finds its number free again. A newer version that builds on it holds all that it
   * applied.
   */
  private boolean isPassedBy(TableVersion version) {
    try {
      List<Long> numbers = versions();
      return !numbers.isEmpty()
          && numbers.get(numbers.size() - 1) > version.number()
          && current()
              .filter(newest -> !startsWith(newest.applied(), version.applied()))
              .isPresent();
    } catch (SluiceException e) {
      LOG.warn("{}: version {} is committed; {}", root, version.number(), e.getMessage());
      return false;
    }
  }

  private static boolean startsWith(List<Increment> all, List<Increment> first) {
    // By id alone: a version file does not keep all that a manifest said of an increment.
    return all.size() >= first.size() && ids(all).subList(0, first.size()).equals(ids(first));
  }

  private static List<String> ids(List<Increment> increments) {
    return increments.stream().map(Increment::id).toList();
  }

  /** Carries a data file into a version's folder, below the same partition. */
  DataFile carry(DataFile file, String folder) {
    String path = folder + file.path().substring(file.folder().length());
    storage.carry(root.append(file.path()), root.append(path));
    return new DataFile(path, file.partition(), file.rows(), file.bytes());
  }

  /** Removes what was staged in this folder. Only while no version can name it. */
  public void discard(String folder) {
    storage.delete(root.append(folder));
  }

  /** Whether {@code _manifest} differs from the version's files. */
  public boolean manifestIsBehind(TableVersion version) {
    return storage
        .load(manifest())
        .filter(found -> Arrays.equals(found, manifestOf(version)))
        .isEmpty();
  }

  /**
   * Rewrites {@code _manifest}: one URI of a current data file a line. A newer version, which
   * another run may have committed while this one slept, takes its place.
   */
  public void writeManifest(TableVersion version) {
    TableVersion newest = version;
    boolean behind = true;
    while (behind) {
      storage.put(manifest(), manifestOf(newest));
      long written = newest.number();
      newest = current().orElse(newest);
      behind = newest.number() > written;
    }
  }

  private byte[] manifestOf(TableVersion version) {
    return version.dataFiles().stream()
        .map(file -> root.append(file.path()).toUri() + "\n")
        .sorted()
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Removes versions that the retention no longer keeps, and folders that no kept version names.
   * The current version is the fence: only folders numbered at or below it go, among them what
   * crashed runs left. Does nothing where another run has committed since: that run does it.
   * Temporary files of writers that were killed go after a day.
   */
  public void expire(TableVersion current, CleanSpec retention, Instant now) {
    List<Long> numbers = versions();
    if (numbers.isEmpty() || numbers.get(numbers.size() - 1) != current.number()) {
      return;
    }
    int expired = 0;
    while (expired < numbers.size() - Math.max(1, retention.retainVersions())
        && isReplacedBefore(now.minus(retention.retainAge()), numbers.get(expired + 1))) {
      expired++;
    }
    numbers.subList(0, expired).forEach(number -> storage.delete(versionFile(number)));
    removeUnnamedFolders(current, new TreeSet<>(numbers.subList(expired, numbers.size())));
    storage.removeLeftovers(root, now.minus(Storage.OLD_LEFTOVER));
    storage.removeLeftovers(versionsFolder(), now.minus(Storage.OLD_LEFTOVER));
  }

  private boolean isReplacedBefore(Instant instant, long nextNumber) {
    return load(nextNumber).filter(next -> !next.committedAt().isAfter(instant)).isPresent();
  }

  /**
   * Removes folders of versions that are gone, and those that dead runs left. A version names only
   * folders that it made and some of those that the one before named, so that the first version
   * that is kept since a folder was made tells whether any names it. Many versions may be kept:
   * where a number has one folder, it is taken for its version's own, and nothing is read.
   */
  private void removeUnnamedFolders(TableVersion current, NavigableSet<Long> kept) {
    Map<Long, List<String>> folders = new TreeMap<>();
    for (String name : storage.names(root)) {
      Matcher folder = VERSION_FOLDER.matcher(name);
      if (folder.matches() && Long.parseLong(folder.group(1)) <= kept.last()) {
        folders
            .computeIfAbsent(Long.parseLong(folder.group(1)), number -> new ArrayList<>())
            .add(name.substring(0, name.length() - 1));
      }
    }
    Map<Long, Optional<Set<String>>> named = new HashMap<>();
    named.put(current.number(), Optional.of(namedFolders(current)));
    folders.forEach(
        (number, made) -> {
          boolean own = made.size() == 1 && kept.contains(number) && number < current.number();
          if (!own) {
            // Nothing where the version has just gone: who removed it sees to its folders.
            named
                .computeIfAbsent(
                    kept.ceiling(number), first -> load(first).map(CleanTable::namedFolders))
                .ifPresent(
                    needed ->
                        made.stream()
                            .filter(folder -> !needed.contains(folder))
                            .forEach(folder -> storage.delete(root.append(folder))));
          }
        });
  }

  private static Set<String> namedFolders(TableVersion version) {
    Set<String> named = new HashSet<>();
    version.dataFiles().forEach(file -> named.add(file.folder()));
    version.tombstones().map(SideFolder::folder).ifPresent(named::add);
    version.quarantine().forEach(folder -> named.add(folder.folder()));
    return named;
  }

  private Location manifest() {
    return root.append("_manifest");
  }

  private Location versionsFolder() {
    return root.append("_versions");
  }

  private Location versionFile(long number) {
    return versionsFolder().append(String.format(Locale.ROOT, "%020d.json", number));
  }
}
