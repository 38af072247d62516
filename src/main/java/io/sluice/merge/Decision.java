package io.sluice.merge;

import io.sluice.spec.JobSpec;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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
  private static final String IS_DELETE = "_is_delete";
  private static final String IS_BLOCKED = "_is_blocked";
  private static final String HAS_STORED = "_has_stored";
  private static final String BEATS_STORED = "_beats_stored";
  private static final String SAME_VERSION = "_same_version";
  private static final String SAME_CONTENT = "_same_content";
  private static final String IS_KNOWN = "_is_known";
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
   * What {@link #classified} asks of a winner {@code i} that is left joined with the stored row
   * {@code s} and the tombstone {@code t}.
   */
  List<Column> facts() {
    Column tombstone = TOMBSTONE.apply(anyKey()).isNotNull().and(functions.not(below(TOMBSTONE)));
    return List.of(
        isDelete().as(IS_DELETE),
        below(INCOMING).or(tombstone.and(version.beats(tombstoneVersion(), own()))).as(IS_BLOCKED),
        STORED.apply(anyKey()).isNotNull().as(HAS_STORED),
        beatsStored().as(BEATS_STORED),
        own().equalTo(storedVersion()).as(SAME_VERSION),
        sameContent().as(SAME_CONTENT),
        tombstone.and(tombstoneVersion().equalTo(own())).as(IS_KNOWN));
  }

  /** Replaces the facts by the class, and by whether a tombstone is left that was not there. */
  static Dataset<Row> classified(Dataset<Row> withFacts) {
    Column stored = functions.col(HAS_STORED);
    Column beaten = functions.not(functions.col(BEATS_STORED));
    Column equal = functions.col(SAME_VERSION).and(functions.col(SAME_CONTENT));
    Column mergeClass =
        functions
            .when(functions.col(IS_BLOCKED), text(MergeClass.BLOCKED))
            .when(stored.and(beaten).and(functions.not(equal)), text(MergeClass.STALE))
            .when(stored.and(beaten), text(MergeClass.UNCHANGED))
            .when(stored.and(functions.col(IS_DELETE)), text(MergeClass.DELETED))
            .when(stored.and(functions.col(SAME_CONTENT)), text(MergeClass.REFRESHED))
            .when(stored, text(MergeClass.UPDATED))
            .when(functions.col(IS_DELETE), text(MergeClass.UNCHANGED))
            .otherwise(text(MergeClass.INSERTED));
    Column classified = functions.col(MergeColumns.CLASS);
    Column left =
        classified
            .equalTo(text(MergeClass.UNCHANGED))
            .and(functions.col(IS_DELETE))
            .and(functions.not(functions.col(IS_KNOWN)));
    return withFacts
        .withColumn(MergeColumns.CLASS, mergeClass)
        .withColumn(MergeColumns.DEAD, classified.equalTo(text(MergeClass.DELETED)).or(left))
        .drop(
            IS_DELETE, IS_BLOCKED, HAS_STORED, BEATS_STORED, SAME_VERSION, SAME_CONTENT, IS_KNOWN);
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

  private Column sameContent() {
    return functions.not(isDelete()).and(Names.same(reduction.content(), INCOMING, STORED));
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
