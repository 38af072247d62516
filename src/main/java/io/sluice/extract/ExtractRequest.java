package io.sluice.extract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run was asked for beyond its datasets.
 *
 * @param runId the caller's name for this run
 * @param options of the command line by name, {@code from} to {@code 2026-11-01}; a flag's value is
 *     {@code true}
 */
public record ExtractRequest(String runId, Map<String, String> options) {
  /** Copies the map; its order is kept. */
  public ExtractRequest {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** The value of an option. */
  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** Whether an option was given. */
  public boolean has(String name) {
    return options.containsKey(name);
  }
}
