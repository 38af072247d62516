package io.sluice.extract.zuora;

import io.sluice.error.DataException;
import io.sluice.extract.CsvCopy;
import io.sluice.extract.DatasetExports;
import io.sluice.extract.Export;
import io.sluice.http.StatusException;
import io.sluice.http.UnreadableAnswerException;
import io.sluice.ledger.ExportRecord.ExportFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Files of a batch to files of an increment, their rows compared with what Zuora counted. */
final class Download {
  /** If the count differs twice, the connection is not the cause. */
  private static final int TRIES = 2;

  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;

  private final AquaApi api;
  private final boolean gzip;

  Download(AquaApi api, boolean gzip) {
    this.api = api;
    this.gzip = gzip;
  }

  /**
   * Writes all files of a batch.
   *
   * @param stem of the files' names
   * @throws DataException where Zuora has them no longer or their rows are not as many as it said
   */
  void fetch(DatasetExports dataset, Export export, AquaJob.Batch batch, String stem) {
    long rows = 0;
    for (int tries = 0; tries < TRIES; tries++) {
      rows = files(dataset, export, batch, stem).stream().mapToLong(ExportFile::rows).sum();
      if (rows == batch.rows()) {
        return;
      }
    }
    throw new DataException(
        dataset.dataset()
            + ": the file of "
            + batch.name()
            + " differs from Zuora's count, found "
            + rows
            + " rows against "
            + batch.rows()
            + ". It was not sealed. Run again: the next export requests the same window");
  }

  private List<ExportFile> files(
      DatasetExports dataset, Export export, AquaJob.Batch batch, String stem) {
    List<ExportFile> files = new ArrayList<>();
    for (int i = 0; i < batch.files().size(); i++) {
      String segment = batch.files().size() == 1 ? "" : String.format(Locale.ROOT, "-%04d", i + 1);
      files.add(
          file(
              dataset, export, batch.files().get(i), stem + segment + (gzip ? ".csv.gz" : ".csv")));
    }
    return files;
  }

  private ExportFile file(DatasetExports dataset, Export export, String id, String name) {
    try {
      return api.file(
          id,
          answer ->
              export.write(
                  name,
                  out -> {
                    if (gzip) {
                      CsvCopy.gzipped(answer.body(), out);
                    } else {
                      CsvCopy.plain(answer.body(), out);
                    }
                  }));
    } catch (UnreadableAnswerException e) {
      throw new DataException(
          dataset.dataset()
              + ": file "
              + id
              + " of "
              + name
              + " is damaged at Zuora, "
              + e.fault()
              + ", in each try. It was not sealed. Run again: the next export requests the same window",
          e);
    } catch (StatusException e) {
      if (e.status() == NOT_FOUND) {
        throw new DataException(
            dataset.dataset()
                + ": Zuora no longer has file "
                + id
                + " of "
                + name
                + " (it keeps files for 3 days). It was not sealed. Run again: the next export requests the same window",
            e);
      }
      if (e.status() == FORBIDDEN) {
        throw new DataException(
            dataset.dataset()
                + ": Zuora does not give file "
                + id
                + " of "
                + name
                + ", "
                + e.getMessage()
                + ". It was not sealed. If it is larger than 2047 MB, export the dataset with"
                + " --full --window month",
            e);
      }
      throw e;
    }
  }
}
