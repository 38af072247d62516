package io.sluice.run.why;

import io.sluice.error.ExitCode;
import io.sluice.spec.DatasetName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the row of a key came to be.
 *
 * @param key the values of the key columns, normalised
 * @param rows every row that was seen, in the order of their versions, the least first; those in
 *     quarantine, which have none, behind them
 * @param notRead increments that may have more
 * @param next what pending increments would change in the table for this key, a sentence
 * @param problem where the table is not what the law says of the rows
 */
public record Explanation(
    DatasetName dataset,
    Map<String, String> key,
    List<SeenRow> rows,
    List<NotRead> notRead,
    InTable table,
    Optional<String> next,
    Optional<String> problem) {
  /** Copies the lists and the map; their order is kept. */
  public Explanation {
    key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
    rows = List.copyOf(rows);
    notRead = List.copyOf(notRead);
  }

  /** What the verb ends with. */
  public ExitCode exitCode() {
    return problem.isPresent() ? ExitCode.DATA : ExitCode.DONE;
  }
}
