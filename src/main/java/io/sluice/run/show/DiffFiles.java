package io.sluice.run.show;

import io.sluice.table.DataFile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The data files that need to be read to compare two versions. A key occurs once in a version: a
 * row of a file that both have is the same row in both, and has no other counterpart.
 *
 * @param before those that only the one version has
 * @param after those that only the other one has
 */
record DiffFiles(List<DataFile> before, List<DataFile> after) {
  static DiffFiles of(List<DataFile> before, List<DataFile> after) {
    Map<String, DataFile> known = new HashMap<>();
    before.forEach(file -> known.put(file.name(), file));
    before.forEach(file -> known.put(file.path(), file));
    Set<DataFile> shared = new HashSet<>();
    for (DataFile file : after) {
      DataFile other = known.getOrDefault(file.path(), known.get(file.name()));
      if (other != null && file.isSameAs(other)) {
        shared.add(file);
        shared.add(other);
      }
    }
    return new DiffFiles(without(before, shared), without(after, shared));
  }

  private static List<DataFile> without(List<DataFile> files, Set<DataFile> shared) {
    return files.stream().filter(file -> !shared.contains(file)).toList();
  }

  long bytes() {
    return Stream.concat(before.stream(), after.stream()).mapToLong(DataFile::bytes).sum();
  }
}
