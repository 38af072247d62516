package io.sluice.run.ingest;

import io.sluice.error.DataException;
import io.sluice.read.Pending;
import io.sluice.read.RefusedIncrement;
import io.sluice.read.ScanResult;
import io.sluice.run.Lake;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.RawFile;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import io.sluice.table.TableState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A kept plan against what there is now. A plan is applied as it was foreseen or not at all: each
 * step of a run asks, and what moved since the plan was made is refused by name.
 */
final class PlanCheck {
  private static final int MOST_NAMED = 3;

  private final Lake lake;
  private final JobSpec job;
  private final KeptPlan plan;

  PlanCheck(Lake lake, JobSpec job, KeptPlan plan) {
    this.lake = lake;
    this.job = job;
    this.plan = plan;
  }

  /**
   * The increments of the plan, as they lie in the raw zone.
   *
   * @throws DataException if the plan is of another lake, or the job file, the table or an
   *     increment is not as it was
   */
  Portion portion(Optional<Snapshot> base, Pending pending) {
    requireSamePlace();
    List<String> moved = new ArrayList<>(ofJob());
    Optional<String> version = ofVersion(base);
    if (version.isPresent() && isApplied(base)) {
      throw new DataException(
          job.dataset()
              + ": the plan was applied already: "
              + version.get()
              + ", which has all increments of the plan. Nothing was changed");
    }
    moved.addAll(version.stream().toList());
    Map<String, Increment> there = new HashMap<>();
    pending.increments().forEach(one -> there.put(one.id(), one));
    List<Increment> increments = new ArrayList<>();
    for (Increment planned : plan.increments()) {
      Optional<Increment> now = Optional.ofNullable(there.get(planned.id()));
      if (now.isEmpty()) {
        moved.add("increment " + planned.id() + whyNotPending(planned.id(), base, pending));
      } else if (pending.held().containsKey(planned.id())) {
        moved.add("increment " + planned.id() + " is held by its manifest");
      } else {
        moved.addAll(differences(planned, now.get()));
        increments.add(now.get());
      }
    }
    requireNone(moved);
    return new Portion(increments, true);
  }

  /**
   * Makes sure that the files are those of the plan, byte by byte.
   *
   * @throws DataException if one cannot be read or has another content
   */
  void requireSame(ScanResult scanned) {
    List<String> moved = new ArrayList<>();
    for (RefusedIncrement refused : scanned.refused()) {
      moved.add("increment " + refused.id() + " is refused");
    }
    Map<String, Increment> planned = new HashMap<>();
    plan.increments().forEach(one -> planned.put(one.id(), one));
    scanned.accepted().forEach(now -> moved.addAll(differences(planned.get(now.id()), now)));
    requireNone(moved);
  }

  /**
   * Makes sure that the outcome is the one that was foreseen.
   *
   * @param rows of the table after the commit
   * @throws DataException if a count differs
   */
  void requireCounts(Map<String, Long> counts, long rows) {
    List<String> moved = new ArrayList<>();
    counts.forEach(
        (name, count) -> {
          long foreseen = plan.counts().getOrDefault(name, 0L);
          if (foreseen != count) {
            moved.add(name + " would be " + count + ", against " + foreseen + " foreseen");
          }
        });
    if (rows != plan.rows()) {
      moved.add("the table would have " + rows + " rows, against " + plan.rows() + " foreseen");
    }
    requireNone(moved);
  }

