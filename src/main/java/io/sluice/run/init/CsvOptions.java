package io.sluice.run.init;

import io.sluice.settings.Yaml;
import io.sluice.spec.CsvForm;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How a job file says how CSV files are written. */
final class CsvOptions {
  private CsvOptions() {}

  /** The keys of {@code raw.csv} and their values; none for the usual form. */
  static Map<String, String> of(CsvForm form) {
    Map<String, String> options = new LinkedHashMap<>();
    CsvForm usual = CsvForm.USUAL;
    if (form.delimiter() != usual.delimiter()) {
      options.put("delimiter", character(form.delimiter()));
    }
    if (form.quote() != usual.quote()) {
      options.put("quote", character(form.quote()));
    }
    if (form.escape() != usual.escape()) {
      options.put("escape", character(form.escape()));
    }
    if (form.comment() != usual.comment()) {
      options.put("comment", character(form.comment()));
    }
    if (form.encoding() != usual.encoding()) {
      options.put("encoding", form.encoding().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    if (form.skipLines() > 0) {
      options.put("skip_lines", String.valueOf(form.skipLines()));
    }
    if (!form.hasHeader()) {
      options.put("header", "false");
      options.put("names", Yaml.texts(form.names()));
    }
    return options;
  }

  /** The same in a line, for people. */
  static String words(CsvForm form) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("delimiter", character(form.delimiter()));
    options.putAll(of(form));
    return options.toString();
  }

  private static String character(int character) {
    if (character == CsvForm.NONE) {
      return "none";
    }
    return character == '\t' ? "tab" : Yaml.quoted(Character.toString(character));
  }
}
