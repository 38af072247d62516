package io.sluice.ledger;

import io.sluice.error.Printable;
import io.sluice.spec.DatasetName;
import io.sluice.spec.Partition;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The request of one export for one dataset, and its result. It is in the ledger before the request
 * is sent, so that the next run can continue after a run that died.
 *
 * @param id of the export and of the increment that it becomes
 * @param connector its name in job files
 * @param runId the run that asked
 * @param asked when the source was about to be asked
 * @param ended when it was sealed or failed
 * @param request what was asked for, in the connector's words; never a secret
 * @param answer what the source said, in the connector's words: a job's id, the next cursor
 * @param files that came so far, in their order
 * @param seal what the manifest says beside the files; there once all files are
 * @param problem why it failed
 */
public record ExportRecord(
    String id,
    DatasetName dataset,
    String connector,
    String runId,
    State state,
    Instant asked,
    Optional<Instant> ended,
    Map<String, String> request,
    Map<String, String> answer,
    List<ExportFile> files,
    Optional<Seal> seal,
    Optional<String> problem) {

  /** How far an export is. */
  public enum State {
    /** In the ledger; the source may have been asked. */
    ASKED,
    /** All files are there; the manifest may be. */
    SEALING,
    /** The manifest is there. */
    SEALED,
    /** It gave no increment. */
    FAILED
  }

  /**
   * A file in the increment's folder.
   *
   * @param path below that folder
   * @param sha256 of its bytes, lower-case hex
   * @param rows records in it; of CSV without the header
   */
  public record ExportFile(String path, long bytes, String sha256, long rows) {}

  /**
   * What the manifest says.
   *
   * @param processedDate the instant at which the source's state was taken
   * @param from the beginning of the window whose changes came; empty where it is not known, or
   *     where all rows came
   * @param full whether it is the whole table
   * @param held why somebody must approve it before it is merged
   * @param partitions what it is whole for beyond the partitions of its rows
   */
  public record Seal(
      Instant processedDate,
      Optional<Instant> from,
      boolean full,
      Optional<String> held,
      List<Partition> partitions) {
    /** Copies the list. */
    public Seal {
      partitions = List.copyOf(partitions);
    }

    /** All changes from an instant on, up to the processed date. */
    public static Seal changes(Instant processedDate, Optional<Instant> from) {
      return new Seal(processedDate, from, false, Optional.empty(), List.of());
    }

    /** The whole table. */
    public static Seal whole(Instant processedDate) {
      return new Seal(processedDate, Optional.empty(), true, Optional.empty(), List.of());
    }

    /** The same, held back for this reason. */
    public Seal heldBack(String reason) {
      return new Seal(processedDate, from, full, Optional.of(reason), partitions);
    }
  }

  /** Copies lists and maps; the order of maps is kept. */
  public ExportRecord {
    request = Collections.unmodifiableMap(new LinkedHashMap<>(request));
    answer = Collections.unmodifiableMap(new LinkedHashMap<>(answer));
    files = List.copyOf(files);
    problem = problem.map(Printable::lines);
  }

  /** Whether it is not finished. */
  public boolean isOpen() {
    return state == State.ASKED || state == State.SEALING;
  }

  /** Records in all files. */
  public long rows() {
    return files.stream().mapToLong(ExportFile::rows).sum();
  }

  /** Bytes of all files. */
  public long bytes() {
    return files.stream().mapToLong(ExportFile::bytes).sum();
  }

  /** The same with a further part of the source's answer; a key that is there is replaced. */
  public ExportRecord answered(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(answer);
    all.putAll(more);
    return with(state, all, files, seal, ended, problem);
  }

  /** The same with a file; one of its path is replaced. */
  public ExportRecord with(ExportFile file) {
    List<ExportFile> all = new java.util.ArrayList<>(files);
    all.removeIf(one -> one.path().equals(file.path()));
    all.add(file);
    return with(state, answer, all, seal, ended, problem);
  }

  /** The same without its files. */
  public ExportRecord withoutFiles() {
    return with(state, answer, List.of(), seal, ended, problem);
  }

  /** The same with all that the manifest will say. */
  public ExportRecord sealing(Seal as) {
    return with(State.SEALING, answer, files, Optional.of(as), ended, problem);
  }

  /** The same, its manifest written. */
  public ExportRecord sealedAt(Instant instant) {
    return with(State.SEALED, answer, files, seal, Optional.of(instant), problem);
  }

  /** The same, failed. */
  public ExportRecord failedAt(Instant instant, String why) {
    return with(State.FAILED, answer, files, seal, Optional.of(instant), Optional.of(why));
  }

  private ExportRecord with(
      State newState,
      Map<String, String> newAnswer,
      List<ExportFile> newFiles,
      Optional<Seal> newSeal,
      Optional<Instant> newEnded,
      Optional<String> newProblem) {
    return new ExportRecord(
        id,
        dataset,
        connector,
        runId,
        newState,
        asked,
        newEnded,
        request,
        newAnswer,
        newFiles,
        newSeal,
        newProblem);
  }
}
