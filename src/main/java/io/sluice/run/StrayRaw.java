package io.sluice.run;

import io.sluice.config.Loaded;
import io.sluice.error.SluiceException;
import io.sluice.read.RawZone;
import io.sluice.settings.Nearest;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What lies in the root of the raw zone, and may be meant for a dataset that does not read it. */
public final class StrayRaw {
  private final Lake lake;
  private final Location root;

  /**
   * One thing that lies there.
   *
   * @param source whose it may be, where its name tells
   */
  public record Stray(Optional<String> source, String told) {}

  /** A look at the raw zone of a lake. */
  public StrayRaw(Lake lake) {
    this.lake = lake;
    this.root = Location.of(lake.environment().raw());
  }

  /**
   * Finds loose data files and folders whose names are nearly those of a source. One listing;
   * nothing where it fails, as who may read a folder need not be allowed to list the one above, or
   * while a job file is broken, as what it reads is not known.
   *
   * @param loaded all datasets of the project
   */
  public List<Stray> of(Loaded loaded) {
    List<JobSpec> jobs = loaded.jobs();
    if (!loaded.broken().isEmpty()) {
      return List.of();
    }
    List<String> names;
    try {
      names = lake.storage().names(root);
    } catch (SluiceException e) {
      return List.of();
    }
    Set<String> sources = new TreeSet<>();
    jobs.forEach(job -> sources.add(job.dataset().source()));
    List<Stray> strays = new ArrayList<>();
    loose(names, jobs).ifPresent(told -> strays.add(new Stray(Optional.empty(), told)));
    for (String name : names) {
      if (name.endsWith("/") && !name.startsWith("_") && !name.startsWith(".")) {
        String folder = name.substring(0, name.length() - 1);
        near(folder, sources)
            .filter(source -> !sources.contains(folder) && !isRead(root.append(folder), jobs))
            .ifPresent(
                source ->
                    strays.add(
                        new Stray(
                            Optional.of(source),
                            root.append(folder)
                                + " belongs to no job file; did you mean "
                                + source
                                + "? Nothing reads it. Move its files, or rename the folder")));
      }
    }
    return strays;
  }

  private Optional<String> loose(List<String> names, List<JobSpec> jobs) {
    List<String> files = names.stream().filter(RawZone::isData).toList();
    if (files.isEmpty() || jobs.isEmpty() || readsRoot(jobs)) {
      return Optional.empty();
    }
    int more = files.size() - 1;
    return Optional.of(
        root.append(files.get(0))
            + (more == 0 ? " belongs" : " and " + more + " more files belong")
            + " to no dataset, and nothing reads "
            + (more == 0 ? "it" : "them")
            + ". Move files into the folder of their dataset, such as "
            + lake.rawFolder(jobs.get(0)));
  }

  /** Fewer edits than for words: names of sources are short. */
  private static Optional<String> near(String folder, Set<String> sources) {
    return sources.stream()
        .filter(source -> Nearest.edits(folder, source) <= Math.max(1, folder.length() / 3))
        .min(Comparator.comparingInt(source -> Nearest.edits(folder, source)));
  }

  /** Whether a job reads the root itself. */
  private boolean readsRoot(List<JobSpec> jobs) {
    return jobs.stream().anyMatch(job -> lake.rawFolder(job).equals(root));
  }

  /** Whether a job names a folder here or below as its raw folder. */
  private boolean isRead(Location folder, List<JobSpec> jobs) {
    return jobs.stream()
        .map(job -> lake.rawFolder(job).text() + "/")
        .anyMatch(raw -> raw.startsWith(folder.text() + "/"));
  }
}
