package io.sluice.run;

import io.sluice.error.SluiceException;
import io.sluice.error.TemporaryException;
import io.sluice.spec.DatasetName;
import java.io.IOException;

/** Tells failures of the world, wrapped by the engine, from faults of this program. */
final class Faults {
  private Faults() {}

  /** The failure that the caller can act on, or null where there is none among the causes. */
  static SluiceException known(DatasetName dataset, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SluiceException known) {
        return known;
      }
      if (cause instanceof IOException || isLost(cause)) {
        return new TemporaryException(
            dataset
                + ": the engine could not read or write, "
                + cause.getMessage()
                + ". Nothing was committed; the table stays as it was. Try again",
            failure);
      }
    }
    return null;
  }

  /** Spark hands a task's failure on as text. */
  private static boolean isLost(Throwable cause) {
    return cause.getClass().getName().equals("org.apache.spark.SparkException")
        && cause.getMessage() != null
        && cause.getMessage().contains("java.io.IOException");
  }
}
