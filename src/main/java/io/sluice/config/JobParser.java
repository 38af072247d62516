package io.sluice.config;

import io.sluice.settings.Node;
import io.sluice.settings.Problems;
import io.sluice.settings.Section;
import io.sluice.settings.Wrong;
import io.sluice.spec.CleanSpec;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.DatasetName;
import io.sluice.spec.ExtractSpec;
import io.sluice.spec.GuardSpec;
import io.sluice.spec.JobSpec;
import io.sluice.spec.JobSpec.Drift;
import io.sluice.spec.JobSpec.OnContractChange;
import io.sluice.spec.MergeSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.RawSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One job file, with its source's defaults under it, as a spec. */
final class JobParser {
  /**
   * Keys of later versions. They are refused, because ignoring them would do something else than
   * the file says.
   */
  private static final Set<String> LATER =
      Section.ordered("expect", "transform", "publish", "backfill");

  static final Set<String> KEYS =
      Section.ordered(
          "dataset",
          "description",
          "freshness",
          "extract",
          "raw",
          "columns",
          "key",
          "mode",
          "order_by",
          "tie",
          "ties",
          "max_skew",
          "delete_when",
          "on_full_load",
          "drift",
          "on_contract_change",
          "guard",
          "clean",
          "history",
          "schedule",
          "owner");

  static final Set<String> CLEAN_KEYS = Section.ordered("format", "partition_by", "retain");
  static final Set<String> RETAIN_KEYS = Section.ordered("versions", "age");

  private final DatasetName name;
  private final Section job;
  private final Optional<Map<String, String>> vars;

  /** Reads from {@code node}; without {@code vars} references to them are not checked. */
  JobParser(DatasetName name, Node node, Optional<Map<String, String>> vars, Problems problems) {
    this.name = name;
    this.job = new Section(node, problems);
    this.vars = vars;
  }

  /** Returns the job; empty where a key is missing that it cannot do without. */
  Optional<JobSpec> parse() {
    job.allow(KEYS, JobParser::unknown);
    checkDataset();
    List<ColumnSpec> columns = ColumnsParser.ofJob(job).parse();
    Optional<CleanFormat> format = cleanFormat();
    format.ifPresent(f -> ColumnNames.check(columns, f, job));
    Optional<RawSpec> raw = new RawParser(job, vars).parse(columns);
    MergeSpec merge = new MergeParser(job, columns).parse();
    GuardSpec guard = new GuardParser(job.section("guard"), merge.partitionBy()).parse();
    CleanSpec clean = clean(format.orElse(CleanFormat.PARQUET));
    boolean history = history(merge.mode());
    Optional<ExtractSpec> extract = extract();
    Optional<String> description = job.text("description");
    Optional<Duration> freshness = job.duration("freshness");
    Optional<Drift> drift = job.choice("drift", Drift.class);
    Optional<OnContractChange> onChange = job.choice("on_contract_change", OnContractChange.class);
    Optional<String> schedule = schedule();
    Optional<String> owner = job.text("owner");
    return raw.map(
        spec ->
            new JobSpec(
                name,
                description.orElse(""),
                freshness,
                extract,
                spec,
                columns,
                merge,
                drift.orElse(Drift.RESCUE),
                onChange.orElse(OnContractChange.APPLY),
                guard,
                clean,
                history,
                schedule,
                owner));
  }

  private static Wrong unknown(String key) {
    if (LATER.contains(key)) {
      return Wrong.of("is not supported by this version; remove it");
    }
    return key.equals("pii")
        ? Wrong.of("belongs to a column: columns.<name>.pii")
        : NestedKeys.unknown("", key, KEYS);
  }

  private void checkDataset() {
    if (!job.has("dataset")) {
      job.problem("dataset", "is missing; write dataset: " + name);
      return;
    }
    job.text("dataset")
        .filter(text -> !text.equals(name.toString()))
        .ifPresent(
            text ->
                job.problem(
                    "dataset",
                    Wrong.of(
                            "\""
                                + text
                                + "\" does not match the file's path; write "
                                + name
                                + other(text)
                                    .map(file -> ", as " + file + " is the file of " + text)
                                    .orElse(" or move the file"))
                        .expecting(name.toString())
                        .suggesting(Optional.of(name.toString()))));
  }

  /** The file in which the dataset of this name should be described, where there is one. */
  private Optional<Path> other(String text) {
    Path folder = Path.of(job.node().file()).toAbsolutePath().getParent().getParent();
    try {
      return Optional.of(JobFiles.path(folder, DatasetName.of(text))).filter(Files::exists);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<ExtractSpec> extract() {
    if (!job.has("extract")) {
      return Optional.empty();
    }
    Section extract = job.section("extract");
    if (!extract.has("connector")) {
      extract.problem("connector", "is missing; name the connector that exports the dataset");
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    extract.node().entries().keySet().stream()
        .filter(key -> !key.equals("connector"))
        .forEach(key -> extract.value(key).ifPresent(value -> settings.put(key, value.plain())));
    return extract.text("connector").map(connector -> new ExtractSpec(connector, settings));
  }

  private Optional<CleanFormat> cleanFormat() {
    Section clean = job.section("clean");
    if (clean.text("format").filter(text -> text.equals("delta")).isPresent()) {
      clean.problem(
          "format", "\"delta\" comes with a later version; the formats are parquet, orc, avro");
      return Optional.empty();
    }
    if (!clean.has("format")) {
      return Optional.of(CleanFormat.PARQUET);
    }
    return clean.choice("format", CleanFormat.class);
  }

  private CleanSpec clean(CleanFormat format) {
    Section clean = job.section("clean");
    NestedKeys.allow(clean, CLEAN_KEYS);
    Section retain = clean.section("retain");
    NestedKeys.allow(retain, RETAIN_KEYS);
    long versions = retain.number("versions", 1).orElse(3L);
    return new CleanSpec(
        format,
        (int) Math.min(versions, Integer.MAX_VALUE),
        retain.duration("age").orElse(Duration.ofDays(2)));
  }

  private boolean history(Mode mode) {
    Optional<Node> value = job.value("history");
    boolean later =
        value
            .filter(node -> node.isMap() || job.text("history").equals(Optional.of("daily")))
            .isPresent();
    if (later) {
      job.problem(
          "history",
          "is true or false in this version, which knows neither retain nor daily; write history:"
              + " true to keep every accepted row for ever");
      return false;
    }
    boolean history = job.flag("history").orElse(false);
    if (history && (mode == Mode.APPEND || mode == Mode.INSERT)) {
      job.problem(
          "history",
          "mode "
              + Section.word(mode)
              + " never changes a row, so a row has no history; remove it");
    }
    return history;
  }

  private Optional<String> schedule() {
    Optional<String> written = job.text("schedule");
    Optional<Wrong> fault = written.flatMap(Schedule::fault);
    fault.ifPresent(wrong -> job.problem("schedule", wrong));
    return fault.isPresent() ? Optional.empty() : written;
  }
}
