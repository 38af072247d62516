package io.sluice.extract;

import io.sluice.ledger.ExportLog;
import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.ExportFile;
import io.sluice.ledger.ExportRecord.Seal;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One export of one dataset on its way to a sealed increment. Each step is in the ledger before the
 * next begins, so that a run may be killed between any two of them. The increment's folder is
 * invisible to readers until {@link #seal} has written its manifest. Not thread-safe.
 */
public final class Export {
  private static final Logger LOG = LoggerFactory.getLogger(Export.class);

  private final Storage storage;
  private final ExportLog log;
  private final Clock clock;
  private final Location folder;
  private final ExportStream.Listener progress;
  private ExportRecord record;

  Export(Zones zones, Location folder, ExportStream.Listener progress, ExportRecord record) {
    this.storage = zones.storage();
    this.log = zones.exports();
    this.clock = zones.clock();
    this.folder = folder;
    this.progress = progress;
    this.record = record;
  }

  /** Its entry in the ledger. */
  public ExportRecord record() {
    return record;
  }

  /** Writes the source's answer to the ledger; existing keys are replaced. */
  public void answered(Map<String, String> more) {
    put(record.answered(more));
  }

  /**
   * Writes a file of the increment, in place of one of the same name. After a failure the file does
   * not count, and may be written again. The next {@link #answered} or {@link #seal} writes it to
   * the ledger.
   *
   * @param name within the increment's folder
   * @param content writes the bytes and says how many rows they are
   * @throws IOException what {@code content} threw: the source's side failed
   * @throws io.sluice.error.SluiceException where the storage failed
   */
  public ExportFile write(String name, Content content) throws IOException {
    ExportStream out = new ExportStream(storage.write(folder.append(name)), name, progress);
    try (out) {
      content.writeTo(out);
    }
    ExportFile file = out.file();
    record = record.with(file);
    return file;
  }

  /** Bytes of one file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all bytes; called again if the file is written again. */
    void writeTo(ExportStream out) throws IOException;
  }

  /** Makes the increment visible. Once this returns it is pending; after a failure it may be. */
  public void seal(Seal as) {
    put(record.sealing(as));
    finish();
  }

  /** Writes the manifest of an export whose files are all there. */
  void finish() {
    storage.put(folder.append(ManifestFormat.NAME), ManifestFormat.write(record));
    put(record.sealedAt(clock.instant()));
    LOG.info(
        "sealed dataset={} increment={} rows={} bytes={} processed_date={} target={}",
        record.dataset(),
        record.id(),
        record.rows(),
        record.bytes(),
        record.seal().map(seal -> seal.processedDate().toString()).orElse(""),
        folder);
  }

  /** Marks the export as failed, and removes its files. */
  public void fail(String why) {
    put(record.withoutFiles().failedAt(clock.instant(), why));
    storage.delete(folder);
  }

  private void put(ExportRecord next) {
    log.put(next);
    record = next;
  }
}
