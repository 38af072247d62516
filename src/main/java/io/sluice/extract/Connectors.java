package io.sluice.extract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The connectors by name. */
public final class Connectors {
  private final Map<String, Connector> byName = new LinkedHashMap<>();

  private Connectors(List<Connector> connectors) {
    connectors.forEach(connector -> byName.put(connector.name(), connector));
  }

  /** These, each under its name. */
  public static Connectors of(List<Connector> connectors) {
    return new Connectors(connectors);
  }

  /** The connector of this name. */
  public Optional<Connector> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Their names, in the order of the list. */
  public Set<String> names() {
    return byName.keySet();
  }
}
