package io.sluice.config;

import io.sluice.settings.Section;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import java.util.List;
import java.util.regex.Pattern;

/** Which names of columns and fields the formats of clean tables take. */
final class ColumnNames {
  private static final Pattern AVRO = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * What Spark refuses in Parquet and ORC, and the two characters that SQL needs to name a column.
   */
  private static final Pattern REFUSED = Pattern.compile("[ ,;{}()\\n\\t=.`]");

  private ColumnNames() {}

  /**
   * Reports every name that the format does not take, or that is kept for columns that are added.
   */
  static void check(List<ColumnSpec> columns, CleanFormat format, Section job) {
    Section section = job.section("columns");
    for (ColumnSpec column : columns) {
      if (column.name().startsWith("_")) {
        section.problem(
            column.name(),
            "names that begin with _ are reserved for columns that Sluice adds; rename it");
      } else {
        problem(column.name(), format, section, column.name());
      }
      fields(column.type(), format, section, column.name());
    }
  }

  private static void fields(ColumnType type, CleanFormat format, Section section, String column) {
    if (type instanceof ColumnType.Array array) {
      fields(array.element(), format, section, column);
    } else if (type instanceof ColumnType.Struct struct) {
      struct
          .fields()
          .forEach(
              (name, field) -> {
                problem(name, format, section, column);
                fields(field, format, section, column);
              });
    }
  }

  private static void problem(String name, CleanFormat format, Section section, String column) {
    switch (format) {
      case AVRO -> {
        if (!AVRO.matcher(name).matches()) {
          section.problem(
              column,
              "avro refuses the name \""
                  + name
                  + "\"; it takes letters, digits and _, no digit first");
        }
      }
      case PARQUET, ORC -> {
        if (name.isEmpty() || REFUSED.matcher(name).find()) {
          section.problem(
              column,
              format.text()
                  + " tables refuse the name \""
                  + name.replace("\n", "\\n").replace("\t", "\\t")
                  + "\"; a blank and , ; { } ( ) = . ` cannot be part of it");
        }
      }
    }
  }
}
