package io.sluice.cli;

import io.sluice.run.show.ShownRows;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Entries that a verb lists, in each form.
 *
 * @param problems what could not be read; they go to standard error, as standard output has data
 *     only
 * @param json writes the keys of an entry
 * @param rows the entries as rows for CSV
 * @param table the entries for people
 * @param none what people are told where there is no entry
 */
record Listing<T>(
    List<T> entries,
    List<String> problems,
    JsonOutput.Keys<T> json,
    Function<List<T>, ShownRows> rows,
    BiFunction<List<T>, View, String> table,
    String none) {

  void print(RowFormat format, View view, Session session) throws IOException {
    switch (format) {
      case JSON -> {
        for (T entry : entries) {
          try (JsonOutput object = JsonOutput.begin(session.out())) {
            json.write(object, entry);
          }
        }
      }
      case CSV -> RowWriter.csv(rows.apply(entries), session.out());
      case TABLE -> {
        if (!entries.isEmpty()) {
          session.out().text(table.apply(entries, view));
        } else if (problems.isEmpty()) {
          session.out().line(none);
        }
      }
    }
    problems.forEach(problem -> session.err().println("problem: " + problem.strip()));
  }
}
