package io.sluice.table.files;

import io.sluice.error.DataException;
import io.sluice.spark.FileContent;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Partition;
import io.sluice.table.DataFile;
import io.sluice.table.History;
import io.sluice.table.SideFolder;
import io.sluice.table.Snapshot;
import io.sluice.table.TableState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A version of a table of files. */
record FilesSnapshot(FilesTable table, TableVersion version) implements Snapshot {
  @Override
  public long number() {
    return version.number();
  }

  @Override
  public Instant committedAt() {
    return version.committedAt();
  }

  @Override
  public Optional<String> commit() {
    return version.lineage().commit();
  }

  @Override
  public String runId() {
    return version.runId();
  }

  @Override
  public boolean isMadeFrom(Snapshot before) {
    return number() == before.number() + 1
        && version.buildsOn(((FilesSnapshot) before).version()).orElse(true);
  }

  @Override
  public Snapshot named(JobSpec job) {
    return new FilesSnapshot(table, version.named(job));
  }

  @Override
  public TableState state() {
    return version.state();
  }

  @Override
  public CleanFormat format() {
    return version.layout().format();
  }

  @Override
  public List<String> partitionBy() {
    return version.layout().partitionBy();
  }

  @Override
  public List<DataFile> files() {
    return version.layout().dataFiles();
  }

  @Override
  public Set<DataFile> rewritten(Set<DataFile> losing, Set<Partition> growing) {
    return FileChoice.of(files(), losing, growing).rewritten();
  }

  @Override
  public Optional<SideFolder> tombstones() {
    return version.layout().tombstones();
  }

  @Override
  public List<SideFolder> quarantine() {
    return version.layout().quarantine();
  }

  @Override
  public History history() {
    return version.layout().history();
  }

  @Override
  public Dataset<Row> historyRows(SparkSession spark, JobSpec job) {
    return new RowFiles(spark, table.root(), job).history(version);
  }

  @Override
  public void requireWholeHistory() {
    new Damage(table).requireWholeHistory(version);
  }

  @Override
  public List<SideFolder> dismissed() {
    return version.layout().dismissed();
  }

  @Override
  public Stream<String> lines(SideFolder folder) {
    return SideLines.of(table.storage(), table.root(), folder);
  }

  @Override
  public Dataset<Row> rows(SparkSession spark, JobSpec job, Collection<DataFile> of) {
    return new RowFiles(spark, table.root(), job).rows(version, of);
  }

  @Override
  public Dataset<Row> tombstones(SparkSession spark, JobSpec job) {
    return new RowFiles(spark, table.root(), job).tombstones(version);
  }

  @Override
  public String pathOf(String dataFile) {
    return RowFiles.relativePath(table.root(), dataFile);
  }

  @Override
  public void requireWhole() {
    new Damage(table).requireWhole(version);
  }

  @Override
  public Optional<String> problem(Optional<FileContent> deep) {
    return new Damage(table).problem(version, deep);
  }

  @Override
  public Optional<DataException> explained(Throwable failure, FileContent content) {
    return new Damage(table).explained(version, failure, content);
  }
}
