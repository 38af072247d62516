package io.sluice.read;

import io.sluice.error.DataException;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Partition;
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
  List<Partition> of(Location rawFolder, Increment increment) {
    Set<Partition> partitions = new LinkedHashSet<>();
    List<String> columns = job.merge().partitionBy();
    for (Partition named : increment.partitions()) {
      if (!named.values().keySet().equals(Set.copyOf(columns))) {
        throw new DataException(
            rawFolder
                + ": the increment "
                + increment.id()
                + " names a partition by other columns, found "
                + named.values().keySet()
                + " against "
                + columns
                + ". It stays pending. Write its manifest again.");
      }
      Map<String, String> values = new LinkedHashMap<>();
      columns.forEach(column -> values.put(column, normalised(column, named.values().get(column))));
      partitions.add(new Partition(values));
    }
    increment.files().forEach(file -> ofPath(file.path()).ifPresent(partitions::add));
    return new ArrayList<>(partitions);
  }

  private Optional<Partition> ofPath(String path) {
    Map<String, String> groups =
        job.raw().pathPattern().flatMap(pattern -> pattern.match(path)).orElse(Map.of());
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : job.merge().partitionBy()) {
      ColumnSpec column = job.input(name);
      String value = groups.get(column.fromPath() ? column.pathGroup() : name);
      if (value == null) {
        return Optional.empty();
      }
      values.put(name, normalised(name, decoded(column, path, value)));
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(new Partition(values));
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
    return RowParser.normalise(job.input(column), value);
  }
}
