package io.sluice.run.init;

import io.sluice.config.Configuration;
import io.sluice.error.UsageException;
import io.sluice.run.Lake;
import io.sluice.run.NewFiles;
import io.sluice.spec.DatasetName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code init}. Never changes a file that is there. */
public final class InitVerb {
  private static final String SHARED = "/_source.yaml";
  private final Path jobs;

  /**
   * Writes into a folder of job files.
   *
   * @param jobs made where it is missing
   */
  public InitVerb(Path jobs) {
    this.jobs = jobs;
  }

  /**
   * Makes a job file from samples.
   *
   * @param conf the environment file, which may be missing
   * @throws io.sluice.error.UsageException if the job file is there already, or a sample is missing
   * @throws io.sluice.error.DataException if no run could read a sample
   */
  public InitReport fromSamples(List<Path> files, DatasetName dataset, Path conf) {
    String path = dataset + ".yaml";
    NewFiles.requireNone(jobs, List.of(path));
    Optional<String> rawFolder =
        Files.exists(conf)
            ? Optional.of(Lake.folder(Configuration.environment(conf).raw(), dataset).text())
            : Optional.empty();
    files.forEach(InitVerb::requireFile);
    Samples samples = new Samples(dataset.name());
    files.forEach(samples::read);
    Draft draft = new Draft(dataset, samples, files);
    List<Path> written = NewFiles.write(jobs, Map.of(path, draft.text()));
    List<String> notes = new ArrayList<>();
    notes.add(
        count(draft.columns(), "column")
            + ", from "
            + count(samples.rows(), "row")
            + " in "
            + count(files.size(), "file"));
    notes.addAll(samples.notes());
    notes.addAll(draft.notes());
    return new InitReport(List.of(dataset), written, List.of(), notes, rawFolder, !draft.hasKey());
  }

  private static void requireFile(Path sample) {
    if (!Files.isRegularFile(sample)) {
      String found =
          Files.isDirectory(sample)
              ? "is a folder" + filesIn(sample)
              : Files.exists(sample) ? "is no file" : "there is no such file";
      throw new UsageException(sample + ": " + found + ". Nothing was written.");
    }
  }

  /** What to type for the files of a folder, by the most frequent ending of their names. */
  private static String filesIn(Path folder) {
    Map<String, Integer> patterns = new TreeMap<>();
    try (Stream<Path> entries = Files.list(folder)) {
      entries
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith(".") && !name.startsWith("_"))
          .forEach(name -> patterns.merge(ending(name), 1, Integer::sum));
    } catch (IOException | UncheckedIOException e) {
      return "; name the files in it";
    }
    return patterns.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> "; name the files in it, such as " + folder.resolve("*" + most.getKey()))
        .orElse(", and no file is in it; name a file");
  }

  private static String ending(String name) {
    int point = name.replaceFirst("\\.gz$", "").lastIndexOf('.');
    return point < 0 ? "" : name.substring(point);
  }

  private static String count(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }

  /**
   * Copies job files that Sluice ships. What the source shares is kept where it is there already.
   *
   * @param name a dataset, or a source for all of its datasets
   * @throws io.sluice.error.UsageException if there is no such template, or a job file is there
   */
  public InitReport fromTemplate(String name) {
    Map<String, String> files = new TreeMap<>(Templates.of(name));
    List<String> datasets =
        files.keySet().stream()
            .filter(path -> !path.endsWith(SHARED))
            .map(path -> path.substring(0, path.length() - ".yaml".length()))
            .toList();
    NewFiles.requireNone(jobs, datasets.stream().map(dataset -> dataset + ".yaml").toList());
    List<Path> kept = files.keySet().stream().map(jobs::resolve).filter(Files::exists).toList();
    files.keySet().removeIf(path -> Files.exists(jobs.resolve(path)));
    List<Path> written = NewFiles.write(jobs, files);
    return new InitReport(
        datasets.stream().map(DatasetName::of).toList(),
        written,
        kept,
        List.of(),
        Optional.empty(),
        false);
  }
}
