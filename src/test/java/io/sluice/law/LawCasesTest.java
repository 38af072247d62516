package io.sluice.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.Floor;
import io.sluice.spec.Jobs;
import io.sluice.spec.MergeSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.OnFullLoad;
import io.sluice.spec.MergeSpec.Operation;
import io.sluice.spec.Partition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cases of docs/merge-law.md for one key, each in two runs. A row is written {@code u2x}: an
 * upsert of increment 2 with content x; {@code d2}: a delete of it; {@code u2x#5}: with order value
 * 5; {@code u2x/1}: from the second file; {@code f2}: a floor that increment 2 sets.
 */
class LawCasesTest {
  private static final Pattern ROW = Pattern.compile("([ud])(\\d)([a-z]?)(?:#(\\d))?(?:/(\\d))?");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # case                        | law     | first       | second     | class     | by             | live   | dead
          1 the same again              | upsert  | u1x         | u1x        | unchanged |                | u1x    |
          1 newer, same content         | upsert  | u1x         | u2x        | refreshed | PROCESSED_DATE | u2x    |
          update                        | upsert  | u1x         | u2y        | updated   | PROCESSED_DATE | u2y    |
          first sight                   | upsert  |             | u1x        | inserted  |                | u1x    |
          2 tie with the stored row     | upsert  | u1x         | u1y        | stale     | ROW_HASH       | u1x    |
          2 tie, the other way          | upsert  | u1y         | u1x        | updated   | ROW_HASH       | u1x    |
          3 delete and upsert           | upsert  | u1x         | d1         | deleted   | OPERATION      |        | d1
          3 delete, then the upsert     | upsert  | d1          | u1x        | blocked   | OPERATION      |        | d1
          3 tie: upsert                 | tie     | d1          | u1x        | inserted  | OPERATION      | u1x    |
          7 deleted, an older upsert    | upsert  | d2          | u1x        | blocked   | PROCESSED_DATE |        | d2
          8 deleted, a newer upsert     | upsert  | d1          | u2x        | inserted  | PROCESSED_DATE | u2x    |
          9 live, an older delete       | upsert  | u2x         | d1         | stale     | PROCESSED_DATE | u2x    |
          10 delete of an unknown key   | upsert  |             | d1         | unchanged |                |        | d1
          10 the same delete again      | upsert  | d1          | d1         | unchanged |                |        | d1
          10 a newer delete             | upsert  | d1          | d2         | unchanged |                |        | d2
          11 identical rows             | upsert  |             | u1x u1x    | inserted  |                | u1x    |
          12 insert, delete, insert     | upsert  |             | u1x d1 u1y/1 | unchanged |              |        | d1
          12 in order                   | order   |             | u1x#1 d1#2 u1y#3 | inserted |           | u1y#3  |
          13 live, an older upsert      | upsert  | u2x         | u1y        | stale     | PROCESSED_DATE | u2x    |
          order beats the date          | order   | u1x#5       | u2y#4      | stale     | ORDER_BY       | u1x#5  |
          equal order, newer date       | order   | u1x#5       | u2y#5      | updated   | PROCESSED_DATE | u2y#5  |
          a later file                  | upsert  | u1x         | u1y/1      | updated   | FILE           | u1y/1  |
          insert keeps the least        | insert  | u1x         | u2y        | stale     | PROCESSED_DATE | u1x    |
          insert, an older row late     | insert  | u2x         | u1y        | updated   | PROCESSED_DATE | u1y    |
          25 a load takes what is below | full    | u1x         | f2         |           |                |        |
          25 a load's own row           | full    | u1x         | f2 u2x     | refreshed |                | u2x    |
          25 below a floor of before    | full    | f2          | u1x        | blocked   |                |        |
          a tombstone below a floor     | replace | d1          | f2 u2x     | inserted  | | u2x  |
          loads: increment before order | full    | u1x#9       | u2y#1      | updated   | PROCESSED_DATE | u2y#1  |
          """)
  void givenACase_whenBothRunsAreJudged_thenTheLawHolds(
      String name,
      String law,
      String first,
      String second,
      String mergeClass,
      String decidedBy,
      String live,
      String dead) {
    Table table = new Table(spec(law));
    table.run(first);

    Optional<Verdict<Row>> verdict = table.run(second);

    assertThat(verdict.map(one -> one.mergeClass().text()))
        .isEqualTo(Optional.ofNullable(mergeClass));
    assertThat(verdict.flatMap(Verdict::decidedBy).map(Part::name))
        .isEqualTo(Optional.ofNullable(decidedBy));
    assertThat(table.live.map(Row::text)).isEqualTo(Optional.ofNullable(live));
    assertThat(table.dead.map(Row::text)).isEqualTo(Optional.ofNullable(dead));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # rows             | duplicate | superseded | ties
          u1x                | 0         | 0          | 0
          u1x u1x u1x        | 2         | 0          | 0
          u1x u1y            | 0         | 1          | 1
          u1x u1x u1y u1z    | 1         | 2          | 2
          u1x u2y            | 0         | 1          | 0
          u1x u1y u2y u2y    | 1         | 2          | 1
          d1 d1 u1x          | 1         | 1          | 0
          """)
  void givenRivals_whenJudged_thenTheOthersAreCounted(
      String rows, long duplicate, long superseded, long ties) {
    Verdict<Row> verdict = new Table(spec("upsert")).run(rows).orElseThrow();

    assertThat(verdict.beaten()).isEqualTo(new Verdict.Beaten(duplicate, superseded, ties, 0));
  }

  private static MergeSpec spec(String law) {
    Jobs jobs = Jobs.of();
    return switch (law) {
      case "insert" -> jobs.mode(Mode.INSERT).law();
      case "full" -> jobs.mode(Mode.FULL).orderBy("ord", false).law();
      case "order" -> jobs.orderBy("ord", false).law();
      case "tie" -> jobs.tie(Operation.UPSERT).law();
      case "replace" -> jobs.onFullLoad(OnFullLoad.REPLACE).law();
      case "upsert" -> jobs.law();
      default -> throw new IllegalArgumentException(law);
    };
  }

  /** A row, and below which floors it was judged. */
  private record Row(String text, Version version, String content, boolean isBelowFloor)
      implements Contender {
    static Row of(String text, boolean ordered, Floors floors) {
      Matcher row = ROW.matcher(text);
      assertThat(row.matches()).as(text).isTrue();
      Instant date = Instant.ofEpochSecond(Integer.parseInt(row.group(2)));
      Integer order = row.group(4) == null ? null : Integer.valueOf(row.group(4));
      List<Object> orders = new ArrayList<>();
      if (ordered) {
        orders.add(order);
      }
      Version version =
          new Version(
              orders,
              date,
              "i" + row.group(2),
              row.group(5) == null ? 0 : Integer.parseInt(row.group(5)),
              row.group(1).equals("d") ? Operation.DELETE : Operation.UPSERT);
      boolean below = floors.areAbove(() -> Partition.WHOLE_TABLE, date, version.increment());
      return new Row(text, version, row.group(3), below);
    }

    @Override
    public boolean hasContentOf(Contender other) {
      return content.equals(((Row) other).content);
    }

    /** Such that x beats y. */
    @Override
    public String hash() {
      return content.replace('x', '~');
    }
  }

  /** What two runs leave of one key. */
  private static final class Table {
    private final MergeSpec merge;
    private final VersionOrder order;
    private final List<Floor> floors = new ArrayList<>();
    private Optional<Row> live = Optional.empty();
    private Optional<Row> dead = Optional.empty();

    Table(MergeSpec merge) {
      this.merge = merge;
      this.order = new VersionOrder(merge);
    }

    Optional<Verdict<Row>> run(String rows) {
      List<String> incoming = new ArrayList<>();
      for (String text : rows == null ? new String[0] : rows.split(" ", -1)) {
        if (text.startsWith("f")) {
          floors.add(
              new Floor(
                  Partition.WHOLE_TABLE,
                  Instant.ofEpochSecond(Integer.parseInt(text.substring(1))),
                  "i" + text.substring(1)));
        } else {
          incoming.add(text);
        }
      }
      Floors inForce = new Floors(floors);
      live = live.map(row -> judged(row.text(), inForce));
      dead = dead.map(row -> judged(row.text(), inForce));
      Optional<Verdict<Row>> verdict = Optional.empty();
      if (!incoming.isEmpty()) {
        Rivals<Row> rivals = new Rivals<>(order);
        incoming.stream()
            .map(text -> judged(text, inForce))
            .sorted(Comparator.comparing(Row::version, order::compare).thenComparing(Row::hash))
            .forEach(row -> rivals.add(row, null));
        verdict = Optional.of(rivals.meet(live, dead));
        apply(verdict.get());
      }
      live = live.filter(row -> !row.isBelowFloor());
      dead = dead.filter(row -> !row.isBelowFloor());
      return verdict;
    }

    private void apply(Verdict<Row> verdict) {
      if (verdict.replaces()) {
        live = Optional.empty();
      }
      if (verdict.beatsTombstone()) {
        dead = Optional.empty();
      }
      if (verdict.live()) {
        live = Optional.of(verdict.winner());
      }
      if (verdict.dead()) {
        dead = Optional.of(verdict.winner());
      }
    }

    private Row judged(String text, Floors inForce) {
      return Row.of(text, !merge.orderBy().isEmpty(), inForce);
    }
  }
}
