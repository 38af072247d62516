package io.sluice.run.extract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How {@code extract} goes.
 *
 * @param runId the caller's name for this run
 * @param asked the options that connectors understand, by name; a flag's value is {@code true}
 */
public record ExtractOptions(String runId, Map<String, String> asked) {
  /** Copies the map; its order is kept. */
  public ExtractOptions {
    asked = Collections.unmodifiableMap(new LinkedHashMap<>(asked));
  }
}
