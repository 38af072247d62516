package io.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.sluice.error.ExitCode;
import io.sluice.error.Redaction;
import io.sluice.run.CheckReport;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.DatasetStatus;
import io.sluice.run.ExportEntry;
import io.sluice.run.ExportGap;
import io.sluice.run.ExtractedDataset;
import io.sluice.run.LastExport;
import io.sluice.run.ShownRows;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Results as JSON, one document in one line. The keys are part of the public interface: every key
 * is always there, null where there is nothing to say.
 */
final class Json implements AutoCloseable {
  private static final JsonFactory FACTORY =
      ((JsonFactoryBuilder) JsonFactory.builder())
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .characterEscapes(new UnprintableEscapes())
          .build();

  private final JsonGenerator json;

  private Json(Writer target) throws IOException {
    this.json = FACTORY.createGenerator(target);
  }

  /** A document that is begun, and ended by {@link #close}. */
  static Json begin(Writer target) throws IOException {
    Json document = new Json(target);
    document.json.writeStartObject();
    return document;
  }

  @Override
  public void close() throws IOException {
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
  }

  Json text(String key, String value) throws IOException {
    json.writeStringField(key, Redaction.of(value));
    return this;
  }

  Json text(String key, Optional<String> value) throws IOException {
    json.writeFieldName(key);
    json.writeString(value.map(Redaction::of).orElse(null));
    return this;
  }

  Json number(String key, long value) throws IOException {
    json.writeNumberField(key, value);
    return this;
  }

  private void number(String key, OptionalLong value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(key, value.getAsLong());
    } else {
      json.writeNullField(key);
    }
  }

  private void texts(String key, List<String> values) throws IOException {
    json.writeArrayFieldStart(key);
    for (String value : values) {
      json.writeString(Redaction.of(value));
    }
    json.writeEndArray();
  }

  Json check(CheckReport report) throws IOException {
    json.writeNumberField("jobs", report.jobs());
    texts("warnings", report.warnings());
    texts("problems", report.problems());
    return this;
  }

  Json outcomes(String key, List<DatasetOutcome> outcomes) throws IOException {
    json.writeArrayFieldStart(key);
    for (DatasetOutcome outcome : outcomes) {
      json.writeStartObject();
      text("dataset", outcome.dataset().toString());
      number("exit_code", outcome.exitCode().code());
      number("increments", outcome.increments());
      json.writeObjectFieldStart("counts");
      for (Map.Entry<String, Long> count : outcome.counts().entrySet()) {
        number(count.getKey(), count.getValue());
      }
      json.writeEndObject();
      number("rows", outcome.rows());
      number("version", outcome.version());
      json.writeNumberField("took_seconds", outcome.took().toMillis() / 1000.0);
      texts("warnings", outcome.warnings());
      text("problem", outcome.problem());
      texts("held", outcome.held());
      json.writeEndObject();
    }
    json.writeEndArray();
    return this;
  }

  Json extracted(String key, List<ExtractedDataset> datasets) throws IOException {
    json.writeArrayFieldStart(key);
    for (ExtractedDataset dataset : datasets) {
      json.writeStartObject();
      text("dataset", dataset.dataset().toString());
      number("exit_code", dataset.exitCode().code());
      number("rows", dataset.rows());
      number("bytes", dataset.bytes());
      exports("exports", dataset.exports());
      json.writeNumberField("took_seconds", dataset.took().toMillis() / 1000.0);
      texts("warnings", dataset.warnings());
      text("problem", dataset.problem());
      json.writeEndObject();
    }
    json.writeEndArray();
    return this;
  }

  private void exports(String key, List<ExportEntry> exports) throws IOException {
    json.writeArrayFieldStart(key);
    for (ExportEntry export : exports) {
      json.writeStartObject();
      export(export);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The keys of one export, into the object that is open. */
  Json export(ExportEntry export) throws IOException {
    text("dataset", export.dataset().toString());
    text("id", export.id());
    text("connector", export.connector());
    text("run_id", export.runId());
    text("state", export.state());
    text("asked", export.asked().toString());
    text("processed_date", export.processedDate().map(Object::toString));
    text("from", export.from());
    text("to", export.to());
    json.writeBooleanField("full", export.full());
    text("held", export.held());
    number("files", export.files());
    number("rows", export.rows());
    number("bytes", export.bytes());
    if (export.took().isPresent()) {
      json.writeNumberField("seconds", export.took().get().toMillis() / 1000.0);
    } else {
      json.writeNullField("seconds");
    }
    map("request", export.request());
    map("answer", export.answer());
    return text("problem", export.problem());
  }

  private void map(String key, Map<String, String> texts) throws IOException {
    json.writeObjectFieldStart(key);
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      text(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  Json status(String key, List<DatasetStatus> datasets) throws IOException {
    json.writeArrayFieldStart(key);
    for (DatasetStatus status : datasets) {
      json.writeStartObject();
      text("dataset", status.dataset().toString());
      texts("pending", status.pending());
      texts("problems", status.problems());
      number("rows", status.rows());
      number("version", status.version());
      number("open_quarantine", status.openQuarantine());
      lastExport("last_export", status.lastExport());
      text("newest_sealed", status.newestSealed().map(Object::toString));
      text("newest_applied", status.newestApplied().map(Object::toString));
      gaps("gaps", status.gaps());
      text("last_run", status.lastRun());
      text("freshness", status.freshness());
      texts("unread", status.unread());
      number("exit_code", status.exitCode().code());
      json.writeEndObject();
    }
    json.writeEndArray();
    return this;
  }

  private void lastExport(String key, Optional<LastExport> export) throws IOException {
    if (export.isEmpty()) {
      json.writeNullField(key);
      return;
    }
    json.writeObjectFieldStart(key);
    text("id", export.get().id()).text("asked", export.get().asked().toString());
    text("state", export.get().state()).text("problem", export.get().problem());
    json.writeEndObject();
  }

  private void gaps(String key, List<ExportGap> gaps) throws IOException {
    json.writeArrayFieldStart(key);
    for (ExportGap gap : gaps) {
      json.writeStartObject();
      text("from", gap.from().toString()).text("to", gap.to().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** One row of a table as an object: data, which nothing is taken out of. */
  static void row(Writer target, ShownRows shown, List<Optional<String>> cells) throws IOException {
    try (Json object = begin(target)) {
      for (int i = 0; i < cells.size(); i++) {
        String column = shown.columns().get(i);
        object.json.writeFieldName(column);
        if (cells.get(i).isPresent() && shown.bare().contains(column)) {
          object.json.writeRawValue(UnprintableEscapes.within(cells.get(i).get()));
        } else {
          object.json.writeString(cells.get(i).orElse(null));
        }
      }
    }
  }

  static void error(Writer target, String message, ExitCode exitCode) throws IOException {
    try (Json document = begin(target)) {
      document.text("error", message).number("exit_code", exitCode.code());
    }
  }
}
