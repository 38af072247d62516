package io.sluice.read;

import io.sluice.spec.Increment;
import java.util.List;
import java.util.Map;

/**
 * What lies in the raw folder and is in no table version.
 *
 * @param increments by processed date, then id
 * @param refused those that cannot be taken, with why
 * @param warnings one sentence each
 * @param held why some of the increments must be approved before they are merged, by id
 */
public record Pending(
    List<Increment> increments,
    List<RefusedIncrement> refused,
    List<String> warnings,
    Map<String, String> held) {
  /** Copies the lists and the map. */
  public Pending {
    increments = List.copyOf(increments);
    refused = List.copyOf(refused);
    warnings = List.copyOf(warnings);
    held = Map.copyOf(held);
  }
}
