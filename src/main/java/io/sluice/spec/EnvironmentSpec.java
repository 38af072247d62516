package io.sluice.spec;

import java.util.Map;

/**
 * Where things are: the zones and the settings of the engine.
 *
 * @param raw the raw zone's folder; datasets lie below it as {@code source/name}
 * @param spark settings of the engine; {@code spark.hadoop.*} also serve verbs that start none
 * @param connections by name, as read; secrets are references
 */
public record EnvironmentSpec(
    String raw,
    String clean,
    String ledger,
    boolean singleWriter,
    Map<String, String> vars,
    Map<String, String> spark,
    Map<String, Map<String, String>> connections) {
  /** Copies the maps. */
  public EnvironmentSpec {
    vars = Map.copyOf(vars);
    spark = Map.copyOf(spark);
    connections = Map.copyOf(connections);
  }

  /** The same with another clean zone. */
  public EnvironmentSpec withClean(String other) {
    return new EnvironmentSpec(raw, other, ledger, singleWriter, vars, spark, connections);
  }
}
