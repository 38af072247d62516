package io.sluice.run.init;

import io.sluice.spec.DatasetName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code init} wrote.
 *
 * @param datasets whose job files were written
 * @param written files
 * @param kept files that were there before and stay as they are
 * @param notes what somebody should know, a sentence each
 * @param rawFolder where files of the dataset belong, as a URI; empty for templates, and where the
 *     environment file is missing
 * @param needsKey whether nobody can say yet what identifies a row
 */
public record InitReport(
    List<DatasetName> datasets,
    List<Path> written,
    List<Path> kept,
    List<String> notes,
    Optional<String> rawFolder,
    boolean needsKey) {
  /** Copies the lists. */
  public InitReport {
    datasets = List.copyOf(datasets);
    written = List.copyOf(written);
    kept = List.copyOf(kept);
    notes = List.copyOf(notes);
  }
}
