package io.sluice.run.status;

import java.time.Instant;
import java.util.Optional;

/**
 * The export of a dataset that was asked for last.
 *
 * @param id of the export and of its increment
 * @param asked when the source was about to be asked
 * @param state {@code asked}, {@code sealing}, {@code sealed} or {@code failed}
 * @param problem why it failed
 */
public record LastExport(String id, Instant asked, String state, Optional<String> problem) {}
