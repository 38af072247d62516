package io.sluice.law;

import io.sluice.spec.Floor;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.Partition;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The floors in force: the highest of each partition, and the one of the whole table. */
public final class Floors implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<Partition, Floor> highest = new HashMap<>();

  /** The highest floor. */
  public Floors(Collection<Floor> floors) {
    highest(floors).forEach(floor -> highest.put(floor.partition(), floor));
  }

  /**
   * The same, for the table of a job.
   *
   * @throws IllegalArgumentException if a floor is of a law that has none, or of a partition that
   *     the law does not know
   */
  public static Floors of(JobSpec job, Collection<Floor> floors) {
    MergeSpec merge = job.merge();
    Set<String> columns = Set.copyOf(merge.partitionBy());
    for (Floor floor : floors) {
      if (!merge.hasFloors()) {
        throw new IllegalArgumentException(
            job.dataset() + ": a floor was given, but mode " + merge.mode() + " has none");
      }
      Set<String> named = floor.partition().values().keySet();
      if (!named.isEmpty() && !(named.equals(columns) && merge.key().containsAll(columns))) {
        throw new IllegalArgumentException(
            job.dataset()
                + ": a floor names the partition columns "
                + named
                + ", expected "
                + columns
                + ", each of them in the key");
      }
    }
    return new Floors(floors);
  }

  /** The highest floor of each partition. */
  public static List<Floor> highest(Collection<Floor> floors) {
    Map<Partition, Floor> highest = new LinkedHashMap<>();
    floors.forEach(floor -> highest.merge(floor.partition(), floor, Floor::higher));
    return List.copyOf(highest.values());
  }

  /**
   * The floors that increments set, the lower ones of a partition among them: those of loads
   * without rows in quarantine, because a refused row is not an absent one.
   *
   * @param quarantined the ids of increments with rows in quarantine
   * @param partitions the partitions of the rows of each increment, by its id
   */
  public static List<Floor> raisedBy(
      MergeSpec merge,
      List<Increment> increments,
      Set<String> quarantined,
      Map<String, Set<Partition>> partitions) {
    List<Floor> raised = new ArrayList<>();
    for (Increment increment : increments) {
      boolean load =
          switch (merge.mode()) {
            case FULL, PARTITION -> true;
            case UPSERT -> merge.hasFloors() && increment.full();
            case APPEND, INSERT -> false;
          };
      if (!load || quarantined.contains(increment.id())) {
        continue;
      }
      List<Partition> loaded = new ArrayList<>();
      if (merge.mode() == Mode.PARTITION) {
        loaded.addAll(increment.partitions());
        loaded.addAll(partitions.getOrDefault(increment.id(), Set.of()));
      } else {
        loaded.add(Partition.WHOLE_TABLE);
      }
      loaded.forEach(
          partition -> raised.add(new Floor(partition, increment.processedDate(), increment.id())));
    }
    return raised;
  }

  /** Whether there is no floor. */
  public boolean isEmpty() {
    return highest.isEmpty();
  }

  /**
   * Whether a row is below a floor.
   *
   * @param partition its partition; asked for where floors are of partitions
   */
  public boolean areAbove(Supplier<Partition> partition, Instant processedDate, String increment) {
    if (highest.isEmpty()) {
      return false;
    }
    Floor ofTable = highest.get(Partition.WHOLE_TABLE);
    if (ofTable != null && isAbove(ofTable, processedDate, increment)) {
      return true;
    }
    if (highest.size() == (ofTable == null ? 0 : 1)) {
      return false;
    }
    Floor ofPartition = highest.get(partition.get());
    return ofPartition != null && isAbove(ofPartition, processedDate, increment);
  }

  private static boolean isAbove(Floor floor, Instant processedDate, String increment) {
    return compare(floor, processedDate, increment) > 0;
  }

  /** Compares a floor with where a row, or another floor, came from. */
  static int compare(Floor floor, Instant processedDate, String increment) {
    int date = floor.processedDate().compareTo(processedDate);
    return date == 0 ? VersionOrder.compareText(floor.increment(), increment) : date;
  }
}
