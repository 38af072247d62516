package io.sluice.spec;

import io.sluice.spec.ColumnSpec.Normaliser;
import io.sluice.spec.RawSpec.RawFormat;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A job for tests, changed one setting at a time. */
public final class Jobs {
  private boolean history = false;
  private final List<ColumnSpec> columns = new ArrayList<>();
  private RawFormat format = RawFormat.CSV;
  private Optional<String> namePattern = Optional.empty();
  private Optional<String> sealedBy = Optional.empty();
  private Duration settle = Duration.ZERO;
  private Optional<PathPattern> pathPattern = Optional.empty();
  private List<String> ignore = List.of();
  private boolean followLinks;
  private MergeSpec.Mode mode = MergeSpec.Mode.UPSERT;
  private List<String> key = List.of("id");
  private List<MergeSpec.OrderBy> orderBy = List.of();
  private Optional<String> deleteFlag = Optional.empty();
  private Optional<String> deleteCondition = Optional.empty();
  private List<String> partitionBy = List.of();
  private long maxRecord = RawSpec.MAX_RECORD_BYTES;
  private Optional<ZoneId> zone = Optional.empty();
  private List<String> records = List.of();
  private CsvForm csv = CsvForm.USUAL;
  private JobSpec.Drift drift = JobSpec.Drift.RESCUE;
  private JobSpec.OnContractChange onContractChange = JobSpec.OnContractChange.APPLY;
  private CleanSpec.CleanFormat clean = CleanSpec.CleanFormat.PARQUET;
  private Optional<List<ColumnSpec>> fileColumns = Optional.empty();
  private MergeSpec.Operation tie = MergeSpec.Operation.DELETE;
  private MergeSpec.Ties ties = MergeSpec.Ties.WARN;
  private Duration maxSkew = Duration.ofDays(2);
  private MergeSpec.OnFullLoad onFullLoad = MergeSpec.OnFullLoad.MERGE;

  public static Jobs of(ColumnSpec... columns) {
    Jobs jobs = new Jobs();
    jobs.columns.addAll(Arrays.asList(columns));
    return jobs;
  }

  public static ColumnSpec column(String name, ColumnType type) {
    return ColumnSpec.of(name, name, type);
  }

  public static ColumnSpec text(String name) {
    return column(name, ColumnType.Simple.STRING);
  }

  public static ColumnSpec optional(String name) {
    return new ColumnSpec(name, name, ColumnType.Simple.STRING, true, List.of(), true, false);
  }

  public static ColumnSpec normalised(String name, Normaliser... normalisers) {
    return new ColumnSpec(
        name, name, ColumnType.Simple.STRING, false, Arrays.asList(normalisers), true, false);
  }

  /** A column that is not stored. */
  public static ColumnSpec steering(String name, ColumnType type) {
    return new ColumnSpec(name, name, type, false, List.of(), false, false);
  }

  /** A column that files have under one of these names. */
  public static ColumnSpec renamed(String name, ColumnType type, boolean optional, String... from) {
    return new ColumnSpec(
        name, Arrays.asList(from), type, optional, List.of(), true, false, TextForm.USUAL, "");
  }

  /** A column that the table had under another name. */
  public static ColumnSpec was(String former, String name, ColumnType type) {
    return new ColumnSpec(
        name, List.of(name), type, false, List.of(), true, false, TextForm.USUAL, "", former);
  }

  /** A column whose text has a form of its own. */
  public static ColumnSpec written(String name, String from, ColumnType type, TextForm form) {
    return new ColumnSpec(name, List.of(from), type, false, List.of(), true, false, form, "");
  }

  public Jobs format(RawFormat raw) {
    format = raw;
    return this;
  }

  public Jobs namePattern(String pattern) {
    namePattern = Optional.of(pattern);
    return this;
  }

  public Jobs sealedBy(String marker) {
    sealedBy = Optional.of(marker);
    return this;
  }

  public Jobs settle(Duration duration) {
    settle = duration;
    return this;
  }

  public Jobs pathPattern(String pattern) {
    pathPattern = Optional.of(PathPattern.of(pattern));
    return this;
  }

  public Jobs ignore(String... patterns) {
    ignore = Arrays.asList(patterns);
    return this;
  }

  public Jobs followLinks() {
    followLinks = true;
    return this;
  }

  public Jobs mode(MergeSpec.Mode value) {
    mode = value;
    return this;
  }

  public Jobs key(String... names) {
    key = Arrays.asList(names);
    return this;
  }

  public Jobs orderBy(String column, boolean elseProcessedDate) {
    return orderBy(new MergeSpec.OrderBy(column, elseProcessedDate));
  }

  public Jobs orderBy(MergeSpec.OrderBy... all) {
    orderBy = Arrays.asList(all);
    return this;
  }

  public Jobs deleteFlag(String column) {
    deleteFlag = Optional.of(column);
    return this;
  }

  public Jobs deleteCondition(String sql) {
    deleteCondition = Optional.of(sql);
    return this;
  }

  public Jobs partitionBy(String... names) {
    partitionBy = Arrays.asList(names);
    return this;
  }

  public Jobs maxRecord(long bytes) {
    maxRecord = bytes;
    return this;
  }

  public Jobs zone(String id) {
    zone = Optional.of(ZoneId.of(id));
    return this;
  }

  /** The keys that lead to the records of a JSON document. */
  public Jobs records(String... keys) {
    records = Arrays.asList(keys);
    return this;
  }

  public Jobs csv(CsvForm form) {
    csv = form;
    return this;
  }

  public Jobs drift(JobSpec.Drift value) {
    drift = value;
    return this;
  }

  public Jobs onContractChange(JobSpec.OnContractChange value) {
    onContractChange = value;
    return this;
  }

  public Jobs clean(CleanSpec.CleanFormat value) {
    clean = value;
    return this;
  }

  /** The columns of the files, where they are others than those of the table. */
  public Jobs fileColumns(ColumnSpec... values) {
    fileColumns = Optional.of(Arrays.asList(values));
    return this;
  }

  public Jobs history() {
    history = true;
    return this;
  }

  public Jobs tie(MergeSpec.Operation winner) {
    tie = winner;
    return this;
  }

  public Jobs ties(MergeSpec.Ties value) {
    ties = value;
    return this;
  }

  public Jobs maxSkew(Duration duration) {
    maxSkew = duration;
    return this;
  }

  public Jobs onFullLoad(MergeSpec.OnFullLoad value) {
    onFullLoad = value;
    return this;
  }

  public JobSpec job() {
    return new JobSpec(
        DatasetName.of("shop/orders"),
        "Orders.",
        Optional.empty(),
        Optional.empty(),
        new RawSpec(
            format,
            Optional.empty(),
            namePattern,
            sealedBy,
            settle,
            pathPattern,
            Optional.empty(),
            ignore,
            followLinks,
            maxRecord,
            zone,
            csv,
            records,
            fileColumns.orElse(columns)),
        columns,
        law(),
        drift,
        onContractChange,
        new GuardSpec(0.2, 1000, List.of(), 0.2),
        new CleanSpec(clean, 3, Duration.ofDays(2)),
        history,
        Optional.empty(),
        Optional.empty());
  }

  public MergeSpec law() {
    return new MergeSpec(
        mode,
        key,
        orderBy,
        tie,
        ties,
        maxSkew,
        deleteFlag,
        deleteCondition,
        onFullLoad,
        partitionBy);
  }
}
