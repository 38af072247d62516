package io.sluice.read;

import io.sluice.spec.Increment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

  /**
   * The same with withdrawn increments that are to be put back, in their places by date.
   *
   * @param lost why some of them cannot come back, by id
   */
  public Pending with(List<Increment> withdrawn, Map<String, String> lost) {
    if (withdrawn.isEmpty()) {
      return this;
    }
    List<Increment> all =
        Stream.concat(
                increments.stream(),
                withdrawn.stream().filter(increment -> !lost.containsKey(increment.id())))
            .sorted(Comparator.comparing(Increment::processedDate).thenComparing(Increment::id))
            .toList();
    List<RefusedIncrement> none = new ArrayList<>(refused);
    lost.forEach(
        (id, why) ->
            none.add(
                new RefusedIncrement(
                    id,
                    "increment "
                        + id
                        + " cannot be put back: raw file "
                        + why
                        + ". It stays withdrawn. Restore the file from a copy, or roll back to a"
                        + " version that has the increment")));
    return new Pending(all, none, warnings, held, Optional.empty());
  }

  /** Copies the lists and the map. */
  public Pending {
    increments = List.copyOf(increments);
    refused = List.copyOf(refused);
    warnings = List.copyOf(warnings);
    held = Map.copyOf(held);
  }
}
