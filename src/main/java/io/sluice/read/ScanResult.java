package io.sluice.read;

import io.sluice.spec.Increment;
import java.util.List;

/**
 * The result of reading every byte of the pending increments.
 *
 * @param accepted in the order given, with the hashes of their files
 * @param files of the accepted increments
 * @param refused the others
 * @param warnings drift, a sentence each
 */
public record ScanResult(
    List<Increment> accepted,
    List<ScannedFile> files,
    List<RefusedIncrement> refused,
    List<String> warnings) {
  /** Copies the lists. */
  public ScanResult {
    accepted = List.copyOf(accepted);
    files = List.copyOf(files);
    refused = List.copyOf(refused);
    warnings = List.copyOf(warnings);
  }
}
