package io.sluice.run.why;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ExitCode;
import io.sluice.law.RowHash;
import io.sluice.merge.Entry;
import io.sluice.merge.Entry.RowKey;
import io.sluice.merge.Histories;
import io.sluice.merge.Histories.Load;
import io.sluice.merge.Oracle;
import io.sluice.merge.Setting;
import io.sluice.merge.Setting.Order;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import io.sluice.spark.TestSession;
import io.sluice.spec.Floor;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.OnFullLoad;
import io.sluice.spec.MergeSpec.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code why} agrees with the second implementation of the law, whatever the history. */
class WhyLawIT {
  private static final List<String> PARTS = List.of("p", "q");
  private static final int HISTORIES = 2;

  @TempDir private Path home;
  private final Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);

  @BeforeEach
  void begin() {
    TestSession.shared();
  }

  static Stream<Setting> settings() {
    Setting upsert = Setting.of(Mode.UPSERT);
    return Stream.of(
        upsert,
        upsert.with(Operation.UPSERT).with(Order.STRICT),
        upsert.with(Order.ELSE_PROCESSED_DATE),
        upsert.with(OnFullLoad.REPLACE).with(Order.ELSE_PROCESSED_DATE),
        Setting.of(Mode.INSERT),
        Setting.of(Mode.INSERT).with(Order.STRICT),
        Setting.of(Mode.FULL).with(Order.STRICT),
        Setting.of(Mode.PARTITION).with(Order.ELSE_PROCESSED_DATE));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void givenAnyHistory_whenAskedOfEachKey_thenItTellsWhatTheLawSays(Setting setting)
      throws IOException {
    for (int i = 0; i < HISTORIES; i++) {
      Lake lake = new Lake(setting, home.resolve("lake-" + i));
      List<Load> loads = new Histories(setting, 31L * i + 5).increments(2, 9, PARTS);
      Random random = new Random(i);
      Collections.shuffle(loads, random);
      List<Load> applied = new ArrayList<>();
      for (Load load : loads) {
        Optional<Entry> first = load.entries().stream().findFirst();
        if (first.isEmpty()) {
          continue; // an increment of no rows has no id here
        }
        lake.deliver(load, first.get());
        Map<RowKey, Explanation> before = applied.isEmpty() ? Map.of() : lake.asked(applied);
        lake.ingest();
        applied.add(load);
        before.forEach((key, explanation) -> lake.assertForetold(key, explanation, load));
      }
      for (RowKey key : lake.keys(applied)) {
        assertThat(lake.asked(key).problem()).as("%s", key).isEmpty();
        new Expected(setting, key, applied).assertTold(lake.asked(key));
      }
    }
  }

  /** A lake of one table under a setting. */
  private final class Lake {
    private final Setting setting;
    private final Path folder;
    private int delivered;

    Lake(Setting setting, Path folder) throws IOException {
      this.setting = setting;
      this.folder = folder;
      write("conf.yaml", "lake: \"" + folder.resolve("lake") + "\"\n");
      write("jobs/shop/items.yaml", job(setting));
    }

    void deliver(Load load, Entry first) throws IOException {
      String raw = "lake/raw/shop/items/" + delivered++ + "/";
      List<String> files = new ArrayList<>();
      for (int ordinal = 0; ordinal < 2; ordinal++) {
        String name = "f" + ordinal + ".csv";
        String content = csv(load, ordinal);
        write(raw + name, content);
        int bytes = content.getBytes(StandardCharsets.UTF_8).length;
        files.add("{\"path\": \"" + name + "\", \"bytes\": " + bytes + "}");
      }
      write(
          raw + "_increment.json",
          "{\"format\": 1, \"id\": \""
              + first.increment()
              + "\", \"processed_date\": \""
              + first.processedDate()
              + "\", \"full\": "
              + setting.floorOfTable()
              + (setting.mode() == Mode.PARTITION ? ", \"partitions\": " + partitions(load) : "")
              + ", \"files\": ["
              + String.join(", ", files)
              + "]}");
    }

    private String partitions(Load load) {
      return load.floors().stream()
          .map(floor -> "{\"part\": \"" + floor.partition().values().get("part") + "\"}")
          .collect(joining(", ", "[", "]"));
    }

    /** A load without a floor is one with a row that cannot be used. */
    private String csv(Load load, int ordinal) {
      boolean deletes = setting.mode() != Mode.INSERT;
      StringBuilder csv = new StringBuilder("part,id,ord,note" + (deletes ? ",gone\n" : "\n"));
      for (Entry entry : load.entries()) {
        if (entry.ordinal() == ordinal) {
          csv.append(entry.part().toUpperCase(Locale.ROOT)).append(',').append(entry.id());
          csv.append(',').append(entry.ord().map(Object::toString).orElse(""));
          csv.append(',').append(entry.note().orElse(""));
          csv.append(deletes ? "," + entry.delete() + "\n" : "\n");
        }
      }
      if (ordinal == 1 && load.floors().isEmpty()) {
        csv.append("p,no number,,").append(deletes ? ",\n" : "\n");
      }
      return csv.toString();
    }

    void ingest() {
      assertThat(
              new IngestVerb(run, where())
                  .ingest(new IngestOptions("test", Optional.of(List.of())))
                  .get(0)
                  .exitCode())
          .isEqualTo(ExitCode.DONE);
    }

    Explanation asked(RowKey key) {
      return new WhyVerb(run, where())
          .why(new KeyGiven(List.of(key.part(), "" + key.id()), Optional.empty()));
    }

    Map<RowKey, Explanation> asked(List<Load> loads) {
      RowKey one = keys(loads).iterator().next();
      return Map.of(one, asked(one));
    }

    Set<RowKey> keys(List<Load> loads) {
      Set<RowKey> keys =
          new TreeSet<>(Comparator.comparing(RowKey::part).thenComparing(RowKey::id));
      loads.forEach(load -> load.entries().forEach(entry -> keys.add(entry.key())));
      return keys;
    }

    /** What was said of a pending increment is what became of it. */
    void assertForetold(RowKey key, Explanation before, Load load) {
      Explanation after = asked(key);
      List<String> foretold =
          before.rows().stream()
              .filter(row -> row.state() == SeenRow.State.PENDING)
              .map(row -> told(row))
              .toList();
      Set<String> ids = new TreeSet<>();
      load.entries().forEach(entry -> ids.add(entry.increment()));
      assertThat(foretold)
          .as("%s", key)
          .isEqualTo(
              after.rows().stream()
                  .filter(row -> ids.contains(row.source().increment()))
                  .map(row -> told(row))
                  .toList());
      boolean changes =
          !before.table().increment().equals(after.table().increment())
              && (before.table().row().isPresent() || after.table().row().isPresent());
      boolean mayFail = load.floors().isEmpty() && setting.floorOfTable();
      if (!mayFail && setting.mode() != Mode.PARTITION) {
        assertThat(before.next().isPresent()).as("%s", key).isEqualTo(changes);
      }
    }

    private String told(SeenRow row) {
      return row.source() + " " + row.outcome() + " " + row.because();
    }

    private Workplace where() {
      return new Workplace(folder.resolve("conf.yaml"), folder.resolve("jobs"), List.of());
    }

    private void write(String path, String content) throws IOException {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    }
  }

  private static String job(Setting setting) {
    boolean deletes = setting.mode() != Mode.INSERT;
    return "dataset: shop/items\nraw: {format: csv}\n"
        + "columns:\n  part: {type: string, normalise: [lower]}\n  id: int\n  ord: timestamp\n"
        + "  note: string\n"
        + (deletes ? "  gone: boolean\n" : "")
        + "mode: "
        + setting.mode().name().toLowerCase(Locale.ROOT)
        + "\nkey: [part, id]\nclean: {partition_by: [part]}\n"
        + (deletes ? "delete_when: gone\n" : "")
        + (setting.tie() == Operation.UPSERT ? "tie: upsert\n" : "")
        + (setting.onFullLoad() == OnFullLoad.REPLACE ? "on_full_load: replace\n" : "")
        + switch (setting.order()) {
          case NONE -> "";
          case STRICT -> "order_by: [ord]\n";
          case ELSE_PROCESSED_DATE -> "order_by: [{column: ord, else: processed_date}]\n";
        };
  }

  /** What the oracle says of one key, where increments came one by one. */
  private static final class Expected {
    private final Setting setting;
    private final Oracle oracle;
    private final RowKey key;
    private final List<Load> applied;
    private final List<Entry> sorted = new ArrayList<>();
    private final Comparator<Entry> version;

    Expected(Setting setting, RowKey key, List<Load> applied) {
      this.setting = setting;
      this.oracle = new Oracle(setting);
      this.version = oracle.withoutHash().thenComparing(Expected::hash);
      this.key = key;
      this.applied = applied;
      applied.forEach(load -> sorted.addAll(of(load)));
      sorted.sort(version);
    }

    void assertTold(Explanation told) {
      String as = setting + " " + key + " " + applied;
      List<SeenRow> rows = told.rows();
      assertThat(rows.stream().map(Expected::shown).toList())
          .as("the rows in the order of their versions, %s", as)
          .isEqualTo(sorted.stream().map(this::shown).toList());
      Optional<Entry> live = Optional.ofNullable(state(applied.size()).live().get(key));
      Optional<Entry> dead = Optional.ofNullable(state(applied.size()).dead().get(key));
      assertThat(told.table().row().isPresent()).as(as).isEqualTo(live.isPresent());
      assertThat(told.table().tombstone()).as(as).isEqualTo(dead.isPresent());
      assertThat(told.table().increment())
          .as(as)
          .isEqualTo(live.or(() -> dead).map(Entry::increment));
      for (int i = 0; i < rows.size(); i++) {
        SeenRow row = rows.get(i);
        if (row.outcome() != Outcome.DUPLICATE) {
          assertThat(row.outcome()).as("row %s of %s", i + 1, as).isEqualTo(outcome(sorted.get(i)));
        }
        assertDecided(row, sorted.get(i), as);
      }
      assertThat(rows.stream().filter(row -> row.outcome() == Outcome.DUPLICATE).count())
          .as(as)
          .isEqualTo(sorted.size() - IntStream.range(0, sorted.size()).filter(this::isNew).count());
    }

    private static String hash(Entry entry) {
      Map<String, Object> values = new HashMap<>();
      values.put("part", entry.part());
      values.put("id", entry.id());
      if (!entry.delete()) {
        entry.ord().ifPresent(value -> values.put("ord", value));
        entry.note().ifPresent(value -> values.put("note", value));
      }
      return RowHash.of(values);
    }

    private boolean isNew(int place) {
      return place == 0 || version.compare(sorted.get(place - 1), sorted.get(place)) != 0;
    }

    /** The row that is named beats the row, or is beaten by it, by the part that is named. */
    private void assertDecided(SeenRow row, Entry entry, String as) {
      boolean decides =
          row.against().isPresent()
              && row.outcome() != Outcome.DUPLICATE
              && row.decidedBy().isPresent();
      if (decides) {
        Entry other = sorted.get(row.against().getAsInt());
        boolean won = row.outcome() == Outcome.WON;
        assertThat(beats(won ? entry : other, won ? other : entry)).as(as).isTrue();
        assertThat(row.decidedBy().get()).as(as).isEqualTo(part(entry, other));
      }
    }

    private boolean beats(Entry winner, Entry loser) {
      int compared = version.compare(winner, loser);
      return setting.mode() == Mode.INSERT ? compared < 0 : compared > 0;
    }

    /** The first part in which the two differ, by docs/merge-law.md. */
    private String part(Entry left, Entry right) {
      boolean date = !left.processedDate().equals(right.processedDate());
      boolean increment = !left.increment().equals(right.increment());
      boolean order = !orderValue(left).equals(orderValue(right));
      boolean operation = left.delete() != right.delete();
      boolean file = left.ordinal() != right.ordinal();
      boolean loads =
          setting.mode() == Mode.FULL
              || setting.mode() == Mode.PARTITION
              || setting.onFullLoad() == OnFullLoad.REPLACE;
      List<String> changesFirst =
          Arrays.asList(
              order ? "order_by" : null,
              date ? "processed_date" : null,
              operation ? "operation" : null,
              increment ? "increment" : null,
              file ? "file" : null,
              "row_hash");
      List<String> loadsFirst =
          Arrays.asList(
              date ? "processed_date" : null,
              increment ? "increment" : null,
              order ? "order_by" : null,
              operation ? "operation" : null,
              file ? "file" : null,
              "row_hash");
      return (loads ? loadsFirst : changesFirst)
          .stream().filter(Objects::nonNull).findFirst().orElseThrow();
    }

    /** What became of a row that is no duplicate. */
    private Outcome outcome(Entry entry) {
      int came =
          IntStream.range(0, applied.size())
              .filter(i -> of(applied.get(i)).contains(entry))
              .findFirst()
              .orElseThrow();
      List<Entry> together = of(applied.get(came));
      if (together.stream().anyMatch(other -> beats(other, entry))) {
        return Outcome.SUPERSEDED;
      }
      String mergeClass =
          oracle.outcomes(state(came), together, floors(came + 1)).get(key).mergeClass();
      if (mergeClass.equals("blocked")) {
        return Outcome.BLOCKED;
      }
      if (mergeClass.equals("stale")) {
        return Outcome.STALE;
      }
      for (int i = came + 1; i <= applied.size(); i++) {
        Optional<Entry> there = there(i);
        if (there.isEmpty()) {
          return Outcome.REMOVED;
        }
        if (!there.get().increment().equals(entry.increment())) {
          return Outcome.SUPERSEDED;
        }
      }
      return Outcome.WON;
    }

    private Optional<Entry> there(int loads) {
      Oracle.State state = state(loads);
      return Optional.ofNullable(state.live().get(key))
          .or(() -> Optional.ofNullable(state.dead().get(key)));
    }

    private Oracle.State state(int loads) {
      List<Entry> seen = new ArrayList<>();
      applied.subList(0, loads).forEach(load -> seen.addAll(of(load)));
      return oracle.state(seen, floors(loads));
    }

    private List<Floor> floors(int loads) {
      return applied.subList(0, loads).stream().flatMap(load -> load.floors().stream()).toList();
    }

    private List<Entry> of(Load load) {
      return load.entries().stream().filter(entry -> entry.key().equals(key)).toList();
    }

    private Optional<String> orderValue(Entry entry) {
      return switch (setting.order()) {
        case NONE -> Optional.empty();
        case STRICT -> entry.ord().map(Object::toString);
        case ELSE_PROCESSED_DATE ->
            Optional.of(entry.ord().orElse(entry.processedDate()).toString());
      };
    }

    private String shown(Entry entry) {
      return entry.increment()
          + " f"
          + entry.ordinal()
          + " "
          + orderValue(entry).orElse("")
          + " "
          + entry.delete();
    }

    private static String shown(SeenRow row) {
      String file = row.source().file();
      return row.source().increment()
          + " "
          + file.substring(file.indexOf('/') + 1).replace(".csv", "")
          + " "
          + row.order().values().stream().map(value -> value.orElse("")).collect(joining())
          + " "
          + row.operation().equals(Optional.of("delete"));
    }
  }
}
