package io.sluice.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.spec.ColumnSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Which cell of a record each column of the contract takes: by name, never by position. */
final class Binding implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int NONE = -1;

  private final ArrayList<String> header;
  private final int[] cellOfColumn;
  private final boolean[] bound;
  private final TreeMap<Integer, Integer> twice = new TreeMap<>();

  private Binding(List<String> header, int columns) {
    this.header = new ArrayList<>(header);
    cellOfColumn = new int[columns];
    Arrays.fill(cellOfColumn, NONE);
    bound = new boolean[header.size()];
  }

  /**
   * Binds columns to the names of a header: the same name first, then the same but for case. Where
   * a column may have several names, it takes the first that is there.
   */
  static Binding of(List<ColumnSpec> columns, List<String> header) {
    Binding binding = new Binding(header, columns.size());
    Map<String, Integer> exact = new HashMap<>();
    Map<String, Integer> anyCase = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      exact.putIfAbsent(header.get(i), i);
      anyCase.putIfAbsent(header.get(i).toLowerCase(Locale.ROOT), i);
    }
    for (int i = 0; i < columns.size(); i++) {
      ColumnSpec column = columns.get(i);
      if (column.fromPath()) {
        continue;
      }
      for (String name : column.from()) {
        Integer cell =
            exact.containsKey(name) ? exact.get(name) : anyCase.get(name.toLowerCase(Locale.ROOT));
        if (cell == null) {
          continue;
        }
        binding.bound[cell] = true;
        if (binding.cellOfColumn[i] == NONE) {
          binding.cellOfColumn[i] = cell;
        } else if (binding.cellOfColumn[i] != cell) {
          binding.twice.put(i, cell);
        }
      }
    }
    return binding;
  }

  /** The columns of which the record has two names, each with the place of the second. */
  Map<Integer, Integer> twice() {
    return twice;
  }

  int width() {
    return header.size();
  }

  /** The cell of a column; null where the record has none. */
  <T> T cell(int column, List<T> cells) {
    return cellOfColumn[column] == NONE ? null : cells.get(cellOfColumn[column]);
  }

  /** The place of a column's cell in the record; below zero where the record has none. */
  int place(int column) {
    return cellOfColumn[column];
  }

  boolean has(int column) {
    return cellOfColumn[column] != NONE;
  }

  /** The names that no column takes. */
  List<String> unbound() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < bound.length; i++) {
      if (!bound[i]) {
        names.add(header.get(i));
      }
    }
    return names;
  }

  /**
   * The cells that no column takes, those that are null left out.
   *
   * @param nulls texts that are null, where a cell is text and no value of JSON
   */
  Map<String, JsonNode> rest(List<?> cells, List<String> nulls) {
    Map<String, JsonNode> rest = new TreeMap<>();
    for (int i = 0; i < bound.length; i++) {
      if (!bound[i] && !Values.isNull(cells.get(i), nulls)) {
        rest.put(header.get(i), Values.node(cells.get(i)));
      }
    }
    return rest;
  }

  /** The record as a JSON object, for quarantine. */
  String raw(List<?> cells) {
    Map<String, JsonNode> all = new TreeMap<>();
    for (int i = 0; i < header.size(); i++) {
      all.put(header.get(i), Values.node(cells.get(i)));
    }
    return CanonicalJson.MAPPER.createObjectNode().setAll(all).toString();
  }
}
