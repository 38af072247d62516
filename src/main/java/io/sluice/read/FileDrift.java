package io.sluice.read;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the columns of a file differ from the contract.
 *
 * @param unknown the columns that the contract lacks, each with the number of rows that have it: in
 *     JSON those with the key, else all rows of the file
 * @param missing the columns of the contract that the file lacks; its rows have null there
 */
public record FileDrift(Map<String, Long> unknown, List<String> missing) {
  /** Of a file that is as the contract says. */
  public static final FileDrift NONE = new FileDrift(Map.of(), List.of());

  /** Copies both; the order is kept. */
  public FileDrift {
    unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
    missing = List.copyOf(missing);
  }
}
