package io.sluice.run;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.SluiceException;
import io.sluice.spec.DatasetName;
import io.sluice.storage.EngineFailures;
import io.sluice.table.Table;
import java.util.Optional;

/** Separates outside failures, wrapped by the engine, from faults of this program. */
public final class Faults {
  private Faults() {}

  /** The same; damaged files of the table's current version are looked for first. */
  public static SluiceException known(
      Lake lake, Table table, DatasetName dataset, Throwable failure) {
    try {
      Optional<DataException> damage =
          table.current().flatMap(version -> version.explained(failure, lake.content()));
      return damage.isPresent() ? damage.get() : known(dataset, failure);
    } catch (SluiceException e) {
      failure.addSuppressed(e);
      return known(dataset, failure);
    }
  }

  /** The failure that the caller can act on, or null where there is none among the causes. */
  public static SluiceException known(DatasetName dataset, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SluiceException known) {
        return known;
      }
      if (isOutOfMemory(cause)) {
        return new ConfigurationException(
            dataset
                + ": not enough memory. Earlier commits of this run stay; nothing else was committed. Give the process more (SLUICE_JAVA_OPTS=-Xmx8g, or spark.driver.memory and"
                + " spark.executor.memory for spark-submit), or let one commit take less, by --max-bytes.",
            failure);
      }
    }
    return EngineFailures.of(dataset.toString(), failure).orElse(null);
  }

  /** Tasks pass their errors on as text. */
  private static boolean isOutOfMemory(Throwable cause) {
    return cause instanceof OutOfMemoryError
        || String.valueOf(cause.getMessage()).contains(OutOfMemoryError.class.getName());
  }
}
