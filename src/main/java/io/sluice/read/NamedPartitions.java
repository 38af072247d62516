package io.sluice.read;

import io.sluice.error.DataException;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The partitions that an increment is whole for by its manifest or by the paths of its files. */
final class NamedPartitions {
  private final JobSpec job;

  NamedPartitions(JobSpec job) {
    this.job = job;
  }

  /**
   * The partitions of the manifest, then those of paths, each once, in the order of {@code
   * partition_by}.
   *
   * @throws DataException if the manifest names other columns than those
   */
  List<Map<String, String>> of(Location rawFolder, Increment increment) {
    Set<Map<String, String>> partitions = new LinkedHashSet<>();
    List<String> columns = job.merge().partitionBy();
    for (Map<String, String> named : increment.partitions()) {
      if (!named.keySet().equals(Set.copyOf(columns))) {
        throw new DataException(
            rawFolder
                + ": the increment "
                + increment.id()
                + " names a partition by other columns, found "
                + named.keySet()
                + " against "
                + columns
                + ". It stays pending. Write its manifest again.");
      }
      Map<String, String> partition = new LinkedHashMap<>();
      columns.forEach(column -> partition.put(column, normalised(column, named.get(column))));
      partitions.add(partition);
    }
    increment.files().forEach(file -> ofPath(file.path()).ifPresent(partitions::add));
    return new ArrayList<>(partitions);
  }

  private Optional<Map<String, String>> ofPath(String path) {
    Map<String, String> groups =
        job.raw().pathPattern().flatMap(pattern -> pattern.match(path)).orElse(Map.of());
    Map<String, String> partition = new LinkedHashMap<>();
    for (String name : job.merge().partitionBy()) {
      ColumnSpec column = job.column(name);
      String value = groups.get(column.fromPath() ? column.pathGroup() : name);
      if (value == null) {
        return Optional.empty();
      }
      partition.put(name, normalised(name, decoded(column, path, value)));
    }
    return partition.isEmpty() ? Optional.empty() : Optional.of(partition);
  }

  private static String decoded(ColumnSpec column, String path, String value) {
    if (!column.form().decode()) {
      return value;
    }
    try {
      return PercentText.decoded(value);
    } catch (BadValueException e) {
      throw new DataException(
          path
              + ": the path cannot be decoded, found "
              + e.getMessage()
              + " in \""
              + value
              + "\" for the column "
              + column.name()
              + ". The increment stays pending. Rename the file, or take decode: true out.",
          e);
    }
  }

  /** As the rows' values are, or an empty load would empty a partition that no row is in. */
  private String normalised(String column, String value) {
    return RowParser.normalise(job.column(column), value);
  }
}
