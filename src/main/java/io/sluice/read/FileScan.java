package io.sluice.read;

import io.sluice.error.DataException;
import io.sluice.error.ExitCode;
import io.sluice.error.SluiceException;
import io.sluice.error.TemporaryException;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.RawFile;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One pass over every byte of the pending increments, without Spark: hashes, UTF-8, structure,
 * headers and record counts. What engines read without a word although it is broken is found here.
 * Several files at a time, each in constant memory. Whatever the look at one file throws, it
 * refuses that file's increment and no other.
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
   * @throws TemporaryException if the thread was interrupted
   */
  public ScanResult scan(List<Increment> increments) {
    List<Callable<FileCheck.Checked>> tasks = new ArrayList<>();
    for (Increment increment : increments) {
      for (RawFile file : increment.files()) {
        tasks.add(() -> checked(rawFolder.append(file.path()), file));
      }
    }
    return tasks.isEmpty() ? assembled(increments, List.of()) : scanned(increments, tasks);
  }

  /** The boundary around one file. */
  private FileCheck.Checked checked(Location location, RawFile file) {
    try {
      return check.check(location, file);
    } catch (SluiceException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new DataException(
          location
              + ": needs more memory than there is, found at most "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB. The increment stays pending. Split the file, lower raw.max_record, or give the"
              + " process more memory.",
          e);
    } catch (RuntimeException | StackOverflowError e) {
      throw new DataException(
          location
              + ": cannot be read, found \""
              + e.toString().lines().findFirst().orElse("")
              + "\" while it was checked. The increment stays pending. Export it again.",
          e);
    }
  }

  private ScanResult scanned(List<Increment> increments, List<Callable<FileCheck.Checked>> tasks) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, tasks.size()));
    try {
      return assembled(increments, threads.invokeAll(tasks));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TemporaryException(
          rawFolder + ": scanning was interrupted. Nothing was committed. Run again.", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private ScanResult assembled(
      List<Increment> increments, List<Future<FileCheck.Checked>> outcomes) {
    List<Increment> accepted = new ArrayList<>();
    List<ScannedFile> files = new ArrayList<>();
    List<RefusedIncrement> refused = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    int next = 0;
    for (Increment increment : increments) {
      int end = next + increment.files().size();
      try {
        List<FileCheck.Checked> checked = new ArrayList<>();
        for (Future<FileCheck.Checked> outcome : outcomes.subList(next, end)) {
          checked.add(result(outcome));
        }
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
                  file.content().bytes()));
          warnings.addAll(file.content().warnings());
        }
      } catch (SluiceException e) {
        boolean mayPass = e.exitCode() == ExitCode.TEMPORARY;
        refused.add(new RefusedIncrement(increment.id(), e.getMessage(), mayPass));
      }
      next = end;
    }
    return new ScanResult(accepted, files, refused, warnings);
  }

  private static FileCheck.Checked result(Future<FileCheck.Checked> outcome) {
    try {
      return outcome.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TemporaryException(
          "Scanning was interrupted. Nothing was committed. Run again.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SluiceException known) {
        throw known;
      }
      if (e.getCause() instanceof Error grave) {
        throw grave;
      }
      throw new IllegalStateException("a file scan failed", e);
    }
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
