package io.sluice.cli;

import io.sluice.run.describe.Description;
import io.sluice.settings.Section;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.CsvForm;
import io.sluice.spec.ExtractSpec;
import io.sluice.spec.GuardSpec;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec;
import io.sluice.spec.Partition;
import io.sluice.spec.RawSpec;
import io.sluice.spec.TextForm.EpochUnit;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Datasets as one JSON document, by the names of job files: every key of every dataset, defaults
 * written out. Programs read it, so a change of a key needs another {@link #FORMAT}.
 */
final class DescriptionJson {
  private static final int FORMAT = 1;

  private DescriptionJson() {}

  /**
   * Writes the document.
   *
   * @param runId empty where the document belongs to no run
   */
  static void write(Output out, Optional<String> runId, List<Description> datasets)
      throws IOException {
    try (JsonOutput document = JsonOutput.begin(out)) {
      document.number("format", FORMAT).text("run_id", runId).number("exit_code", 0);
      document.objects("datasets", datasets, DescriptionJson::dataset);
    }
  }

  private static void dataset(JsonOutput object, Description dataset) throws IOException {
    JobSpec job = dataset.job();
    object.text("dataset", job.dataset().toString());
    object.text("description", Optional.of(job.description()).filter(text -> !text.isEmpty()));
    object.text("owner", job.owner()).text("schedule", job.schedule());
    object.seconds("freshness_seconds", job.freshness());
    object.object("extract", job.extract(), (extract, spec) -> extract(extract, spec, dataset));
    object.object("raw", Optional.of(job.raw()), (raw, spec) -> raw(raw, spec, dataset));
    object.objects("columns", job.columns(), DescriptionJson::column);
    merge(object, job.merge());
    object.text("drift", Section.word(job.drift()));
    object.text("on_contract_change", Section.word(job.onContractChange()));
    object.object("guard", Optional.of(job.guard()), DescriptionJson::guard);
    object.flag("history", job.history());
    object.object("clean", Optional.of(job), (clean, spec) -> clean(clean, spec, dataset));
  }

  private static void extract(JsonOutput object, ExtractSpec extract, Description dataset)
      throws IOException {
    object.text("connector", extract.connector());
    Object connection = extract.settings().get("connection");
    object.text(
        "connection",
        connection == null ? dataset.job().dataset().source() : connection.toString());
    object.value("settings", dataset.extractSettings());
  }

  private static void raw(JsonOutput object, RawSpec raw, Description dataset) throws IOException {
    object.text("format", Section.word(raw.format())).text("path", dataset.rawFolder());
    object.object(
        "processed_date",
        Optional.of(raw.namePattern()),
        (date, pattern) ->
            date.text("from", pattern.isPresent() ? "name" : "modified").text("pattern", pattern));
    object.text("increment", raw.sealedBy().isPresent() ? "folder" : "file");
    object.text("sealed_by", raw.sealedBy()).seconds("settle_seconds", raw.settle());
    object.text("path_pattern", raw.pathPattern().map(Object::toString));
    object.seconds("retain_seconds", raw.retain()).texts("ignore", raw.ignore());
    object.flag("follow_links", raw.followLinks());
    object.number("max_record_bytes", raw.maxRecordBytes());
    object.object("csv", Optional.of(raw.csv()), DescriptionJson::csv);
    object.texts("records", raw.records()).text("zone", raw.zone().map(Object::toString));
    object.objects("columns", raw.columns(), DescriptionJson::inFiles);
  }

  private static void column(JsonOutput object, ColumnSpec column) throws IOException {
    object.text("name", column.name()).text("type", column.type().text());
    object.text("description", Optional.of(column.description()).filter(text -> !text.isEmpty()));
    object.text("was", Optional.of(column.was()).filter(text -> !text.isEmpty()));
    object.flag("store", column.store()).flag("pii", column.pii());
  }

  private static void inFiles(JsonOutput object, ColumnSpec column) throws IOException {
    object.text("name", column.name()).texts("from", column.from());
    object.text("type", column.type().text()).flag("optional", column.optional());
    object.texts("normalise", column.normalise().stream().map(Section::word).toList());
    object.text("from_epoch", epoch(column)).texts("formats", column.form().formats());
    object.flag("decode", column.form().decode());
    object.text("decimal", sign(column.form().numbers().decimal()));
    object.text("grouping", sign(column.form().numbers().grouping()));
    object.texts("true_values", column.form().trueValues());
    object.texts("false_values", column.form().falseValues());
    object.texts("null_values", column.form().nullValues());
  }

  private static void csv(JsonOutput object, CsvForm csv) throws IOException {
    object.text("delimiter", sign(csv.delimiter())).text("quote", sign(csv.quote()));
    object.text("escape", sign(csv.escape())).text("comment", sign(csv.comment()));
    object.text("encoding", Section.word(csv.encoding())).flag("header", csv.hasHeader());
    object.texts("names", csv.names()).number("skip_lines", csv.skipLines());
    object.texts("null_values", csv.nullValues());
  }

  /** A character; nothing where there is none. */
  private static Optional<String> sign(int character) {
    return character > 0 ? Optional.of(Character.toString(character)) : Optional.empty();
  }

  static Optional<String> epoch(ColumnSpec column) {
    return Arrays.stream(EpochUnit.values())
        .filter(unit -> unit.perSecond() == column.form().epochUnitsPerSecond())
        .map(Section::word)
        .findFirst();
  }

  private static void merge(JsonOutput object, MergeSpec merge) throws IOException {
    object.text("mode", Section.word(merge.mode())).texts("key", merge.key());
    object.objects(
        "order_by",
        merge.orderBy(),
        (order, by) ->
            order
                .text("column", by.column())
                .text(
                    "else",
                    by.elseProcessedDate() ? Optional.of("processed_date") : Optional.empty()));
    object.text("tie", Section.word(merge.tie())).text("ties", Section.word(merge.ties()));
    object.seconds("max_skew_seconds", merge.maxSkew());
    object.text("delete_when", merge.deleteFlag().or(merge::deleteCondition));
    object.text("on_full_load", Section.word(merge.onFullLoad()));
  }

  private static void guard(JsonOutput object, GuardSpec guard) throws IOException {
    object.value("max_deleted_share", guard.maxDeletedShare()).number("min_rows", guard.minRows());
    object.value("max_quarantined_share", guard.maxQuarantinedShare());
    object.value("may_empty", guard.mayEmpty().stream().map(Partition::values).toList());
  }

  private static void clean(JsonOutput object, JobSpec job, Description dataset)
      throws IOException {
    object.text("format", job.clean().format().text()).text("path", dataset.tableFolder());
    object.texts("partition_by", job.merge().partitionBy());
    object.object(
        "retain",
        Optional.of(job.clean()),
        (retain, clean) ->
            retain
                .number("versions", clean.retainVersions())
                .seconds("age_seconds", clean.retainAge()));
  }
}
