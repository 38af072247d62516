package io.sluice.read;

import io.sluice.spec.Increment;
import java.util.List;

/**
 * What lies in the raw folder and is in no table version.
 *
 * @param increments by processed date, then id
 * @param refused those that cannot be taken, with why
 * @param warnings things somebody should look at, a sentence each
 */
public record Pending(
    List<Increment> increments, List<RefusedIncrement> refused, List<String> warnings) {
  /** Copies the lists. */
  public Pending {
    increments = List.copyOf(increments);
    refused = List.copyOf(refused);
    warnings = List.copyOf(warnings);
  }
}
