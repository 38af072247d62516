package io.sluice.read;

import io.sluice.error.DataException;
import io.sluice.error.ExitCode;
import io.sluice.error.SluiceException;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.RawFile;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import io.sluice.threads.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One pass over every byte of the pending increments, without Spark: hashes, UTF-8, structure,
 * headers and record counts. Finds damage that engines read without an error. Several files at a
 * time, each in constant memory. An exception while one file is checked refuses only the increment
 * of that file.
 */
public final class FileScan {
  private static final int THREADS = 4;

  private final Location rawFolder;
  private final FileCheck check;

  /** A scan of files below the raw folder of a job. */
  public FileScan(Storage storage, JobSpec job, Location rawFolder) {
    this.rawFolder = rawFolder;
    this.check = new FileCheck(storage, job);
  }

  /**
   * Scans all files. An increment is refused whole where one of its files is unfit, or cannot be
   * read at the moment.
   *
   * @throws io.sluice.error.TemporaryException if the thread was interrupted
   */
  public ScanResult scan(List<Increment> increments) {
    List<RawFile> files =
        increments.stream().flatMap(increment -> increment.files().stream()).toList();
    Parallel parallel =
        new Parallel(
            "scan",
            THREADS,
            rawFolder + ": scanning was interrupted. Nothing was committed. Run again.");
    return assembled(increments, parallel.map(files, this::outcome));
  }

  /** What a file holds, or why it is not read. */
  private record Outcome(Optional<FileCheck.Checked> checked, Optional<SluiceException> refusal) {}

  /** The boundary around one file. */
  private Outcome outcome(RawFile file) {
    Location location = rawFolder.append(file.path());
    try {
      return new Outcome(Optional.of(check.check(location, file)), Optional.empty());
    } catch (SluiceException e) {
      return refused(e);
    } catch (OutOfMemoryError e) {
      return refused(
          new DataException(
              location
                  + ": needs more memory than there is, found at most "
                  + (Runtime.getRuntime().maxMemory() >> 20)
                  + " MB. The increment stays pending. Split the file, lower raw.max_record, or give"
                  + " the process more memory.",
              e));
    } catch (RuntimeException | StackOverflowError e) {
      return refused(
          new DataException(
              location
                  + ": cannot be read, found \""
                  + e.toString().lines().findFirst().orElse("")
                  + "\" while it was checked. The increment stays pending. Export it again.",
              e));
    }
  }

  private static Outcome refused(SluiceException why) {
    return new Outcome(Optional.empty(), Optional.of(why));
  }

  private static ScanResult assembled(List<Increment> increments, List<Outcome> outcomes) {
    List<Increment> accepted = new ArrayList<>();
    List<ScannedFile> files = new ArrayList<>();
    List<RefusedIncrement> refused = new ArrayList<>();
    FileWarnings warnings = new FileWarnings();
    int next = 0;
    for (Increment increment : increments) {
      int end = next + increment.files().size();
      List<Outcome> looks = outcomes.subList(next, end);
      next = end;
      Optional<SluiceException> refusal =
          looks.stream().flatMap(look -> look.refusal().stream()).findFirst();
      if (refusal.isPresent()) {
        boolean mayPass = refusal.get().exitCode() == ExitCode.TEMPORARY;
        refused.add(new RefusedIncrement(increment.id(), refusal.get().getMessage(), mayPass));
        continue;
      }
      List<FileCheck.Checked> checked =
          looks.stream().flatMap(look -> look.checked().stream()).toList();
      Increment hashed = withHashes(increment, checked);
      accepted.add(hashed);
      for (int i = 0; i < checked.size(); i++) {
        FileCheck.Checked file = checked.get(i);
        files.add(
            new ScannedFile(
                hashed,
                i,
                file.file(),
                file.location(),
                file.content().header(),
                file.content().records(),
                file.content().parts(),
                file.content().drift(),
                file.content().bytes()));
        warnings.add(file.location(), file.content().warnings());
      }
    }
    return new ScanResult(accepted, files, refused, warnings.all());
  }

  private static Increment withHashes(Increment increment, List<FileCheck.Checked> checked) {
    return new Increment(
        increment.id(),
        increment.kind(),
        increment.processedDate(),
        checked.stream().map(FileCheck.Checked::file).toList(),
        increment.full(),
        increment.partitions());
  }
}
