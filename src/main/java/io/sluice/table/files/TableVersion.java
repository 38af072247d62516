package io.sluice.table.files;

import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.Floor;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Partition;
import io.sluice.table.DataFile;
import io.sluice.table.History;
import io.sluice.table.SideFolder;
import io.sluice.table.Snapshot;
import io.sluice.table.TableState;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a version file says. It stands alone: all that a reader or the next run needs is in it,
 * whatever became of older versions.
 *
 * @param number from 1, without gaps
 * @param layout what lies in which files
 * @param parts where the first entries of its long lists lie, by the list's key in the version file
 */
record TableVersion(
    long number,
    Instant committedAt,
    String runId,
    Lineage lineage,
    TableState state,
    Layout layout,
    Map<String, List<Part>> parts) {

  /** Copies the parts. */
  TableVersion {
    parts = Map.copyOf(parts);
  }

  /** A version that was not written yet. */
  TableVersion(
      long number,
      Instant committedAt,
      String runId,
      Lineage lineage,
      TableState state,
      Layout layout) {
    this(number, committedAt, runId, lineage, state, layout, Map.of());
  }

  /**
   * Which commit it is, and which it builds on. A number alone does not tell: one that retention
   * freed may be used again.
   *
   * @param commit a name that no other version has; old versions lack it
   * @param buildsOn the commits before it, the nearest first, as far as they are known
   */
  record Lineage(Optional<String> commit, List<String> buildsOn) {
    /** Farther back, what is applied tells. */
    private static final int KEPT = 100;

    static final Lineage UNKNOWN = new Lineage(Optional.empty(), List.of());

    Lineage {
      buildsOn = List.copyOf(buildsOn);
    }

    /** Of a version that takes the place of another. */
    static Lineage of(String commit, Optional<TableVersion> replaced) {
      Lineage before = replaced.map(TableVersion::lineage).orElse(UNKNOWN);
      List<String> buildsOn =
          before.commit().isEmpty()
              ? List.of()
              : Stream.concat(before.commit().stream(), before.buildsOn().stream())
                  .limit(KEPT)
                  .toList();
      return new Lineage(Optional.of(commit), buildsOn);
    }
  }

  /**
   * Whether it was made from an older version, directly or through others. Nothing where one of
   * them, or one between them, is of a program that did not say so.
   */
  Optional<Boolean> buildsOn(TableVersion older) {
    long steps = number - older.number();
    return older.lineage().commit().isEmpty() || steps < 1 || steps > lineage.buildsOn().size()
        ? Optional.empty()
        : Optional.of(
            lineage.buildsOn().get((int) steps - 1).equals(older.lineage().commit().get()));
  }

  /** As {@link Snapshot#named}. */
  TableVersion named(JobSpec job) {
    Map<String, String> names = new HashMap<>();
    job.renamed(state.columns().keySet()).forEach((name, was) -> names.put(was, name));
    if (layout.partitionBy().stream().noneMatch(names::containsKey)) {
      return this;
    }
    List<Floor> floors =
        state.floors().stream()
            .map(
                floor ->
                    new Floor(
                        named(floor.partition(), names), floor.processedDate(), floor.increment()))
            .toList();
    List<DataFile> files =
        layout.dataFiles().stream()
            .map(
                file ->
                    new DataFile(
                        file.path(),
                        named(file.partition(), names),
                        file.rows(),
                        file.bytes(),
                        file.mark()))
            .toList();
    return new TableVersion(
        number,
        committedAt,
        runId,
        lineage,
        new TableState(
            state.fingerprint(),
            state.columns(),
            state.applied(),
            state.withdrawn(),
            floors,
            state.counts()),
        new Layout(
            layout.format(),
            layout.partitionBy().stream().map(name -> names.getOrDefault(name, name)).toList(),
            files,
            layout.tombstones(),
            layout.quarantine(),
            layout.dismissed(),
            layout.history()),
        withoutPartitions(parts));
  }

  /** Parts of lists whose entries have no partition: others hold the names that are stored. */
  private static Map<String, List<Part>> withoutPartitions(Map<String, List<Part>> parts) {
    Map<String, List<Part>> without = new HashMap<>(parts);
    without.keySet().removeAll(Set.of("data", "floors"));
    return without;
  }

  private static Partition named(Partition partition, Map<String, String> names) {
    Map<String, String> values = new LinkedHashMap<>();
    partition.values().forEach((name, value) -> values.put(names.getOrDefault(name, name), value));
    return new Partition(values);
  }

  /**
   * What lies in which files.
   *
   * @param dataFiles all of them, of this version's folder and of older ones
   * @param tombstones the effective tombstones, if there are any
   * @param quarantine every open quarantine folder
   * @param dismissed every folder of rows that were taken out of quarantine and are kept on record
   * @param history what was accepted
   */
  record Layout(
      CleanFormat format,
      List<String> partitionBy,
      List<DataFile> dataFiles,
      Optional<SideFolder> tombstones,
      List<SideFolder> quarantine,
      List<SideFolder> dismissed,
      History history) {
    Layout {
      partitionBy = List.copyOf(partitionBy);
      dataFiles = List.copyOf(dataFiles);
      quarantine = List.copyOf(quarantine);
      dismissed = List.copyOf(dismissed);
    }

    /** Of a table without history. */
    Layout(
        CleanFormat format,
        List<String> partitionBy,
        List<DataFile> dataFiles,
        Optional<SideFolder> tombstones,
        List<SideFolder> quarantine) {
      this(format, partitionBy, dataFiles, tombstones, quarantine, List.of(), History.NONE);
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
      history.files().forEach(file -> folders.add(file.folder()));
      dismissed.forEach(side -> folders.add(side.folder()));
      return folders;
    }
  }
}
