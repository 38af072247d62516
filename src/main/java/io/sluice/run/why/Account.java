package io.sluice.run.why;

import io.sluice.law.Part;
import io.sluice.law.Version;
import io.sluice.law.VersionOrder;
import io.sluice.merge.KeyHistory;
import io.sluice.merge.KeyHistory.End;
import io.sluice.merge.KeyHistory.Fate;
import io.sluice.run.why.SeenRow.State;
import io.sluice.spec.Floor;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Operation;
import io.sluice.spec.MergeSpec.OrderBy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Row;

/** What became of the rows of a key, told row by row. */
final class Account {
  private static final String FLOOR = "floor";

  private final JobSpec job;
  private final Candidates candidates;
  private final KeyHistory history;
  private final Replay.Stand now;
  private final Replay.Stand all;
  private final Map<String, State> waiting;
  private final Words words;
  private final IdentityHashMap<Row, Integer> places = new IdentityHashMap<>();

  /**
   * An account.
   *
   * @param now what the table's increments have led to
   * @param all what the pending ones would lead to
   * @param waiting the increments, by id, that the next ingest does not apply
   */
  Account(
      JobSpec job,
      Candidates candidates,
      KeyHistory history,
      Replay.Stand now,
      Replay.Stand all,
      Map<String, State> waiting) {
    this.job = job;
    this.candidates = candidates;
    this.history = history;
    this.now = now;
    this.all = all;
    this.waiting = waiting;
    this.words = new Words(job);
  }

  /** All rows, the least version first; behind them those in quarantine. */
  List<SeenRow> rows() {
    List<Row> ordered = all.rows();
    ordered.forEach(row -> places.put(row, places.size()));
    List<SeenRow> seen = new ArrayList<>();
    ordered.forEach(row -> seen.add(seen(row)));
    candidates.refused().entrySet().stream()
        .map(entry -> refused(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparing((SeenRow row) -> row.source().processedDate())
                .thenComparing(row -> row.source().increment())
                .thenComparing(row -> row.source().file())
                .thenComparing(row -> row.source().record().orElse(0)))
        .forEach(seen::add);
    return seen;
  }

  private SeenRow seen(Row row) {
    Version version = history.version(row);
    boolean applied = now.fates().containsKey(row);
    Fate fate = applied ? now.fates().get(row) : all.fates().get(row);
    Map<String, Optional<String>> order = new LinkedHashMap<>();
    List<OrderBy> columns = job.merge().orderBy();
    for (int i = 0; i < columns.size(); i++) {
      order.put(
          columns.get(i).column(), Optional.ofNullable(version.order().get(i)).map(Words::text));
    }
    boolean won = fate.end() == End.WON;
    Optional<Row> other = won ? runnerUp(row, applied) : fate.against();
    Optional<Part> part =
        won ? other.map(beaten -> decisive(version, history.version(beaten))) : fate.part();
    return new SeenRow(
        candidates.source(row),
        order,
        Optional.of(version.operation() == Operation.DELETE ? "delete" : "upsert"),
        state(candidates.increment(row), applied),
        outcome(fate.end()),
        other.map(places::get).map(OptionalInt::of).orElse(OptionalInt.empty()),
        fate.floor().isPresent()
            ? Optional.of(FLOOR)
            : part.map(one -> one.name().toLowerCase(Locale.ROOT)),
        because(fate, part, version, other.map(history::version)));
  }

  private Optional<String> because(
      Fate fate, Optional<Part> part, Version version, Optional<Version> other) {
    if (fate.floor().isPresent()) {
      return fate.floor().map(floor -> floor(fate.end(), floor));
    }
    if (fate.end() == End.DUPLICATE) {
      return Optional.of("the same version and content");
    }
    return part.map(
        one ->
            fate.end() == End.WON
                ? words.of(one, version, other.orElseThrow())
                : words.of(one, other.orElseThrow(), version));
  }

  private static String floor(End end, Floor floor) {
    return end == End.REMOVED
        ? "the load " + floor.increment() + " does not have it"
        : "it is older than the load " + floor.increment() + ", which was applied before";
  }

  /** The next one in the order of versions that is not equal to the winner. */
  private Optional<Row> runnerUp(Row winner, boolean applied) {
    VersionOrder order = new VersionOrder(job.merge());
    Version best = history.version(winner);
    return all.rows().stream()
        .filter(row -> row != winner)
        .filter(row -> !applied || now.fates().containsKey(row))
        .filter(row -> fate(row, applied).end() != End.DUPLICATE)
        .filter(row -> fate(row, applied).floor().isEmpty())
        .min(
            (left, right) -> {
              int compared = order.compare(history.version(left), history.version(right));
              boolean nearer = order.wins(1) ? compared > 0 : compared < 0;
              return compared == 0 ? 0 : nearer ? -1 : 1;
            })
        .filter(row -> !order.wins(order.compare(history.version(row), best)));
  }

  private Fate fate(Row row, boolean applied) {
    return applied ? now.fates().get(row) : all.fates().get(row);
  }

  private Part decisive(Version winner, Version loser) {
    return new VersionOrder(job.merge()).decisive(winner, loser).orElse(Part.ROW_HASH);
  }

  private State state(Increment increment, boolean applied) {
    return applied ? State.APPLIED : waiting.getOrDefault(increment.id(), State.PENDING);
  }

  private static Outcome outcome(End end) {
    return switch (end) {
      case WON -> Outcome.WON;
      case SUPERSEDED -> Outcome.SUPERSEDED;
      case DUPLICATE -> Outcome.DUPLICATE;
      case STALE -> Outcome.STALE;
      case BLOCKED_BY_TOMBSTONE, BLOCKED_BY_FLOOR -> Outcome.BLOCKED;
      case REMOVED -> Outcome.REMOVED;
    };
  }

  private SeenRow refused(Row row, Quarantine.Reason reason) {
    Increment increment = candidates.increment(row);
    return new SeenRow(
        candidates.source(row),
        Map.of(),
        Optional.empty(),
        state(increment, candidates.isApplied(increment)),
        Outcome.QUARANTINED,
        OptionalInt.empty(),
        Optional.of(reason.reason()),
        Optional.of(reason.text()));
  }

  /** What pending increments would change for the key. */
  Optional<String> next(Replay.Stand unheld) {
    return unheld.live().equals(now.live())
        ? Optional.empty()
        : Optional.of(unheld.live().isPresent() ? replaced(unheld.live().get()) : gone(unheld));
  }

  private String replaced(Row row) {
    return "the next ingest would put row " + (places.get(row) + 1) + " into the table";
  }

  private String gone(Replay.Stand unheld) {
    return unheld.dead().isPresent()
        ? "the next ingest would delete the row, by row " + (places.get(unheld.dead().get()) + 1)
        : "the next ingest would remove the row: a load that is pending does not have it";
  }
}
