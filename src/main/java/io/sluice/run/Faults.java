package io.sluice.run;

import io.sluice.error.SluiceException;
import io.sluice.spec.DatasetName;
import io.sluice.storage.EngineFailures;

/** Tells failures of the world, wrapped by the engine, from faults of this program. */
final class Faults {
  private Faults() {}

  /** The failure that the caller can act on, or null where there is none among the causes. */
  static SluiceException known(DatasetName dataset, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SluiceException known) {
        return known;
      }
    }
    return EngineFailures.of(dataset.toString(), failure).orElse(null);
  }
}
