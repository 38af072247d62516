package io.sluice.run.ingest;

import io.sluice.read.ScannedFile;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Files that come again under a later date, by the hashes that a version keeps: their old rows win
 * against what came between. Changes alone are looked at, as whole tables may well come again as
 * they were; and only where the date decides.
 */
final class RepeatedContent {
  private RepeatedContent() {}

  /**
   * A warning for each file of changes with the content of an older one, where others lie between.
   *
   * @param applied the increments of the table
   * @param files with rows that are about to be merged
   */
  static List<String> warnings(JobSpec job, List<Increment> applied, List<ScannedFile> files) {
    if (job.merge().mode() != Mode.UPSERT || !job.merge().orderBy().isEmpty()) {
      return List.of();
    }
    List<Increment> all =
        Stream.concat(applied.stream(), files.stream().map(ScannedFile::increment))
            .distinct()
            .sorted(Comparator.comparing(Increment::processedDate))
            .toList();
    Map<String, Increment> newest = new HashMap<>();
    Map<Increment, Integer> places = new HashMap<>();
    Map<Increment, Increment> repeated = new HashMap<>();
    for (Increment increment : all) {
      places.put(increment, places.size());
      if (increment.full() || increment.files().size() != 1) {
        continue;
      }
      increment
          .files()
          .get(0)
          .sha256()
          .map(hash -> newest.put(hash, increment))
          .filter(before -> !path(before).equals(path(increment)))
          .ifPresent(before -> repeated.put(increment, before));
    }
    return files.stream()
        .filter(file -> file.records() != 0 && repeated.containsKey(file.increment()))
        .filter(
            file -> places.get(file.increment()) - places.get(repeated.get(file.increment())) > 1)
        .map(
            file ->
                file.increment().id()
                    + " has the same content as "
                    + repeated.get(file.increment()).id()
                    + "; rows that came between them lose against it")
        .toList();
  }

  private static String path(Increment increment) {
    return increment.files().get(0).path();
  }
}
