package io.sluice.merge;

import io.sluice.law.Contender;
import io.sluice.law.Rivals;
import io.sluice.law.Verdict;
import io.sluice.law.Version;
import io.sluice.law.VersionOrder;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A row that meets no other row of its key. What becomes of it depends on nothing but whether it is
 * a delete and whether a floor lies above it, so the law is asked once for each kind of row.
 */
record Lone(Operation operation, boolean isBelowFloor) implements Contender {

  /** What the law says of such a row. */
  Verdict<Lone> verdict(JobSpec job) {
    Rivals<Lone> rivals = new Rivals<>(new VersionOrder(job.merge()));
    rivals.add(this, null);
    return rivals.meet(Optional.empty(), Optional.empty());
  }

  @Override
  public Version version() {
    return new Version(List.of(), Instant.EPOCH, "", 0, operation);
  }

  @Override
  public boolean hasContentOf(Contender other) {
    throw new IllegalStateException("met another row of its key");
  }

  @Override
  public String hash() {
    throw new IllegalStateException("met another row of its key");
  }
}
