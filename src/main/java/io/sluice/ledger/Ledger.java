package io.sluice.ledger;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.SluiceException;
import io.sluice.spec.DatasetName;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import io.sluice.storage.Storage.StoredFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The history of runs: one small file per run, dataset and attempt, {@code <source>/<dataset>/<run
 * id>-<attempt>.json} below the ledger zone, never rewritten. Callers such as Airflow give the same
 * run id again when a task is cleared; each time is an attempt of its own.
 *
 * <p>Thread-safe.
 */
public final class Ledger {
  /** File systems take names of 255 bytes; an attempt and an extension follow. */
  private static final int NAME_LENGTH = 200;

  private static final int RECENT = 50;

  private static final String SAFE =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

  private final Storage storage;
  private final Location zone;

  /** Keeps runs below {@code zone}; touches nothing yet. */
  public Ledger(Storage storage, Location zone) {
    this.storage = storage;
    this.zone = zone;
  }

  /**
   * Adds a run as the first attempt that is free.
   *
   * @throws io.sluice.error.TemporaryException if the ledger cannot be written
   * @throws ConfigurationException if the ledger is missing or forbidden
   */
  public void record(RunRecord run) {
    byte[] content = RunRecordFormat.write(run);
    Location folder = folder(run.dataset());
    String name = encoded(run.runId());
    boolean written =
        LongStream.iterate(1, attempt -> attempt + 1)
            .anyMatch(
                attempt ->
                    storage.putIfAbsent(folder.append(name + "-" + attempt + ".json"), content));
    if (!written) {
      throw new IllegalStateException("no attempt is free for run " + run.runId());
    }
  }

  /**
   * Whether a run of this id has an entry that says that it made this version of the table. Reads
   * the attempts of that id alone.
   *
   * @throws DataException if one of them is no run
   * @throws ConfigurationException if one of them is of a newer format
   */
  public boolean tells(DatasetName dataset, String runId, long version) {
    String name = encoded(runId);
    for (long attempt = 1; ; attempt++) {
      Location file = folder(dataset).append(name + "-" + attempt + ".json");
      Optional<RunRecord> run =
          storage.load(file).map(content -> RunRecordFormat.read(file, content));
      if (run.isEmpty()) {
        return false;
      }
      if (!run.get().applied().isEmpty() && run.get().tableVersion().orElse(-1) == version) {
        return true;
      }
    }
  }

  /**
   * Removes temporary files of a dataset's runs and leases that killed writers left a day ago or
   * earlier.
   */
  public void removeLeftovers(DatasetName dataset, Instant now) {
    storage.removeLeftovers(folder(dataset), now.minus(Storage.OLD_LEFTOVER));
    storage.removeLeftovers(folder(dataset).append("_lease"), now.minus(Storage.OLD_LEFTOVER));
  }

  /**
   * The run of a verb that started last, or nothing where there was none.
   *
   * @throws DataException if a file of the ledger is no run
   * @throws ConfigurationException if a file of the ledger is of a newer format
   */
  public Optional<RunRecord> last(DatasetName dataset, String verb) {
    return recent(dataset, RECENT)
        .flatMap(this::read)
        .filter(run -> run.verb().equals(verb))
        .max(Comparator.comparing(RunRecord::started));
  }

  /**
   * The newest runs of a dataset, in the order in which they started.
   *
   * @param most how many
   * @param broken takes what is wrong with files that are no runs; the others are returned
   */
  public List<RunRecord> runs(DatasetName dataset, long most, Consumer<SluiceException> broken) {
    List<RunRecord> runs = new ArrayList<>();
    recent(dataset, most)
        .forEach(
            file -> {
              try {
                read(file).forEach(runs::add);
              } catch (DataException | ConfigurationException e) {
                broken.accept(e);
              }
            });
    runs.sort(Comparator.comparing(RunRecord::started));
    return runs;
  }

  /**
   * All runs of a dataset, in the order in which they started.
   *
   * @throws DataException if a file of the ledger is no run
   * @throws ConfigurationException if a file of the ledger is of a newer format
   */
  public List<RunRecord> runs(DatasetName dataset) {
    return runs(
        dataset,
        Long.MAX_VALUE,
        broken -> {
          throw broken;
        });
  }

  /** What is wrong with files of a dataset's runs, a text each; reads all of them. */
  public List<SluiceException> broken(DatasetName dataset) {
    List<SluiceException> broken = new ArrayList<>();
    List<RunRecord> unused = runs(dataset, Long.MAX_VALUE, broken::add);
    return broken;
  }

  /**
   * The files that were written last. Runs of a dataset do not overlap, so they end in about the
   * order in which they start: a ledger of years costs no more than one of days.
   */
  private Stream<Location> recent(DatasetName dataset, long most) {
    return storage.list(folder(dataset)).stream()
        .filter(file -> isRun(dataset, file.location()))
        .sorted(Comparator.comparingLong(StoredFile::modified).reversed())
        .limit(most)
        .map(StoredFile::location);
  }

  /** Leases lie in a folder beside the runs. */
  private boolean isRun(DatasetName dataset, Location file) {
    String path = folder(dataset).relativize(file);
    return path.endsWith(".json") && path.indexOf('/') < 0;
  }

  private Stream<RunRecord> read(Location file) {
    return storage.load(file).map(content -> RunRecordFormat.read(file, content)).stream();
  }

  private Location folder(DatasetName dataset) {
    return zone.append(dataset.toString());
  }

  /** RFC 3986, so that ids with colons and slashes are names in any file system. */
  static String encoded(String runId) {
    StringBuilder name = new StringBuilder();
    for (byte b : runId.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      // A first dot or underscore hides a file from many readers.
      if (SAFE.indexOf(c) >= 0 && !(name.isEmpty() && (c == '.' || c == '_'))) {
        name.append(c);
      } else {
        name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    if (name.length() <= NAME_LENGTH) {
      return name.toString();
    }
    return name.substring(0, NAME_LENGTH) + "~" + Integer.toHexString(runId.hashCode());
  }
}
