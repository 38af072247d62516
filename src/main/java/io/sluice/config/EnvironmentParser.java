package io.sluice.config;

import io.sluice.settings.Node;
import io.sluice.settings.Node.Kind;
import io.sluice.settings.Problems;
import io.sluice.settings.Secret;
import io.sluice.settings.Section;
import io.sluice.settings.Wrong;
import io.sluice.spec.EnvironmentSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** An environment file as a spec. */
final class EnvironmentParser {
  private static final List<String> ZONES = List.of("raw", "clean", "ledger");
  private static final Set<String> KEYS =
      Section.ordered(
          "lake",
          "raw",
          "clean",
          "ledger",
          "vars",
          "spark",
          "connections",
          "metrics",
          "single_writer");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

  private final Section environment;

  private EnvironmentParser(Section environment) {
    this.environment = environment;
  }

  /** Returns the environment; empty where a zone has no place. */
  static Optional<EnvironmentSpec> parse(Node node, Problems problems) {
    return new EnvironmentParser(new Section(node, problems)).parse();
  }

  /** The keys of the section spark have dots of their own. */
  private static Wrong unknown(String key) {
    return key.startsWith("spark.")
        ? Wrong.of("unknown key; write spark: and, indented in the line below it, " + key + ":")
        : Wrong.key(key, KEYS);
  }

  private Optional<EnvironmentSpec> parse() {
    environment.allow(KEYS, EnvironmentParser::unknown);
    Map<String, String> zones = zones();
    Map<String, String> vars = environment.map("vars");
    vars.keySet().stream()
        .filter(name -> !NAME.matcher(name).matches())
        .forEach(
            name ->
                environment
                    .section("vars")
                    .problem(name, "a variable's name has only letters, digits, _ and -"));
    Map<String, String> spark = environment.map("spark");
    spark.forEach(
        (name, text) -> {
          PinnedSettings.fault(name)
              .ifPresent(fault -> environment.section("spark").problem(name, fault));
          checkSecret(environment.section("spark"), name, text);
        });
    Map<String, Map<String, String>> connections = connections();
    environment.section("metrics").allow(Section.ordered("pushgateway"));
    environment.map("metrics");
    boolean singleWriter = environment.flag("single_writer").orElse(false);
    if (zones.size() < ZONES.size()) {
      return Optional.empty();
    }
    return Optional.of(
        new EnvironmentSpec(
            zones.get("raw"),
            zones.get("clean"),
            zones.get("ledger"),
            singleWriter,
            vars,
            spark,
            connections));
  }

  private Map<String, String> zones() {
    Optional<String> lake = place("lake");
    Map<String, String> zones = new LinkedHashMap<>();
    for (String zone : ZONES) {
      (environment.has(zone) ? place(zone) : lake.map(place -> place + "/" + zone))
          .ifPresent(place -> zones.put(zone, place));
    }
    if (!environment.has("lake") && !ZONES.stream().allMatch(environment::has)) {
      environment.problem(
          "lake", "is missing; name the folder or bucket that holds the zones, such as lake: lake");
    }
    Map<String, String> taken = new HashMap<>();
    zones.forEach(
        (zone, place) -> {
          String other = taken.putIfAbsent(place, zone);
          if (other != null) {
            environment.problem(
                zone, "is the same place as " + other + "; each zone needs its own");
          }
        });
    return zones;
  }

  private Optional<String> place(String key) {
    return environment.text(key).flatMap(text -> Places.absolute(environment, key, text));
  }

  private Map<String, Map<String, String>> connections() {
    Map<String, Map<String, String>> connections = new LinkedHashMap<>();
    Section section = environment.section("connections");
    section
        .node()
        .entries()
        .forEach(
            (name, value) -> {
              if (value.kind() != Kind.NOTHING) {
                Map<String, String> settings = section.map(name);
                settings.forEach((key, text) -> checkSecret(section.section(name), key, text));
                connections.put(name, Map.copyOf(settings));
              }
            });
    return connections;
  }

  /** The value is never part of the message: it may be the secret itself. */
  private static void checkSecret(Section connection, String key, String text) {
    if (Secret.isNameOfSecret(key) && !Secret.isReference(text)) {
      connection.problem(
          key,
          "must be a reference to a secret, not the secret; write env:NAME, file:/path or aws-secret:name#key");
    }
  }
}
