package io.sluice.table.files;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.SluiceException;
import io.sluice.spec.CleanSpec;
import io.sluice.spec.DatasetName;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import io.sluice.table.Change;
import io.sluice.table.Follower;
import io.sluice.table.FollowerMark;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import io.sluice.table.TableState;
import io.sluice.table.files.TableVersion.Layout;
import io.sluice.table.files.TableVersion.Lineage;
import io.sluice.table.files.VersionParser.BrokenException;
import io.sluice.table.files.VersionParser.OtherFormatException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table of files: which versions there are, how one is added, and what may be removed. Knows
 * nothing of rows; {@link RowFiles} and {@link FilesChange} do.
 */
public final class FilesTable implements Table {
  private static final Logger LOG = LoggerFactory.getLogger(FilesTable.class);
  private static final Pattern VERSION_FILE = Pattern.compile("00(\\d{18})\\.json");

  /** What people, and readers other than this one, take for a version file. */
  private static final Pattern NUMBERED = Pattern.compile("[-+]?\\d+\\.json/?");

  /**
   * What holds the folders of versions. Spark, pandas and others that read a folder whole skip
   * names that begin so: they find nothing instead of all versions at once.
   */
  static final String DATA = "_data";

  /** What holds the folders of the history: versions name those of all versions before them. */
  static final String HISTORY = "_history";

  private static final Pattern VERSION_FOLDER = Pattern.compile("v(\\d+)-[0-9a-z]+/");
  private static final Pattern PART = Pattern.compile("v(\\d+)-.*\\.json");

  private final Storage storage;
  private final DatasetName dataset;
  private final Location root;

  /** As it was last read; a committed file never changes, and one of many increments is long. */
  private volatile Optional<TableVersion> newest = Optional.empty();

  private final ReadmeFile readme = new ReadmeFile(this);

  /** A table of the dataset in the clean zone; it need not exist. */
  public FilesTable(Storage storage, Location cleanZone, DatasetName dataset) {
    this.storage = storage;
    this.dataset = dataset;
    this.root = cleanZone.append(dataset.source()).append(dataset.name());
  }

  Storage storage() {
    return storage;
  }

  DatasetName dataset() {
    return dataset;
  }

  ReadmeFile readme() {
    return readme;
  }

  @Override
  public Location root() {
    return root;
  }

  /**
   * As {@link Table#versions}.
   *
   * @throws DataException if a name is that of a version file and for a number that no version has
   */
  @Override
  public List<Long> versions() {
    List<Long> numbers = new ArrayList<>();
    for (String name : storage.names(versionsFolder())) {
      Matcher matcher = VERSION_FILE.matcher(name);
      if (matcher.matches() && Long.parseLong(matcher.group(1)) > 0) {
        numbers.add(Long.parseLong(matcher.group(1)));
      } else if (NUMBERED.matcher(name).matches()) {
        throw new DataException(
            versionsFolder().append(name)
                + ": has a name like a version file, but is not one: their names are numbers of 20"
                + " digits, from 1 on. So the current version is not known. Nothing was changed."
                + " Remove it, or give it its former name, and run again");
      }
    }
    return numbers;
  }

  @Override
  public List<Location> strays() {
    return storage.names(versionsFolder()).stream()
        .filter(name -> !NUMBERED.matcher(name).matches())
        .map(name -> versionsFolder().append(name))
        .toList();
  }

  @Override
  public Optional<Snapshot> current() {
    return newest().map(version -> new FilesSnapshot(this, version));
  }

  @Override
  public Optional<Snapshot> at(long number) {
    return load(number).map(version -> new FilesSnapshot(this, version));
  }

  private Optional<TableVersion> newest() {
    for (long gone = 0; ; ) {
      List<Long> numbers = versions();
      if (numbers.isEmpty()) {
        return Optional.empty();
      }
      long number = numbers.get(numbers.size() - 1);
      Optional<TableVersion> known = newest.filter(version -> version.number() == number);
      Optional<TableVersion> current = known.isPresent() ? known : load(number);
      if (current.isPresent()) {
        newest = current;
        return current;
      }
      // A writer may have taken its version back; a second time it is no file at all.
      if (number == gone) {
        throw broken(
            number, "it is listed but does not exist, like a link that leads to nothing", null);
      }
      gone = number;
    }
  }

