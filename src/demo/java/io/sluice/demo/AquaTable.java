package io.sluice.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One object of a tenant: the latest state of each row, deleted ones among them, as Zuora keeps
 * them. Not thread-safe.
 */
public final class AquaTable {
  private final String name;
  private final Map<String, String> spelling = new LinkedHashMap<>();
  private final Map<String, Row> rows = new LinkedHashMap<>();

  /** A row; its cells by header in lower case. */
  record Row(Map<String, String> cells, Instant created, Instant updated, boolean deleted) {}

  /** An object of this name, whose id is {@code <name>.Id}. */
  public AquaTable(String name) {
    this.name = name;
  }

  /** The object's name as Zuora spells it. */
  public String name() {
    return name;
  }

  /**
   * Creates or changes a row.
   *
   * @param cells by header as Zuora spells it, {@code Account.Id} among them
   */
  public void put(Map<String, String> cells, Instant at) {
    put(cells, at, false);
  }

  /** Deletes a row: it keeps its own cells and loses those of joined objects. */
  public void delete(String id, Instant at) {
    Row row = rows.get(id);
    Map<String, String> kept = new LinkedHashMap<>();
    row.cells().forEach((header, cell) -> kept.put(header, header.startsWith(own()) ? cell : ""));
    rows.put(id, new Row(kept, row.created(), at, true));
  }

  void put(Map<String, String> cells, Instant at, boolean deleted) {
    Map<String, String> known = new LinkedHashMap<>();
    cells.forEach(
        (header, cell) -> {
          spelling.putIfAbsent(header.toLowerCase(Locale.ROOT), header);
          known.put(header.toLowerCase(Locale.ROOT), cell);
        });
    String id = known.get(own() + "id");
    Instant created = rows.containsKey(id) ? rows.get(id).created() : at;
    rows.put(id, new Row(known, created, at, deleted));
  }

  /** A field of a query as the file's header spells it. */
  String header(String field) {
    String full = field.contains(".") ? field : name + "." + field;
    return spelling.getOrDefault(full.toLowerCase(Locale.ROOT), full);
  }

  List<Row> rows() {
    return new ArrayList<>(rows.values());
  }

  private String own() {
    return name.toLowerCase(Locale.ROOT) + ".";
  }
}
