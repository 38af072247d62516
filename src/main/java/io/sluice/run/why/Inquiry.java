package io.sluice.run.why;

import io.sluice.error.DataException;
import io.sluice.error.SluiceException;
import io.sluice.ledger.RunRecord;
import io.sluice.read.AskedKey;
import io.sluice.read.Pending;
import io.sluice.read.RawZone;
import io.sluice.run.Faults;
import io.sluice.run.Lake;
import io.sluice.run.Progress;
import io.sluice.spark.Sessions;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.table.ContractChange;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.SparkSession;

/**
 * {@code why} of one dataset:
 *
 * <pre>
 * key -> rows of increments, row of the table -> history, by the law -> explanation
 * </pre>
 */
final class Inquiry {
  private static final int MOST_NAMED = 3;

  private final Lake lake;
  private final JobSpec job;
  private final Sessions sessions;
  private final Progress progress;
  private final Table table;

  Inquiry(Lake lake, JobSpec job, Sessions sessions, Progress progress) {
    this.lake = lake;
    this.job = job;
    this.sessions = sessions;
    this.progress = progress;
    this.table = lake.table(job);
  }

  Explanation into(KeyGiven given) {
    AskedKey key = AskedKey.of(job, given.texts(job));
    Snapshot version = table.current().orElseThrow(() -> lake.noTable(job));
    ContractChange unused =
        ContractChange.between(version, job, () -> lake.waysOut(job, version)); // or it fails
    version.requireWhole();
    try {
      return explained(key, version);
    } catch (SluiceException e) {
      throw e;
    } catch (Exception e) {
      RuntimeException known = Faults.known(lake, table, job.dataset(), e);
      throw known == null ? new IllegalStateException(e) : known;
    }
  }

  private Explanation explained(AskedKey key, Snapshot version) {
    progress.step(job.dataset(), "looking for increments");
    List<Increment> applied = version.state().applied();
    Pending pending = pending(version);
    SparkSession spark = sessions.sessionFor(version.bytes());
    progress.step(job.dataset(), "reading increments: " + applied.size());
    KeyRows rows = KeyRows.of(lake, job, key, applied, pending, spark);
    progress.step(job.dataset(), "reading the table");
    StoredKey stored = StoredKey.of(version, job, key, spark);
    if (rows.rows().rows().isEmpty() && stored.any().isEmpty()) {
      throw neverSeen(key, rows, version, spark);
    }
    Set<Quarantine.Place> places = new HashSet<>();
    rows.rows().rows().forEach(row -> rows.place(row).ifPresent(places::add));
    Quarantine quarantine = Quarantine.of(version, places);
    Candidates candidates = new Candidates(job, rows, quarantine, applied, pending.increments());
    Set<String> unread = new HashSet<>();
    rows.notRead().forEach(one -> unread.add(one.increment()));
    if (stored.increment().filter(unread::contains).isPresent()) {
      candidates.add(stored.any().orElseThrow(), stored.row().isEmpty());
    }
    Replay replay =
        new Replay(
            job,
            key,
            version,
            rows.schema(),
            candidates.accepted(),
            rows.loaded(),
            quarantine.increments());
    Replay.Stand now = replay.applied(applied);
    Map<String, SeenRow.State> waiting = waiting(pending, version);
    Replay.Stand next = replay.pending(some(pending, one -> !waiting.containsKey(one.id())));
    Replay.Stand all = replay.pending(some(pending, one -> waiting.containsKey(one.id())));
    Account account = new Account(job, candidates, replay.history(), now, all, waiting);
    return new Explanation(
        job.dataset(),
        texts(key),
        account.rows(),
        rows.notRead(),
        stored.told(table, job, spark),
        account.next(next),
        new Agreement(job, candidates, replay.history(), rows.schema()).problem(now, stored));
  }

  private static List<Increment> some(Pending pending, Predicate<Increment> which) {
    return pending.increments().stream().filter(which).toList();
  }

  /** What is pending, and what a rollback withdrew. */
  private Pending pending(Snapshot version) {
    RawZone raw = lake.rawZone(job);
    List<Increment> withdrawn = version.state().withdrawn();
    return raw.pending(version.state().known()).with(withdrawn, raw.lost(withdrawn));
  }

  /** The increments that the next ingest does not apply, by id: their senders hold them, too. */
  private Map<String, SeenRow.State> waiting(Pending pending, Snapshot version) {
    Map<String, SeenRow.State> waiting = new HashMap<>();
    pending.held().keySet().forEach(id -> waiting.put(id, SeenRow.State.HELD));
    // An entry that cannot be read is a matter of check.
    List<RunRecord> last = lake.ledger().runs(job.dataset(), 1, broken -> {});
    last.forEach(run -> run.held().forEach(id -> waiting.put(id, SeenRow.State.HELD)));
    version.state().withdrawn().forEach(one -> waiting.put(one.id(), SeenRow.State.WITHDRAWN));
    return waiting;
  }

  private Map<String, String> texts(AskedKey key) {
    Map<String, String> texts = new LinkedHashMap<>();
    job.merge().key().forEach(name -> texts.put(name, Words.text(key.value(name))));
    return texts;
  }

  private DataException neverSeen(
      AskedKey key, KeyRows rows, Snapshot version, SparkSession spark) {
    List<String> near = StoredKey.near(version, job, key, spark);
    String hint =
        near.isEmpty()
            ? ""
            : "; the table has " + keyText(near) + ", which differs by case or blanks alone";
    List<String> ids = rows.notRead().stream().map(NotRead::increment).toList();
    String gaps =
        ids.isEmpty()
            ? ""
            : ". Not read, and may have it: "
                + String.join(", ", ids.subList(0, Math.min(MOST_NAMED, ids.size())))
                + (ids.size() > MOST_NAMED ? " and " + (ids.size() - MOST_NAMED) + " more" : "");
    return new DataException(
        job.dataset()
            + ": no row of the key "
            + keyText(List.copyOf(texts(key).values()))
            + " was found in the table, its tombstones or the increments that can be read"
            + hint
            + gaps
            + ". Nothing was changed. Find keys by show --where");
  }

  private String keyText(List<String> values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      text.append(i == 0 ? "" : ", ")
          .append(job.merge().key().get(i))
          .append(" = \"")
          .append(values.get(i))
          .append('"');
    }
    return text.toString();
  }
}