  /** A warning for what is pending beside the plan, which stays so. */
  Optional<String> left(Pending pending) {
    Set<String> planned = new HashSet<>();
    plan.increments().forEach(one -> planned.add(one.id()));
    List<String> others =
        Stream.concat(
                pending.increments().stream().map(Increment::id),
                pending.refused().stream().map(RefusedIncrement::id))
            .distinct()
            .filter(id -> !planned.contains(id))
            .toList();
    int more = others.size() - MOST_NAMED;
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            others.size()
                + (others.size() == 1
                    ? " increment is pending that the plan does not name; it stays pending: "
                    : " increments are pending that the plan does not name; they stay pending: ")
                + String.join(", ", others.subList(0, Math.min(MOST_NAMED, others.size())))
                + (more > 0 ? " and " + more + " more" : ""));
  }

  private void requireSamePlace() {
    KeptPlan.Place here = KeptPlan.Place.of(lake, job);
    if (!here.equals(plan.place())) {
      boolean table = !here.table().equals(plan.place().table());
      throw new DataException(
          job.dataset()
              + ": the plan is of another lake: "
              + (table ? "its table is " : "its raw folder is ")
              + (table ? plan.place().table() : plan.place().raw())
              + ", against "
              + (table ? here.table() : here.raw())
              + " of this environment file. Nothing was changed. Name the environment file with"
              + " which the plan was made by --conf");
    }
  }

  private List<String> ofJob() {
    Map<String, String> now = KeptPlan.hashes(job);
    List<String> keys =
        now.keySet().stream().filter(key -> !now.get(key).equals(plan.job().get(key))).toList();
    return keys.isEmpty()
        ? List.of()
        : List.of("the job file says something else in " + String.join(", ", keys));
  }

  private Optional<String> ofVersion(Optional<Snapshot> base) {
    Optional<KeptPlan.Base> now = KeptPlan.Base.of(base);
    if (now.equals(plan.base())) {
      return Optional.empty();
    }
    String made = plan.base().map(was -> "version " + was.number()).orElse("no table");
    boolean sameNumber =
        now.map(KeptPlan.Base::number).equals(plan.base().map(KeptPlan.Base::number));
    return Optional.of(
        "it was made on "
            + made
            + ", and "
            + now.map(
                    is ->
                        "the table has "
                            + (sameNumber ? "another version " : "version ")
                            + is.number())
                .orElse("there is no table"));
  }

  private boolean isApplied(Optional<Snapshot> base) {
    Map<String, Increment> applied = new HashMap<>();
    base.ifPresent(one -> one.state().applied().forEach(had -> applied.put(had.id(), had)));
    return !plan.increments().isEmpty()
        && plan.increments().stream()
            .allMatch(
                one ->
                    applied.containsKey(one.id())
                        && differences(one, applied.get(one.id())).isEmpty());
  }

  private static String whyNotPending(String id, Optional<Snapshot> base, Pending pending) {
    Optional<RefusedIncrement> refused =
        pending.refused().stream().filter(one -> one.id().equals(id)).findFirst();
    if (refused.isPresent()) {
      return " is refused: " + refused.get().reason().replaceFirst("\\.$", "");
    }
    if (has(base, id, TableState::applied)) {
      return " is applied already";
    }
    return has(base, id, TableState::withdrawn) ? " is withdrawn" : " is gone";
  }

  private static boolean has(
      Optional<Snapshot> base, String id, Function<TableState, List<Increment>> of) {
    return base.stream()
        .flatMap(version -> of.apply(version.state()).stream())
        .anyMatch(one -> one.id().equals(id));
  }

  /** How an increment is not what it was; a hash counts where both are known. */
  private static List<String> differences(Increment planned, Increment now) {
    String increment = "increment " + planned.id();
    if (!now.processedDate().equals(planned.processedDate())) {
      return List.of(
          increment
              + " has the processed date "
              + now.processedDate()
              + ", against "
              + planned.processedDate());
    }
    if (now.full() != planned.full()
        || !Set.copyOf(now.partitions()).equals(Set.copyOf(planned.partitions()))) {
      return List.of(increment + " is whole for something else");
    }
    if (!paths(now).equals(paths(planned))) {
      return List.of(increment + " has other files");
    }
    List<String> changed = new ArrayList<>();
    for (int i = 0; i < now.files().size(); i++) {
      RawFile is = now.files().get(i);
      RawFile was = planned.files().get(i);
      boolean otherHash =
          is.sha256().isPresent() && was.sha256().isPresent() && !is.sha256().equals(was.sha256());
      if (is.bytes() != was.bytes() || otherHash) {
        changed.add("file " + is.path() + " of " + increment + " has another content");
      }
    }
    return changed;
  }

  private static List<String> paths(Increment increment) {
    return increment.files().stream().map(RawFile::path).toList();
  }

  private void requireNone(List<String> moved) {
    if (!moved.isEmpty()) {
      int more = moved.size() - MOST_NAMED;
      throw new DataException(
          job.dataset()
              + ": the plan cannot be applied, as this moved since it was made: "
              + String.join("; ", moved.subList(0, Math.min(MOST_NAMED, moved.size())))
              + (more > 0 ? "; and " + more + " more" : "")
              + ". Nothing was changed. Look at it, and make the plan again with plan --out");
    }
  }
}
