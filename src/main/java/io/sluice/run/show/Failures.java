package io.sluice.run.show;

import io.sluice.error.DataException;
import io.sluice.error.SluiceException;
import io.sluice.run.Faults;
import io.sluice.run.Lake;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import java.util.List;
import java.util.Optional;

/** Says what a failure of the engine comes of. */
final class Failures {
  private Failures() {}

  /** The failure to throw where rows of these versions could not be read. */
  static RuntimeException explained(
      Lake lake, JobSpec job, List<Snapshot> versions, Exception failure) {
    for (Snapshot version : versions) {
      Optional<DataException> damage = version.explained(failure, lake.content());
      if (damage.isPresent()) {
        return damage.get();
      }
    }
    SluiceException known = Faults.known(job.dataset(), failure);
    return known == null ? new IllegalStateException(failure) : known;
  }
}
