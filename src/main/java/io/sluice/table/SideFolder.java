package io.sluice.table;

import java.util.OptionalLong;

/**
 * A folder of rows beside the data: tombstones, or rows in quarantine.
 *
 * @param path below the table's folder
 * @param bytes of its files together; old versions lack it
 */
public record SideFolder(String path, long rows, OptionalLong bytes) {
  /** The part of the path that names the version's folder. */
  public String folder() {
    return DataFile.folderOf(path);
  }
}
