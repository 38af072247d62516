package io.sluice.ledger;

import io.sluice.error.DataException;
import io.sluice.error.SluiceException;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lease files of one dataset, a file per epoch; the greatest epoch is the lease. */
final class LeaseFolder {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseFolder.class);

  /** A folder with such a name blocks an epoch, so it counts. */
  private static final Pattern NAME = Pattern.compile("00[0-9]{18}\\.json/?");

  private static final long GREATEST = 999_999_999_999_999_999L;

  private final Storage storage;
  private final Location folder;

  LeaseFolder(Storage storage, Location folder) {
    this.storage = storage;
    this.folder = folder;
  }

  Location file(long epoch) {
    return folder.append(String.format("%020d.json", epoch));
  }

  /**
   * The greatest epoch, if there is one.
   *
   * @throws DataException if it is the greatest possible
   */
  OptionalLong newest() {
    OptionalLong newest = epochs().max();
    if (newest.orElse(0) == GREATEST) {
      throw new DataException(
          file(GREATEST)
              + ": the number is the greatest possible, so no lease can follow it. Nothing was done. Remove the"
              + " file and run again");
    }
    return newest;
  }

  /** Removes files that nobody needs any more. After a failure files stay, and the log says so. */
  void removeBefore(long epoch) {
    try {
      epochs().filter(old -> old < epoch).forEach(old -> storage.delete(file(old)));
    } catch (SluiceException e) {
      LOG.warn("old leases were left behind: {}", e.getMessage());
    }
  }

  private LongStream epochs() {
    return storage.names(folder).stream()
        .filter(name -> NAME.matcher(name).matches())
        .mapToLong(name -> Long.parseLong(name.substring(0, name.indexOf('.'))));
  }
}
