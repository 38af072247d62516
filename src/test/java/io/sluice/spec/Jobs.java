package io.sluice.spec;

import io.sluice.spec.ColumnSpec.Normaliser;
import io.sluice.spec.RawSpec.RawFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A job for tests, changed one setting at a time. */
public final class Jobs {
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
  private JobSpec.Drift drift = JobSpec.Drift.RESCUE;
  private CleanSpec.CleanFormat clean = CleanSpec.CleanFormat.PARQUET;
  private Optional<MergeSpec> merge = Optional.empty();
  private Optional<List<ColumnSpec>> fileColumns = Optional.empty();

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
    orderBy = List.of(new MergeSpec.OrderBy(column, elseProcessedDate));
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

  public Jobs drift(JobSpec.Drift value) {
    drift = value;
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

  /** The whole law, in place of what was said of it one by one. */
  public Jobs merge(MergeSpec value) {
    merge = Optional.of(value);
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
            fileColumns.orElse(columns)),
        columns,
        merge.orElseGet(this::law),
        drift,
        new GuardSpec(0.2, 1000, List.of()),
        new CleanSpec(clean, 3, Duration.ofDays(2)),
        Optional.empty(),
        Optional.empty());
  }

  private MergeSpec law() {
    return new MergeSpec(
        mode,
        key,
        orderBy,
        MergeSpec.Operation.DELETE,
        MergeSpec.Ties.WARN,
        Duration.ofDays(2),
        deleteFlag,
        deleteCondition,
        MergeSpec.OnFullLoad.MERGE,
        partitionBy);
  }
}
