package io.sluice.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.ledger.Json.MalformedException;
import java.time.Instant;
import java.util.Optional;

/** What a lease file says (docs/format.md, "Lease"). */
record LeaseState(
    String runId, Holder holder, Instant acquired, Instant renewed, boolean released) {
  private static final long FORMAT = 1;

  static LeaseState taken(String runId, Holder holder, Instant now) {
    return new LeaseState(runId, holder, now, now, false);
  }

  LeaseState renewedAt(Instant now) {
    return new LeaseState(runId, holder, acquired, now, false);
  }

  LeaseState releasedAt(Instant now) {
    return new LeaseState(runId, holder, acquired, now, true);
  }

  byte[] write() {
    ObjectNode node = Json.object();
    node.put("format", FORMAT);
    node.put("run_id", runId);
    node.put("host", holder.host());
    holder.system().ifPresent(system -> node.put("system", system));
    node.put("pid", holder.pid());
    holder.started().ifPresent(started -> node.put("process_started", started.toString()));
    node.put("acquired", acquired.toString());
    node.put("renewed", renewed.toString());
    node.put("released", released);
    return Json.bytes(node);
  }

  static LeaseState read(byte[] content) throws MalformedException {
    JsonNode node = Json.parse(content);
    long format = Json.number(node, "format");
    if (format > FORMAT) {
      throw new MalformedException("it is of format " + format + ", newer than " + FORMAT);
    }
    Optional<Instant> started =
        node.has("process_started")
            ? Optional.of(Json.instant(node, "process_started"))
            : Optional.empty();
    Holder holder =
        new Holder(
            Json.text(node, "host"),
            Json.optionalText(node, "system"),
            Json.number(node, "pid"),
            started);
    return new LeaseState(
        Json.text(node, "run_id"),
        holder,
        Json.instant(node, "acquired"),
        Json.instant(node, "renewed"),
        node.path("released").asBoolean());
  }
}
