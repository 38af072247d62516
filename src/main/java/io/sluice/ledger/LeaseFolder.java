package io.sluice.ledger;

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
  private static final Pattern NAME = Pattern.compile("00[0-9]{18}\\.json");

  private final Storage storage;
  private final Location folder;

  LeaseFolder(Storage storage, Location folder) {
    this.storage = storage;
    this.folder = folder;
  }

  Location file(long epoch) {
    return folder.append(String.format("%020d.json", epoch));
  }

  OptionalLong newest() {
    return epochs().max();
  }

  /** Removes what nobody needs any more; a failure leaves files behind and is said in the log. */
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
