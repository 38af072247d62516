package io.sluice.run;

import java.nio.file.Path;
import java.util.List;

/**
 * What the command line can ask for. Every verb may throw a {@link
 * io.sluice.error.SluiceException}, which bears the exit code; what goes wrong with one dataset of
 * several is in its outcome instead, so that the others are told of too.
 */
public interface Verbs {
  /** Merges what is pending into the clean tables; one outcome per dataset, by name. */
  List<DatasetOutcome> ingest(Workplace where, IngestOptions options, Progress progress);

  /**
   * Exports datasets from their sources into the raw zone; one outcome per dataset that has an
   * {@code extract} section, by name.
   *
   * @throws io.sluice.error.UsageException if what is asked for must not be done
   */
  List<ExtractedDataset> extract(Workplace where, ExtractOptions options, Progress progress);

  /** What was asked of sources and what came: all exports, by dataset, oldest first. */
  ExportList exports(Workplace where);

  /** Says where each dataset stands; starts no Spark, writes nothing. */
  List<DatasetStatus> status(Workplace where);

  /**
   * Reads rows of a clean table; the rows are to be read before the next verb is called.
   *
   * @param dataset as {@code source/name}; {@link Workplace#names} is not looked at
   */
  ShownRows show(Workplace where, String dataset, ShowOptions options);

  /**
   * Reads all job files and the environment file, then what lies in the lake.
   *
   * @param deep to read every byte of every table; without it, local lakes alone are looked at
   * @throws io.sluice.error.ConfigurationException with all problems of all files in its message
   */
  CheckReport check(Workplace where, boolean deep);

  /** The same without reading tables. */
  default CheckReport check(Workplace where) {
    return check(where, false);
  }

  /**
   * Runs every sample dataset through all its increments, in their order, in a fresh lake.
   *
   * @param folder where the lake is made; it must be absent or made by an earlier demo
   */
  DemoReport demo(Path folder, Progress progress);
}
