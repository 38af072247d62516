package io.sluice.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.error.DataException;
import io.sluice.table.SideFolder;
import io.sluice.table.Snapshot;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Rows in quarantine of a version, read a line at a time, without Spark. */
public final class OpenQuarantine {
  private OpenQuarantine() {}

  /**
   * Looks at the rows of these folders, in their order, until one is the last that is wanted.
   *
   * @param goesOn sees a row, and says whether the next one is wanted
   * @throws DataException if files are not as they were written
   */
  public static void each(
      Snapshot version, List<SideFolder> folders, Predicate<QuarantinedRow> goesOn) {
    for (SideFolder folder : folders) {
      try (Stream<String> lines = version.lines(folder)) {
        for (Iterator<String> line = lines.iterator(); line.hasNext(); ) {
          if (!goesOn.test(row(version, line.next()))) {
            return;
          }
        }
      }
    }
  }

  /**
   * The row of a line of a version's quarantine.
   *
   * @throws DataException if it is not JSON
   */
  public static QuarantinedRow row(Snapshot version, String line) {
    try {
      return QuarantinedRow.of(line);
    } catch (JsonProcessingException e) {
      throw new DataException(
          "quarantine of version "
              + version.number()
              + ": a line is not JSON, so a file of it is damaged. Nothing was changed. Restore the"
              + " files of the table's _quarantine folders from a copy",
          e);
    }
  }
}
