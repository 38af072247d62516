package io.sluice.cli;

import io.sluice.run.Run;
import io.sluice.run.init.InitReport;
import io.sluice.run.init.InitVerb;
import io.sluice.spec.DatasetName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;

/** {@code init}. */
final class InitCommand extends Command {
  private static final String DATASET = "dataset";
  private static final String FROM = "from";
  private static final int MOST_NAMED = 3;

  InitCommand() {
    super("init", "makes a job file from sample files, or from a job that Sluice ships");
  }

  @Override
  boolean startsSpark() {
    return false;
  }

  @Override
  Options options() {
    return Flags.withFiles(
        Flags.value(DATASET, "NAME", "the dataset that the samples are of, such as shop/orders"),
        Flags.value(FROM, "NAME", "copy a shipped job, such as zuora/account, or all of a source"));
  }

  @Override
  boolean namesDatasets() {
    return false;
  }

  @Override
  String about() {
    return """
        Usage: sluice init (file ... --dataset source/name | --from source/name) [options]

        Makes a job file from samples: CSV, JSON lines, JSON documents, Avro or Parquet, gzip or
        not. Columns, types, key, order and delete flag are guessed; each guess has its reason
        behind it. Never changes a file that is there. Needs no Spark.
        """;
  }

  @Override
  String more() {
    return """

        Of each file 100,000 rows or 64 MB are read. No type is narrower than its values: numbers
        with leading zeros stay text. If no key is sure, the file has "key: []", which check
        refuses until somebody writes it.

        Examples:
          sluice init orders-2026-11-20.csv --dataset shop/orders
          sluice init 2026-11-*.json --dataset shop/orders --jobs my-jobs
          sluice init --from zuora/account

        Exit codes: 0 done; 64 usage, or the job file exists; 65 a sample that no run could read;
        78 the environment file is wrong, or a file cannot be written.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    Optional<String> template = given.text(FROM);
    Optional<String> name = given.text(DATASET);
    if (template.isPresent() && (name.isPresent() || !given.names().isEmpty())) {
      throw given.wrong("--from takes neither samples nor --dataset");
    }
    if (template.isEmpty() && given.names().isEmpty()) {
      throw given.wrong("a sample is missing, name a file or a shipped job: --from zuora/account");
    }
    if (template.isEmpty() && name.isEmpty()) {
      throw given.wrong("--dataset is missing, one such as shop/orders is needed");
    }
    return new Asked(
        given.names().stream().map(surroundings::named).toList(),
        name.map(text -> dataset(given, text)),
        template,
        given.text(Flags.JOBS).map(surroundings::named).orElseGet(() -> surroundings.own("jobs")),
        given
            .text(Flags.CONF)
            .map(surroundings::named)
            .orElseGet(() -> surroundings.usual("conf/local.yaml")),
        surroundings.folder().toAbsolutePath().normalize(),
        given.runId(),
        given.style());
  }

  private static DatasetName dataset(Given given, String name) {
    try {
      return DatasetName.of(name);
    } catch (IllegalArgumentException e) {
      throw given.wrong("--dataset: " + e.getMessage());
    }
  }

  /**
   * What the arguments ask for.
   *
   * @param dataset of the samples
   * @param template a shipped dataset or source, instead of samples
   * @param folder where the command was typed
   */
  record Asked(
      List<Path> files,
      Optional<DatasetName> dataset,
      Optional<String> template,
      Path jobs,
      Path conf,
      Path folder,
      String runId,
      Style style)
      implements VerbInvocation<InitReport> {
    @Override
    public InitReport run(Run run) {
      InitVerb verb = new InitVerb(jobs);
      return template.isPresent()
          ? verb.fromTemplate(template.get())
          : verb.fromSamples(files, dataset.orElseThrow(), conf);
    }

    @Override
    public int print(InitReport report, Session session) throws IOException {
      if (style.json()) {
        try (JsonOutput document = JsonOutput.begin(session.out())) {
          document.text("run_id", runId).number("exit_code", 0);
          document.texts("datasets", texts(report.datasets()));
          document.texts("written", texts(report.written()));
          document.texts("kept", texts(report.kept())).texts("notes", report.notes());
          document.text("raw_folder", report.rawFolder()).flag("needs_key", report.needsKey());
        }
      } else {
        session.out().text(text(report));
        session.out().text(style.quiet() ? "" : next(report));
      }
      return 0;
    }

    private static List<String> texts(List<?> values) {
      return values.stream().map(Object::toString).toList();
    }

    private String text(InitReport report) {
      StringBuilder text = new StringBuilder();
      report.written().forEach(file -> text.append("Wrote ").append(file).append(".\n"));
      report.kept().forEach(file -> text.append("Kept ").append(file).append(" as it is.\n"));
      report.notes().forEach(note -> text.append(style.view().folded(note + ".\n")));
      if (report.needsKey()) {
        text.append("No key is sure: write it in the file.\n");
      }
      report
          .rawFolder()
          .ifPresent(folder -> text.append("Files belong in " + plain(folder) + ".\n"));
      return text.toString();
    }

    private static String plain(String location) {
      return location.startsWith("file:") ? location.substring("file:".length()) : location;
    }

    private String next(InitReport report) {
      String names =
          report.datasets().size() == 1
              ? report.datasets().get(0).toString()
              : report.datasets().get(0).source();
      List<List<String>> commands = new ArrayList<>();
      commands.add(List.of(style.call("check " + names), "is the job file right?"));
      if (template.isPresent()) {
        commands.add(List.of(style.call("describe " + names), "what it says"));
      } else {
        commands.add(List.of(style.call("ingest " + names), "merges the files in that folder"));
      }
      return Style.advice(
          "Next:" + copying(report).map(line -> "\n  " + line).orElse(""), commands);
    }

    /** How the samples get to where they belong, on a local disk. */
    private Optional<String> copying(InitReport report) {
      Optional<Path> raw =
          report
              .rawFolder()
              .filter(location -> location.startsWith("file:"))
              .map(location -> Path.of(plain(location)));
      List<Path> outside =
          files.stream()
              .map(file -> file.toAbsolutePath().normalize())
              .filter(file -> raw.filter(file::startsWith).isEmpty())
              .toList();
      return outside.isEmpty() ? Optional.empty() : raw.map(to -> copying(outside, typed(to)));
    }

    /** Files of one name lie in folders that belong to them, which nobody can copy blindly. */
    private String copying(List<Path> from, String to) {
      boolean together = from.stream().map(Path::getFileName).distinct().count() == from.size();
      return "mkdir -p "
          + to
          + (together
              ? from.stream()
                      .limit(MOST_NAMED)
                      .map(this::typed)
                      .collect(Collectors.joining(" ", " && cp ", ""))
                  + (from.size() > MOST_NAMED ? " ... " : " ")
                  + to
                  + "/"
              : "  # then copy the folders of the files into it");
    }

    /** As a shell in the folder takes it. */
    private String typed(Path path) {
      boolean below = path.startsWith(folder) && !path.equals(folder);
      return Style.quoted((below ? folder.relativize(path) : path).toString());
    }
  }
}
