package io.sluice.read;

import io.sluice.error.DataException;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.JobSpec;
import io.sluice.spec.RawSpec.RawFormat;
import io.sluice.storage.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names of a file's columns against the contract. */
final class ColumnCheck {
  private final JobSpec job;

  ColumnCheck(JobSpec job) {
    this.job = job;
  }

  /**
   * Returns what is worth a warning.
   *
   * @throws DataException if a required column is missing, or one is too many with drift: fail
   */
  List<String> ofHeader(Location file, List<String> header) {
    Binding binding = Binding.of(job.raw().columns(), header);
    List<String> optional = new ArrayList<>();
    List<String> required = new ArrayList<>();
    for (int i = 0; i < job.raw().columns().size(); i++) {
      ColumnSpec column = job.raw().columns().get(i);
      if (!column.fromPath() && !binding.has(i)) {
        (column.optional() ? optional : required)
            .add(column.name() + " (\"" + column.from() + "\")");
      }
    }
    if (!required.isEmpty()) {
      throw new DataException(
          file
              + ": required columns are missing, found "
              + header
              + " against "
              + String.join(", ", required)
              + ". The increment stays pending. "
              + delimiter(header)
                  .map(words -> "Set raw.csv.delimiter: " + words + ", or export them.")
                  .orElse("Export them, or mark them optional: true."));
    }
    List<String> warnings = new ArrayList<>();
    if (!optional.isEmpty()) {
      warnings.add(
          file + ": without optional columns, null in its rows: " + String.join(", ", optional));
    }
    drift(file, binding.unbound(), warnings);
    return warnings;
  }

  /** What may stand between the cells of a header that was taken for a single one. */
  private Optional<String> delimiter(List<String> header) {
    return job.raw().format() != RawFormat.CSV || header.size() != 1
        ? Optional.empty()
        : Stream.of(";", "\t", "|", ",")
            .filter(header.get(0)::contains)
            .findFirst()
            .map(sign -> sign.equals("\t") ? "tab" : "\"" + sign + "\"");
  }

  /** Warns of columns that the contract lacks, or throws, as the job says. */
  void drift(Location file, List<String> extra, List<String> warnings) {
    if (extra.isEmpty()) {
      return;
    }
    switch (job.drift()) {
      case RESCUE ->
          warnings.add(
              file
                  + ": columns that the contract lacks: "
                  + String.join(", ", extra)
                  + ". They are kept in _rescued. Add them to the columns of the job.");
      case FAIL ->
          throw new DataException(
              file
                  + ": columns that the contract lacks, found "
                  + String.join(", ", extra)
                  + " against drift: fail. The increment stays pending. Add them to the columns"
                  + " of the job, or set drift: rescue.");
    }
  }
}
