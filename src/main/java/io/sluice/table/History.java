package io.sluice.table;

import java.util.List;

/**
 * The rows that a table accepted, beside its data.
 *
 * @param files in the order in which they were written, in the format of the data files
 * @param isKept whether all that was accepted since it last began is in them; not so where the job
 *     did not ask for it
 */
public record History(List<DataFile> files, boolean isKept) {
  /** Of a table that never kept any. */
  public static final History NONE = new History(List.of(), false);

  /** Copies the list. */
  public History {
    files = List.copyOf(files);
  }

  /** How many rows there are. */
  public long rows() {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  /** The bytes of the files. */
  public long bytes() {
    return files.stream().mapToLong(DataFile::bytes).sum();
  }
}
