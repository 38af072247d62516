package io.sluice.run.why;

import io.sluice.read.ReadColumns;
import io.sluice.run.why.Quarantine.Reason;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.WorkingColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** The rows of a key: those that take part, by increment, and those in quarantine. */
final class Candidates {
  private static final String TIE = "tie";

  private final JobSpec job;
  private final KeyRows read;
  private final Quarantine quarantine;
  private final Map<String, Increment> increments = new HashMap<>();
  private final Set<String> applied = new HashSet<>();
  private final Map<String, List<Row>> accepted = new HashMap<>();
  private final IdentityHashMap<Row, Reason> refused = new IdentityHashMap<>();

  /** The table's own row, where it stands for one that cannot be read. */
  private final IdentityHashMap<Row, Boolean> fromTable = new IdentityHashMap<>();

  /** Sorts what was read. What went to quarantine when it was applied stays there. */
  Candidates(
      JobSpec job,
      KeyRows read,
      Quarantine quarantine,
      List<Increment> applied,
      List<Increment> pending) {
    this.job = job;
    this.read = read;
    this.quarantine = quarantine;
    applied.forEach(increment -> this.applied.add(increment.id()));
    applied.forEach(increment -> increments.put(increment.id(), increment));
    pending.forEach(increment -> increments.put(increment.id(), increment));
    for (Row row : read.rows().rows()) {
      Optional<Reason> reason = reason(row);
      if (reason.isPresent()) {
        refused.put(row, reason.get());
      } else {
        accepted.computeIfAbsent(increment(row).id(), id -> new ArrayList<>()).add(row);
      }
    }
  }

  private Optional<Reason> reason(Row row) {
    Optional<Reason> then = read.place(row).map(quarantine.records()::get);
    String now = row.getString(at(ReadColumns.REASON));
    if (then.isPresent() || now == null) {
      return then;
    }
    Reason reason =
        new Reason(
            now,
            Optional.ofNullable(row.getString(at(ReadColumns.COLUMN))),
            Optional.ofNullable(row.getString(at(ReadColumns.VALUE))));
    boolean known =
        isApplied(increment(row))
            && read.place(row).isPresent()
            && !now.equals(TIE)
            && job.raw().columns().equals(job.columns());
    return Optional.of(
        known
            ? new Reason(
                reason.text() + ", by the job file as it is now",
                Optional.empty(),
                Optional.empty())
            : reason);
  }

  /** Adds the table's own row or tombstone, where the file that it came from is gone. */
  void add(Row stored, boolean delete) {
    Row row = row(stored, delete);
    fromTable.put(row, true);
    accepted.computeIfAbsent(increment(row).id(), id -> new ArrayList<>()).add(row);
  }

  /** A row or tombstone of the table as one that was read. */
  Row row(Row stored, boolean delete) {
    StructType from = stored.schema();
    StructType schema = read.schema();
    Object[] cells = new Object[schema.length()];
    for (int i = 0; i < cells.length; i++) {
      scala.Option<Object> place = from.getFieldIndex(schema.fields()[i].name());
      cells[i] = place.isEmpty() ? null : stored.get((Integer) place.get());
    }
    cells[at(WorkingColumns.OPERATION)] = delete ? WorkingColumns.DELETE : WorkingColumns.UPSERT;
    return RowFactory.create(cells);
  }

  /** Rows that take part, by the id of their increment. */
  Map<String, List<Row>> accepted() {
    return accepted;
  }

  /** Rows in quarantine. */
  IdentityHashMap<Row, Reason> refused() {
    return refused;
  }

  boolean isApplied(Increment increment) {
    return applied.contains(increment.id());
  }

  Increment increment(Row row) {
    return increments.get(row.getString(at(HiddenColumns.INCREMENT)));
  }

  SeenRow.Source source(Row row) {
    Increment increment = increment(row);
    Object record = row.get(at(ReadColumns.RECORD));
    return new SeenRow.Source(
        increment.id(),
        increment.files().get(row.getInt(at(HiddenColumns.FILE_ORDINAL))).path(),
        record == null ? OptionalLong.empty() : OptionalLong.of((Long) record),
        increment.processedDate(),
        fromTable.containsKey(row));
  }

  private int at(String column) {
    return read.schema().fieldIndex(column);
  }
}
