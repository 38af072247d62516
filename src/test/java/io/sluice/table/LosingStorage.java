package io.sluice.table;

import io.sluice.error.CommitUnknownException;
import io.sluice.storage.HandingStorage;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;

/** Does as it is asked, and loses the answer to each commit. */
final class LosingStorage extends HandingStorage {
  LosingStorage(Storage storage) {
    super(storage);
  }

  @Override
  public boolean putIfAbsent(Location file, byte[] content) {
    super.putIfAbsent(file, content);
    throw new CommitUnknownException(file + ": the answer was lost", null);
  }
}
