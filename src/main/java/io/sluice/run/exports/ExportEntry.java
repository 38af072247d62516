package io.sluice.run.exports;

import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.Seal;
import io.sluice.spec.DatasetName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the ledger of exports.
 *
 * @param id of the export and of its increment
 * @param state {@code asked}, {@code sealing}, {@code sealed} or {@code failed}
 * @param from where its window begins: an instant or a cursor
 * @param to where the next one begins: an instant or a cursor
 * @param held why it waits for approval
 * @param took from the request to the manifest or to the failure
 * @param request what was asked for, in the connector's words
 * @param answer what the source said, in the connector's words
 */
public record ExportEntry(
    DatasetName dataset,
    String id,
    String connector,
    String runId,
    String state,
    Instant asked,
    Optional<Instant> processedDate,
    Optional<String> from,
    Optional<String> to,
    boolean full,
    Optional<String> held,
    int files,
    long rows,
    long bytes,
    Optional<Duration> took,
    Map<String, String> request,
    Map<String, String> answer,
    Optional<String> problem) {
  /** Copies the maps; their order is kept. */
  public ExportEntry {
    request = Collections.unmodifiableMap(new LinkedHashMap<>(request));
    answer = Collections.unmodifiableMap(new LinkedHashMap<>(answer));
  }

  /**
   * A ledger's entry for people. By convention a request says {@code from}, an answer {@code to}.
   */
  public static ExportEntry of(ExportRecord export) {
    Optional<Seal> seal = export.seal();
    Optional<String> from =
        seal.filter(Seal::full).isPresent()
            ? Optional.empty()
            : Optional.ofNullable(export.request().get("from"))
                .or(() -> seal.flatMap(Seal::from).map(Instant::toString));
    return new ExportEntry(
        export.dataset(),
        export.id(),
        export.connector(),
        export.runId(),
        export.state().name().toLowerCase(Locale.ROOT),
        export.asked(),
        seal.map(Seal::processedDate),
        from,
        Optional.ofNullable(export.answer().get("to"))
            .or(() -> seal.map(one -> one.processedDate().toString())),
        seal.map(Seal::full).orElse(false),
        seal.flatMap(Seal::held),
        export.files().size(),
        export.rows(),
        export.bytes(),
        export.ended().map(ended -> Duration.between(export.asked(), ended)),
        export.request(),
        export.answer(),
        export.problem());
  }
}
