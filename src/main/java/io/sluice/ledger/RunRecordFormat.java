package io.sluice.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.error.DataException;
import io.sluice.error.ExitCode;
import io.sluice.ledger.Json.MalformedException;
import io.sluice.spec.DatasetName;
import io.sluice.storage.Location;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The file format of a run (docs/format.md, "Ledger"). */
final class RunRecordFormat {
  static final long FORMAT = 1;

  private RunRecordFormat() {}

  static byte[] write(RunRecord run) {
    ObjectNode node = Json.object();
    node.put("format", FORMAT);
    node.put("run_id", run.runId());
    node.put("verb", run.verb());
    node.put("dataset", run.dataset().toString());
    node.put("host", run.host());
    node.put("started", run.started().toString());
    node.put("ended", run.ended().toString());
    node.put("exit_code", run.exitCode().code());
    node.put("exit_name", run.exitCode().name());
    run.tableVersion().ifPresent(version -> node.put("table_version", version));
    run.applied().forEach(node.putArray("applied")::add);
    ObjectNode counts = node.putObject("counts");
    run.counts().forEach(counts::put);
    run.warnings().forEach(node.putArray("warnings")::add);
    run.problem().ifPresent(problem -> node.put("problem", problem));
    run.held().forEach(node.putArray("held")::add);
    return Json.bytes(node);
  }

  static RunRecord read(Location file, byte[] content) {
    try {
      JsonNode node = Json.parse(content);
      Json.checkFormat(file, node, FORMAT);
      Map<String, Long> counts = new LinkedHashMap<>();
      node.path("counts")
          .fields()
          .forEachRemaining(e -> counts.put(e.getKey(), e.getValue().asLong()));
      return new RunRecord(
          Json.text(node, "run_id"),
          Json.text(node, "verb"),
          DatasetName.of(Json.text(node, "dataset")),
          Json.text(node, "host"),
          Json.instant(node, "started"),
          Json.instant(node, "ended"),
          exitCode(Json.number(node, "exit_code")),
          Json.optionalNumber(node, "table_version"),
          Json.texts(node, "applied"),
          counts,
          Json.texts(node, "warnings"),
          Json.optionalText(node, "problem"),
          Json.texts(node, "held"));
    } catch (MalformedException | IllegalArgumentException e) {
      throw new DataException(
          file
              + ": is not a run of the ledger, "
              + e.getMessage()
              + ". The file was not changed. Move it out of the ledger; no table depends on it.",
          e);
    }
  }

  private static ExitCode exitCode(long code) throws MalformedException {
    return Arrays.stream(ExitCode.values())
        .filter(known -> known.code() == code)
        .findFirst()
        .orElseThrow(() -> new MalformedException("\"exit_code\" is not known: " + code));
  }
}
