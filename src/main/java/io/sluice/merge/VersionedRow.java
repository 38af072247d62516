package io.sluice.merge;

import io.sluice.law.Contender;
import io.sluice.law.RowHash;
import io.sluice.law.Version;
import java.util.Map;

/** A row with its version; its content is hashed when that is asked for. */
abstract class VersionedRow implements Contender {
  private final Version version;
  private final boolean belowFloor;
  private String hash;

  VersionedRow(Version version, boolean belowFloor) {
    this.version = version;
    this.belowFloor = belowFloor;
  }

  /** The values of the stored columns and what was rescued, as {@link RowHash} takes them. */
  abstract Map<String, Object> plainContent();

  @Override
  public final Version version() {
    return version;
  }

  @Override
  public final boolean isBelowFloor() {
    return belowFloor;
  }

  @Override
  public final String hash() {
    if (hash == null) {
      hash = RowHash.of(plainContent());
    }
    return hash;
  }
}
