package io.sluice.spec;

import java.util.Map;

/**
 * What an export asks of a source. Each connector defines and checks its own settings.
 *
 * @param connector the connector's name
 * @param settings the other keys of the section, as read from YAML
 */
public record ExtractSpec(String connector, Map<String, Object> settings) {
  /** Copies the settings. */
  public ExtractSpec {
    settings = Map.copyOf(settings);
  }
}
