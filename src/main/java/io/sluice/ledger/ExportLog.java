package io.sluice.ledger;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.SluiceException;
import io.sluice.spec.DatasetName;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import io.sluice.storage.Storage.StoredFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The requests to sources and their results: one small file per export, {@code
 * <source>/<dataset>/_exports/<id>.json} below the ledger zone. A file is rewritten as its export
 * goes on, by the run alone that holds the dataset's lease for exports.
 *
 * <p>Thread-safe.
 */
public final class ExportLog {
  private static final Comparator<ExportRecord> ORDER =
      Comparator.comparing(ExportRecord::asked).thenComparing(ExportRecord::id);

  private final Storage storage;
  private final Location zone;

  /** Keeps exports below {@code zone}; touches nothing yet. */
  public ExportLog(Storage storage, Location zone) {
    this.storage = storage;
    this.zone = zone;
  }

  /**
   * Writes the state of an export. After it returns, the state survives the process.
   *
   * @throws io.sluice.error.TemporaryException if the ledger cannot be written
   * @throws ConfigurationException if the ledger is missing or forbidden
   */
  public void put(ExportRecord export) {
    storage.put(
        folder(export.dataset()).append(export.id() + ".json"), ExportRecordFormat.write(export));
  }

  /**
   * All exports of a dataset, in the order in which they were asked for.
   *
   * @throws io.sluice.error.DataException if a file is no export
   * @throws ConfigurationException if a file is of a newer format
   */
  public List<ExportRecord> exports(DatasetName dataset) {
    return exports(
        dataset,
        broken -> {
          throw broken;
        });
  }

  /**
   * All exports of a dataset that can be read, in the order in which they were asked for.
   *
   * @param broken is told of each file that is of a newer format or no export
   */
  public List<ExportRecord> exports(DatasetName dataset, Consumer<SluiceException> broken) {
    List<ExportRecord> exports = new ArrayList<>();
    for (StoredFile file : storage.list(folder(dataset))) {
      if (isExport(dataset, file.location())) {
        try {
          read(file.location()).ifPresent(exports::add);
        } catch (DataException | ConfigurationException e) {
          broken.accept(e);
        }
      }
    }
    return exports.stream().sorted(ORDER).toList();
  }

  /**
   * The exports that were written last, in the order in which they were asked for. However old the
   * ledger is, it costs one listing and the reading of so many files.
   *
   * @param most how many at most
   * @throws io.sluice.error.DataException if a file is no export
   * @throws ConfigurationException if a file is of a newer format
   */
  public List<ExportRecord> recent(DatasetName dataset, int most) {
    return storage.list(folder(dataset)).stream()
        .filter(file -> isExport(dataset, file.location()))
        .sorted(Comparator.comparingLong(StoredFile::modified).reversed())
        .limit(most)
        .map(StoredFile::location)
        .flatMap(file -> read(file).stream())
        .sorted(ORDER)
        .toList();
  }

  private Optional<ExportRecord> read(Location file) {
    return storage.load(file).map(content -> ExportRecordFormat.read(file, content));
  }

  /** The lease lies in a folder beside the exports. */
  private boolean isExport(DatasetName dataset, Location file) {
    String path = folder(dataset).relativize(file);
    return path.endsWith(".json") && path.indexOf('/') < 0;
  }

  private Location folder(DatasetName dataset) {
    return zone.append(dataset + "/_exports");
  }
}
