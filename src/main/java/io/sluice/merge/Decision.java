package io.sluice.merge;

import io.sluice.spec.JobSpec;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * What becomes of the winner of a key that meets the table's row and tombstone. The first line that
 * fits decides; a stored row or a tombstone below its floor counts for nothing in comparisons.
 *
 * <pre>
 * winner                              | class     | live | dead | replaces
 * below its floor                     | blocked   |      |      |
 * beaten by the tombstone             | blocked   |      |      |
 * beaten by the stored row            | stale     |      |      |
 * equal to the stored row             | unchanged |      |      |
 * delete, a row is stored             | deleted   |      | yes  | yes
 * upsert, stored with the same values | refreshed | yes  |      | yes
 * upsert, stored with other values    | updated   | yes  |      | yes
 * delete, equal to the tombstone      | unchanged |      |      |
 * delete, no row is stored            | unchanged |      | yes  |
 * upsert, no row is stored            | inserted  | yes  |      |
 * </pre>
 *
 * <p>A stored row below its floor is never kept, so whatever winner is not below it replaces it.
 */
final class Decision {
  private static final Function<String, Column> INCOMING = Names.of("i");
  private static final Function<String, Column> STORED = Names.of("s");
  private static final Function<String, Column> TOMBSTONE = Names.of("t");

  private final JobSpec job;
  private final Version version;
  private final Reduction reduction;
  private final Floors floors;

  Decision(JobSpec job, Version version, Reduction reduction, Floors floors) {
    this.job = job;
    this.version = version;
    this.reduction = reduction;
    this.floors = floors;
  }

  /**
   * The class of a winner {@code i}, left joined with the stored row {@code s} and tombstone {@code
   * t}.
   */
  Column mergeClass() {
    Column blocked = below(INCOMING).or(tombstone().and(version.beats(tombstoneVersion(), own())));
    return functions
        .when(blocked, text(MergeClass.BLOCKED))
        .when(
            stored().and(functions.not(beatsStored()).and(functions.not(equalsStored()))),
            text(MergeClass.STALE))
        .when(stored().and(functions.not(beatsStored())), text(MergeClass.UNCHANGED))
        .when(stored().and(isDelete()), text(MergeClass.DELETED))
        .when(stored().and(sameContent()), text(MergeClass.REFRESHED))
        .when(stored(), text(MergeClass.UPDATED))
        .when(isDelete(), text(MergeClass.UNCHANGED))
        .otherwise(text(MergeClass.INSERTED));
  }

  /** Whether a winner of the given class becomes a tombstone that is not there yet. */
  Column dead(Column mergeClass) {
    Column known = tombstone().and(tombstoneVersion().equalTo(own()));
    Column left =
        isDelete().and(mergeClass.equalTo(text(MergeClass.UNCHANGED))).and(functions.not(known));
    return mergeClass.equalTo(text(MergeClass.DELETED)).or(left);
  }

  private Column beatsStored() {
    Column tie = own().equalTo(storedVersion()).and(functions.not(sameContent()));
    // The table is hashed only where nothing else decides.
    Column byHash =
        functions
            .when(tie, version.beats(reduction.hash(INCOMING), reduction.storedHash(STORED)))
            .otherwise(functions.lit(false));
    return below(STORED).or(version.beats(own(), storedVersion())).or(byHash);
  }

  private Column equalsStored() {
    return own().equalTo(storedVersion()).and(sameContent());
  }

  private Column sameContent() {
    return functions.not(isDelete()).and(Names.same(reduction.content(), INCOMING, STORED));
  }

  private Column stored() {
    return STORED.apply(anyKey()).isNotNull();
  }

  private Column tombstone() {
    return TOMBSTONE.apply(anyKey()).isNotNull().and(functions.not(below(TOMBSTONE)));
  }

  private String anyKey() {
    return job.merge().key().get(0);
  }

  private Column below(Function<String, Column> at) {
    return floors.below(at, INCOMING);
  }

  private static Column own() {
    return INCOMING.apply(Reduction.VERSION);
  }

  private Column storedVersion() {
    return version.ofStored(STORED);
  }

  private Column tombstoneVersion() {
    return version.ofTombstone(TOMBSTONE);
  }

  private static Column isDelete() {
    return INCOMING.apply(MergeColumns.OPERATION).equalTo(MergeColumns.DELETE);
  }

  private static Column text(MergeClass mergeClass) {
    return functions.lit(mergeClass.text());
  }
}
