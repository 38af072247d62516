package io.sluice.run.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.config.Checked;
import io.sluice.config.Configuration;
import io.sluice.config.Loaded;
import io.sluice.error.ConfigurationException;
import io.sluice.read.DeleteCondition;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.describe.DescribeVerb;
import io.sluice.run.describe.Description;
import io.sluice.run.extract.ExtractVerb;
import io.sluice.run.project.Launcher;
import io.sluice.spec.EnvironmentSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code package}: writes a project and the program that runs it into one archive. Files are
 * checked for every environment first; no secret is looked up, and no lake is opened.
 */
public final class BundleVerb {
  private static final int FORMAT = 1;
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Run run;
  private final Project project;
  private final Program program;
  private final Descriptions descriptions;

  /** Descriptions of datasets as a document that programs read. */
  @FunctionalInterface
  public interface Descriptions {
    /** The document, which is the same for the same datasets. */
    byte[] of(List<Description> datasets) throws IOException;
  }

  /** For all datasets and environments of a project. */
  public BundleVerb(Run run, Project project, Program program, Descriptions descriptions) {
    this.run = run;
    this.project = project;
    this.program = program;
    this.descriptions = descriptions;
  }

  /**
   * Writes the archive. A bundle that is there already is replaced; another file is not.
   *
   * @param launcher what starts the program without Maven; empty for an archive without it
   * @throws ConfigurationException with all problems of all files, if one has any
   * @throws io.sluice.error.UsageException if another file is there
   */
  public BundleReport write(Path place, Optional<Launcher> launcher) {
    List<Path> environments = project.environments();
    int datasets = 0;
    TreeSet<String> faults = new TreeSet<>();
    for (Path environment : environments) {
      datasets = check(environment, faults);
    }
    if (!faults.isEmpty()) {
      List<String> lines = new ArrayList<>(faults);
      lines.add("Nothing was written. Correct the files.");
      throw new ConfigurationException(lines);
    }
    Archive archive = new Archive();
    try {
      fill(archive, environments, launcher);
    } catch (IOException e) {
      throw new ConfigurationException(
          "a file of the bundle cannot be read, " + e.getMessage() + ". Nothing was written.", e);
    }
    archive.write(place, List.of(Launcher.NAME));
    return new BundleReport(
        place, place.toFile().length(), datasets, archive.paths(), warnings(launcher.isPresent()));
  }

  /**
   * Collects what is wrong with all files in one environment, and returns the number of datasets.
   */
  private int check(Path environment, Set<String> faults) {
    Checked checked = Configuration.check(project.jobs(), environment, List.of(), run.variables());
    checked.problems().forEach(one -> faults.add(one.file() + ": " + one.text()));
    if (!checked.problems().isEmpty()) {
      return checked.datasets().size();
    }
    Workplace where = new Workplace(environment, project.jobs(), List.of());
    Loaded loaded = withoutEngine(run.load(where));
    loaded
        .jobs()
        .forEach(
            job ->
                DeleteCondition.fault(job)
                    .ifPresent(fault -> faults.add(job.dataset() + ": delete_when: " + fault)));
    new ExtractVerb(run, where)
        .check(
            loaded,
            (dataset, fault) -> faults.add(fault.file() + ": " + fault.text()),
            warning -> {});
    return checked.datasets().size();
  }

  /** References to secrets of the engine are those of the machine that will run. */
  private static Loaded withoutEngine(Loaded loaded) {
    EnvironmentSpec environment = loaded.environment();
    return new Loaded(
        new EnvironmentSpec(
            environment.raw(),
            environment.clean(),
            environment.ledger(),
            environment.singleWriter(),
            environment.vars(),
            Map.of(),
            environment.connections()),
        loaded.jobs());
  }

  private void fill(Archive archive, List<Path> environments, Optional<Launcher> launcher)
      throws IOException {
    List<String> names = new ArrayList<>();
    for (Path environment : environments) {
      String name = environment.getFileName().toString();
      names.add("conf/" + name);
      archive.add("conf/" + name, Files.readAllBytes(environment));
      archive.add(
          "describe/" + name.replaceFirst("\\.yaml$", ".json"),
          descriptions.of(described(environment)));
    }
    for (Path job : project.jobFiles()) {
      String source = job.getParent().getFileName().toString();
      archive.add("jobs/" + source + "/" + job.getFileName(), Files.readAllBytes(job));
    }
    archive.add("lib/sluice.jar", Files.readAllBytes(program.jar()));
    if (launcher.isPresent()) {
      for (Path jar : extraJars()) {
        archive.add("lib/" + jar.getFileName(), Files.readAllBytes(jar));
      }
      archive.add(Launcher.NAME, launcher.get().text());
    }
    archive.add(Archive.MANIFEST, manifest(names, launcher.isPresent()));
  }

  /** Places on local disks are as the environment file has them: below the folder of the run. */
  private List<Description> described(Path environment) {
    String here =
        Path.of("").toAbsolutePath().toUri().toString().replaceFirst("^file:/+", "file:/");
    return new DescribeVerb(run, new Workplace(environment, project.jobs(), List.of()))
        .describe().stream()
            .map(
                one ->
                    new Description(
                        one.job(), below(here, one.rawFolder()), below(here, one.tableFolder())))
            .toList();
  }

  private static String below(String folder, String place) {
    return place.startsWith(folder) ? place.substring(folder.length()) : place;
  }

  private List<Path> extraJars() {
    Map<String, Path> jars = new LinkedHashMap<>();
    for (Path jar : program.extraJars()) {
      jars.put(jar.getFileName().toString(), jar);
    }
    for (Path jar : project.jars()) {
      jars.put(jar.getFileName().toString(), jar);
    }
    jars.remove("sluice.jar");
    jars.remove(program.jar().getFileName().toString());
    return List.copyOf(jars.values());
  }

  private List<String> warnings(boolean standalone) {
    boolean complete =
        List.of("spark-avro_", "hadoop-aws-").stream()
            .allMatch(
                start ->
                    extraJars().stream()
                        .anyMatch(jar -> jar.getFileName().toString().startsWith(start)));
    return standalone && !complete
        ? List.of(
            "spark-avro and hadoop-aws are not in the archive: tables in Avro and lakes on S3 need"
                + " them. Put these jars into lib and pack again, or pack in a clone of Sluice")
        : List.of();
  }

  private String manifest(List<String> environments, boolean standalone) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("format", FORMAT);
    manifest.put("sluice", program.version());
    manifest.put("spark", program.sparkVersion());
    manifest.put("standalone", standalone);
    manifest.put("environments", environments);
    try {
      return MAPPER.writeValueAsString(manifest).replace("\r\n", "\n") + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and lists can be written", e);
    }
  }
}
