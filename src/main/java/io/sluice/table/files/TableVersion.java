package io.sluice.table.files;

import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.table.DataFile;
import io.sluice.table.SideFolder;
import io.sluice.table.TableState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a version file says. It stands alone: all that a reader or the next run needs is in it,
 * whatever became of older versions.
 *
 * @param number from 1, without gaps
 * @param layout what lies in which files
 */
record TableVersion(
    long number, Instant committedAt, String runId, TableState state, Layout layout) {

  /**
   * What lies in which files.
   *
   * @param dataFiles all of them, of this version's folder and of older ones
   * @param tombstones the effective tombstones, if there are any
   * @param quarantine every open quarantine folder
   */
  record Layout(
      CleanFormat format,
      List<String> partitionBy,
      List<DataFile> dataFiles,
      Optional<SideFolder> tombstones,
      List<SideFolder> quarantine) {
    Layout {
      partitionBy = List.copyOf(partitionBy);
      dataFiles = List.copyOf(dataFiles);
      quarantine = List.copyOf(quarantine);
    }

    long rows() {
      return dataFiles.stream().mapToLong(DataFile::rows).sum();
    }

    /** The folders of versions that it names. */
    Set<String> folders() {
      Set<String> folders = new HashSet<>();
      dataFiles.forEach(file -> folders.add(file.folder()));
      tombstones.ifPresent(side -> folders.add(side.folder()));
      quarantine.forEach(side -> folders.add(side.folder()));
      return folders;
    }
  }
}