  Optional<TableVersion> load(long number) {
    return load(number, new PartFiles(storage, root));
  }

  private Optional<TableVersion> load(long number, PartFiles parts) {
    Location file = versionFile(number);
    Optional<byte[]> content = storage.load(file);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(VersionParser.parse(content.get(), number, parts));
    } catch (OtherFormatException e) {
      throw new ConfigurationException(e.found() > VersionFile.FORMAT ? newer(file, e) : older(e));
    } catch (BrokenException e) {
      // Its parts went with it, while it was read.
      if (storage.find(file).isEmpty()) {
        return Optional.empty();
      }
      throw broken(number, e.getMessage(), e);
    }
  }

  private static String newer(Location file, OtherFormatException other) {
    return file
        + ": the version file has format "
        + other.found()
        + ", this program knows format "
        + VersionFile.FORMAT
        + ". The file was not changed. Use a newer Sluice for this table";
  }

  /** The same for all versions of a table, so that it is reported once. */
  private String older(OtherFormatException other) {
    String aside = root + ".format-" + other.found();
    return root
        + ": the table has format "
        + other.found()
        + ", this program reads format "
        + VersionFile.FORMAT
        + ", whose data files lie below "
        + DATA
        + " (docs/format.md). Nothing was read and nothing was changed. Load the table anew from"
        + " the raw zone: (1) make sure that the raw files of all increments still exist; rows"
        + " whose raw files are gone would be missing, so export those in full first. (2) Move the"
        + " folder to "
        + aside
        + "; from then on readers find no table. (3) Run ingest "
        + dataset
        + ", which loads the table into an empty folder. (4) Compare the rows with those that"
        + " _versions in "
        + aside
        + " counts, and only then delete that folder. Until step 2 the Sluice that wrote the table"
        + " can still be used";
  }

  private DataException broken(long number, String what, Exception cause) {
    List<Long> numbers = versions();
    List<Long> older = numbers.stream().filter(other -> other < number).toList();
    String way;
    if (numbers.stream().anyMatch(other -> other > number)) {
      way = ", or delete it: the current version does not need it";
    } else if (older.isEmpty()) {
      way =
          ", or move the folder "
              + root
              + " away and run ingest: the table is built again from the raw files that still"
              + " exist";
    } else {
      way =
          ", or delete it and run ingest: version "
              + older.get(older.size() - 1)
              + " is then current, and later increments are applied again if their raw files still"
              + " exist";
    }
    return new DataException(
        versionFile(number)
            + ": the version file is broken, "
            + what
            + ". It was left as it is, and the data files are untouched. Restore the file from a"
            + " copy"
            + way,
        cause);
  }

  @Override
  public Change change(SparkSession spark, JobSpec job, Optional<Snapshot> replaced, String runId) {
    return new FilesChange(
        spark, this, job, replaced.map(snapshot -> ((FilesSnapshot) snapshot).version()), runId);
  }

  @Override
  public Optional<Snapshot> restore(
      Snapshot replaced, Snapshot older, TableState next, String runId, Instant now) {
    Optional<TableVersion> before = Optional.of(((FilesSnapshot) replaced).version());
    TableVersion alike = ((FilesSnapshot) older).version();
    TableVersion version =
        new TableVersion(
            replaced.number() + 1,
            now,
            runId,
            Lineage.of(newCommit(), before),
            next,
            alike.layout());
    return commit(version, Optional.of(alike)).map(one -> new FilesSnapshot(this, one));
  }

  @Override
  public Optional<Snapshot> adopt(
      Optional<Snapshot> replaced, Snapshot rebuilt, TableState next, String runId, Instant now) {
    FilesSnapshot other = (FilesSnapshot) rebuilt;
    return staged(
        replaced.map(one -> ((FilesSnapshot) one).version()),
        next,
        runId,
        now,
        folder ->
            new Carrier(this, folder)
                .all(
                    other.table(),
                    other.version().layout(),
                    replaced.map(Snapshot::dismissed).orElse(List.of())));
  }

  @Override
  public Optional<Snapshot> dismiss(
      Snapshot replaced, Function<String, Optional<String>> dismissed, String runId, Instant now) {
    TableVersion before = ((FilesSnapshot) replaced).version();
    return staged(
        Optional.of(before),
        before.state().withoutCounts(),
        runId,
        now,
        folder -> new Dismissal(this, folder).of(before.layout(), dismissed));
  }

  /**
   * Commits a version with files that are put into its folder.
   *
   * @param layout puts them there, by the folder's name
   */
  private Optional<Snapshot> staged(
      Optional<TableVersion> before,
      TableState next,
      String runId,
      Instant now,
      Function<String, Layout> layout) {
    long number = before.map(TableVersion::number).orElse(0L) + 1;
    String commit = newCommit();
    String folder = newFolder(number, commit);
    boolean named = false;
    try {
      TableVersion version =
          new TableVersion(
              number, now, runId, Lineage.of(commit, before), next, layout.apply(folder));
      named = true; // an exception leaves it open whether the version is there
      Optional<TableVersion> committed = commit(version, before);
      named = committed.isPresent();
      return committed.map(one -> new FilesSnapshot(this, one));
    } finally {
      if (!named) {
        discard(folder);
      }
    }
  }

  /** A name that no other commit has. */
  static String newCommit() {
    return UUID.randomUUID().toString().substring(0, 8);
  }

  @Override
  public List<Follower> followers() {
    return List.of(new ManifestFile(this));
  }

  /** The folder for the history that goes with a version's folder. */
  static String historyFolder(String folder) {
    return HISTORY + folder.substring(DATA.length());
  }

  /** The name of a new folder for what a version of this number adds. */
  static String newFolder(long number, String suffix) {
    return DATA + "/v" + number + "-" + suffix;
  }

  /**
   * Commits the version: its parts are written, then its file is created unless one of that number
   * exists.
   *
   * @param alike a version of which most may be the same: its parts are named again
   * @return the version as it can be read; nothing if another writer has the number, and nothing is
   *     visible then
   * @throws io.sluice.error.CommitUnknownException if the answer was lost
   */
  Optional<TableVersion> commit(TableVersion version, Optional<TableVersion> alike) {
    Parts.Divided divided =
        Parts.divide(
            VersionFile.whole(version),
            alike,
            "v" + version.number() + "-" + version.lineage().commit().orElse("0"));
    Requests.each(
        root,
        Requests.AT_ONCE,
        List.copyOf(divided.written().entrySet()),
        part -> storage.putIfAbsent(root.append(part.getKey()), part.getValue()));
    Location file = versionFile(version.number());
    if (!storage.putIfAbsent(file, VersionFile.bytes(divided.root()))) {
      return Optional.empty();
    }
    if (isPassedBy(version)) {
      storage.delete(file);
      return Optional.empty();
    }
    return Optional.of(VersionParser.written(divided));
  }

  /**
   * Whether the table had gone on without this version: a writer that slept for longer than the
   * retention finds its number free again.
   */
  private boolean isPassedBy(TableVersion version) {
    try {
      List<Long> numbers = versions();
      return !numbers.isEmpty()
          && numbers.get(numbers.size() - 1) > version.number()
          && newest().filter(newest -> !buildsOn(newest, version)).isPresent();
    } catch (SluiceException e) {
      LOG.warn("{}: version {} is committed; {}", root, version.number(), e.getMessage());
      return false;
    }
  }

  private static boolean buildsOn(TableVersion newest, TableVersion older) {
    // Where a version file of an older program says nothing, the newer one holds all that was
    // applied.
    return newest
        .buildsOn(older)
        .orElseGet(() -> startsWith(newest.state().applied(), older.state().applied()));
  }

  private static boolean startsWith(List<Increment> all, List<Increment> first) {
    // By id alone: a version file does not keep all that a manifest said of an increment.
    return all.size() >= first.size() && ids(all).subList(0, first.size()).equals(ids(first));
  }

  private static List<String> ids(List<Increment> increments) {
    return increments.stream().map(Increment::id).toList();
  }

  /**
   * Removes what was staged in this folder, and of its history. Only while no version can name it.
   */
  void discard(String folder) {
    storage.delete(root.append(folder));
    storage.delete(root.append(historyFolder(folder)));
  }

  /**
   * Removes versions that the retention no longer keeps, but for those that a follower points at,
   * and folders that no kept version names. The current version is the fence: only folders numbered
   * at or below it go, among them what crashed runs left. Does nothing where another run has
   * committed since: that run does it. Temporary files of writers that were killed go after a day.
   */
  @Override
  public void tidy(Snapshot current, CleanSpec retention, Instant now) {
    List<Long> numbers = versions();
    if (numbers.isEmpty() || numbers.get(numbers.size() - 1) != current.number()) {
      return;
    }
    int expired = 0;
    while (expired < numbers.size() - Math.max(1, retention.retainVersions())
        && isReplacedBefore(now.minus(retention.retainAge()), numbers.get(expired + 1))) {
      expired++;
    }
    NavigableSet<Long> kept = new TreeSet<>(numbers.subList(expired, numbers.size()));
    if (expired > 0) {
      kept.addAll(pointedAt(numbers.subList(0, expired)));
    }
    numbers.stream()
        .filter(number -> !kept.contains(number))
        .forEach(number -> storage.delete(versionFile(number)));
    removeUnnamed(((FilesSnapshot) current).version(), kept);
    storage.removeLeftovers(root, now.minus(Storage.OLD_LEFTOVER));
    storage.removeLeftovers(versionsFolder(), now.minus(Storage.OLD_LEFTOVER));
    storage.removeLeftovers(root.append(Parts.FOLDER), now.minus(Storage.OLD_LEFTOVER));
    storage.removeLeftovers(root.append(FollowerMark.FOLDER), now.minus(Storage.OLD_LEFTOVER));
  }

  /** Those of versions that a follower has reached. */
  private List<Long> pointedAt(List<Long> numbers) {
    return followers().stream()
        .flatMapToLong(follower -> follower.reached().stream())
        .boxed()
        .filter(numbers::contains)
        .toList();
  }

  private boolean isReplacedBefore(Instant instant, long nextNumber) {
    return load(nextNumber).filter(next -> !next.committedAt().isAfter(instant)).isPresent();
  }

  /**
   * Removes folders and parts that no kept version names: of versions that are gone, and those that
   * dead runs left. A later version may name those of any earlier one, so all of them are asked,
   * once the current one leaves one unnamed.
   */
  private void removeUnnamed(TableVersion current, NavigableSet<Long> kept) {
    Set<String> named = new HashSet<>(named(current));
    List<String> unnamed = new ArrayList<>();
    for (String place : List.of(DATA, HISTORY)) {
      numbered(place, VERSION_FOLDER, kept.last())
          .forEach(
              (number, folders) -> {
                boolean own =
                    folders.size() == 1 && kept.contains(number) && number < current.number();
                if (!own) {
                  folders.stream().filter(folder -> !named.contains(folder)).forEach(unnamed::add);
                }
              });
    }
    numbered(Parts.FOLDER, PART, kept.last())
        .values()
        .forEach(
            parts -> parts.stream().filter(part -> !named.contains(part)).forEach(unnamed::add));
    if (unnamed.isEmpty()) {
      return;
    }
    PartFiles parts = new PartFiles(storage, root);
    List<Long> others = List.copyOf(kept.headSet(current.number()));
    Requests.each(root, Requests.AT_ONCE, others, number -> load(number, parts)).stream()
        .flatMap(Optional::stream)
        .forEach(version -> named.addAll(named(version)));
    unnamed.stream()
        .filter(path -> !named.contains(path))
        .forEach(path -> storage.delete(root.append(path)));
  }

  /** The folders and parts that a version needs. */
  private static Set<String> named(TableVersion version) {
    Set<String> named = new HashSet<>(version.layout().folders());
    version.parts().values().forEach(parts -> parts.forEach(part -> named.add(part.path())));
    return named;
  }

  /** What lies in a folder and is of a version up to this number, by that number. */
  private Map<Long, List<String>> numbered(String folder, Pattern names, long last) {
    Map<Long, List<String>> byNumber = new TreeMap<>();
    for (String name : storage.names(root.append(folder))) {
      Matcher matcher = names.matcher(name);
      if (matcher.matches() && Long.parseLong(matcher.group(1)) <= last) {
        byNumber
            .computeIfAbsent(Long.parseLong(matcher.group(1)), number -> new ArrayList<>())
            .add(folder + "/" + name.replace("/", ""));
      }
    }
    return byNumber;
  }

  private Location versionsFolder() {
    return root.append("_versions");
  }

  private Location versionFile(long number) {
    return versionsFolder().append(String.format(Locale.ROOT, "%020d.json", number));
  }
}
