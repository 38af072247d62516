package io.sluice.read;

import io.sluice.spec.CsvForm;
import io.sluice.spec.RawSpec;
import io.sluice.spec.RawSpec.RawFormat;
import java.io.Serializable;
import java.util.List;

/**
 * How the text files of a job are written, in a form that travels to executors.
 *
 * @param csv matters for CSV alone
 * @param records the path to them, for JSON documents alone
 */
record FileForm(RawFormat format, CsvForm csv, List<String> records) implements Serializable {

  static FileForm of(RawSpec raw) {
    return new FileForm(raw.format(), raw.csv(), raw.records());
  }

  CsvForm.Encoding encoding() {
    return format == RawFormat.CSV ? csv.encoding() : CsvForm.Encoding.UTF_8;
  }

  /** Texts that are null where they stand in a file as text and not as a value of JSON. */
  List<String> nullTexts() {
    return format == RawFormat.CSV ? csv.nullValues() : List.of("");
  }

  /** What to do about a file that is not written as a key of {@code raw} says for all files. */
  static String ofAllFiles(String setting) {
    return "If all files of the dataset are so, set "
        + setting
        + "; otherwise export this file again as the others are.";
  }
}
