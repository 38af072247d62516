package io.sluice.law;

import io.sluice.spec.Floor;
import io.sluice.spec.Partition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.Supplier;

/** All floors that loads ever set, the lower ones too: where rows ended that a load lacks. */
public final class Loads implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<Partition, ArrayList<Floor>> ascending = new HashMap<>();

  /** Any number of floors, in any order. */
  public Loads(Collection<Floor> floors) {
    floors.forEach(
        floor -> ascending.computeIfAbsent(floor.partition(), key -> new ArrayList<>()).add(floor));
    ascending
        .values()
        .forEach(list -> list.sort((a, b) -> Floors.compare(a, b.processedDate(), b.increment())));
  }

  /**
   * The first load after the one that a version is of.
   *
   * @param partition of the row; asked for where loads are of partitions
   */
  Optional<Floor> after(Version version, Supplier<Partition> partition) {
    Optional<Floor> ofTable = after(version, Partition.WHOLE_TABLE);
    boolean ofPartitions =
        ascending.size() > (ascending.containsKey(Partition.WHOLE_TABLE) ? 1 : 0);
    Optional<Floor> ofPartition = ofPartitions ? after(version, partition.get()) : Optional.empty();
    if (ofTable.isEmpty() || ofPartition.isEmpty()) {
      return ofTable.or(() -> ofPartition);
    }
    Floor other = ofPartition.get();
    return Floors.compare(ofTable.get(), other.processedDate(), other.increment()) <= 0
        ? ofTable
        : ofPartition;
  }

  private Optional<Floor> after(Version version, Partition partition) {
    ArrayList<Floor> floors = ascending.get(partition);
    if (floors == null) {
      return Optional.empty();
    }
    int low = 0;
    int high = floors.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Floors.compare(floors.get(middle), version.processedDate(), version.increment()) > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low < floors.size() ? Optional.of(floors.get(low)) : Optional.empty();
  }
}
