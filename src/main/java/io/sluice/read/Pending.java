package io.sluice.read;

import io.sluice.spec.Increment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What lies in the raw folder and is in no table version.
 *
 * @param increments by processed date, then id
 * @param refused those that cannot be taken, with why
 * @param warnings one sentence each
 * @param held why some of the increments must be approved before they are merged, by id
 * @param nothing where nothing was ever applied and nothing is pending
 */
public record Pending(
    List<Increment> increments,
    List<RefusedIncrement> refused,
    List<String> warnings,
    Map<String, String> held,
    Optional<Nothing> nothing) {
  /** Of a folder that was not looked at. */
  public static final Pending NONE =
      new Pending(List.of(), List.of(), List.of(), Map.of(), Optional.empty());

  /**
   * An account of a folder in which there is no increment.
   *
   * @param told which folder was looked at and what lies there, a sentence or more
   * @param traces whether files lie there, or beside it under nearly the same name
   */
  public record Nothing(String told, boolean traces) {}

  /** Copies the lists and the map. */
  public Pending {
    increments = List.copyOf(increments);
    refused = List.copyOf(refused);
    warnings = List.copyOf(warnings);
    held = Map.copyOf(held);
  }
}
