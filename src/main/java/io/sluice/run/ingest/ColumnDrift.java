package io.sluice.run.ingest;

import io.sluice.read.ScannedFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A column in which files of a run differ from the contract.
 *
 * @param column its name in the files, or that of the contract where files lack it
 * @param increments with such a file
 * @param files that have it, or lack it
 * @param rows that have it, or lack it
 */
public record ColumnDrift(Kind kind, String column, int increments, int files, long rows) {
  /** How files differ. */
  public enum Kind {
    /** The contract lacks the column; its values are kept in {@code _rescued}. */
    UNKNOWN,
    /** The files lack the column; it is null in their rows. */
    MISSING
  }

  private static final class Tally {
    private final Set<String> increments = new HashSet<>();
    private int files;
    private long rows;

    void add(ScannedFile file, long ofFile) {
      increments.add(file.increment().id());
      files++;
      rows += ofFile;
    }
  }

  /** All that these files have and lack, unknown columns first, each by name. */
  static List<ColumnDrift> of(List<ScannedFile> files) {
    Map<String, Tally> unknown = new TreeMap<>();
    Map<String, Tally> missing = new TreeMap<>();
    for (ScannedFile file : files) {
      file.drift()
          .unknown()
          .forEach(
              (name, rows) -> unknown.computeIfAbsent(name, any -> new Tally()).add(file, rows));
      file.drift()
          .missing()
          .forEach(
              name -> missing.computeIfAbsent(name, any -> new Tally()).add(file, file.records()));
    }
    List<ColumnDrift> drift = new ArrayList<>();
    unknown.forEach((name, tally) -> drift.add(of(Kind.UNKNOWN, name, tally)));
    missing.forEach((name, tally) -> drift.add(of(Kind.MISSING, name, tally)));
    return drift;
  }

  private static ColumnDrift of(Kind kind, String name, Tally tally) {
    return new ColumnDrift(kind, name, tally.increments.size(), tally.files, tally.rows);
  }
}
