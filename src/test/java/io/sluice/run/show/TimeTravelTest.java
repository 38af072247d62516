package io.sluice.run.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.UsageException;
import io.sluice.run.TravelLake;
import io.sluice.run.show.RowChange.Kind;
import io.sluice.run.versions.VersionsVerb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of other times, and what became of them, through an engine. */
class TimeTravelTest {
  private static final String ITEMS =
      """
      raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
      columns:
        country: string
        id: bigint
        name: string
        amount: "decimal(18,2)"
        weight: double
        lines: "array<struct<sku: string, n: int>>"
        gone: boolean
      key: [country, id]
      delete_when: gone
      clean: {format: parquet, partition_by: [country], retain: {versions: 20}}
      """;

  private static final String HEADER = "country,id,name,amount,weight,lines,gone\n";

  @TempDir private static Path shared;
  private static TravelLake three;

  @TempDir private Path home;
  private TravelLake lake;

  private ShowVerb verb() {
    return new ShowVerb(lake.run(), lake.where());
  }

  private ShownDiff diff(long from, long to) {
    return verb().diff(new DiffOptions(from, to, Optional.empty(), 0, List.of(), false));
  }

  private static List<String> told(ShownDiff diff) {
    List<String> told = new ArrayList<>();
    for (RowChange change : diff.changes()) {
      StringBuilder line = new StringBuilder(change.kind().word());
      change.key().forEach(cell -> line.append(' ').append(cell.orElse("null")));
      change
          .cells()
          .forEach(
              cell ->
                  line.append(" | ")
                      .append(cell.column())
                      .append(' ')
                      .append(cell.before().orElse("-"))
                      .append(" > ")
                      .append(cell.after().orElse("-")));
      told.add(line.toString());
    }
    return told;
  }

  /** Making them takes far longer than looking at them. */
  @BeforeAll
  static void makeThreeVersions() throws IOException {
    three = new TravelLake(shared, ITEMS);
    three.deliver(
        "2026-11-10.csv",
        HEADER
            + "at,1,Ada,1.00,NaN,\"[{\"\"sku\"\":\"\"a\"\",\"\"n\"\":1}]\",\n"
            + "at,2,Ben,2.00,-0.0,,\n"
            + "at,10,Cleo,,,,\n"
            + "de,1,Dan,4.00,1.5,,\n"
            + "fr,1,Eve,5.00,,,\n");
    three.deliver(
        "2026-11-11.csv",
        HEADER
            + "at,1,Ada,1.00,NaN,\"[{\"\"n\"\":1,\"\"sku\"\":\"\"a\"\"}]\",\n"
            + "at,2,Ben,2.50,0.0,,\n"
            + "at,10,,7.00,,\"[{\"\"sku\"\":\"\"b\"\",\"\"n\"\":2}]\",\n"
            + "at,3,Flo,,,,\n"
            + "de,1,,,,,true\n");
    three.deliver("2026-11-12.csv", HEADER + "at,2,Ben,2.00,0.0,,\n");
  }

  @BeforeEach
  void open() {
    lake = three;
  }

  @Test
  void givenTwoVersions_whenCompared_thenRowsByKeyAndCellsByValue() throws IOException {
    ShownDiff diff = diff(1, 2);

    assertThat(told(diff))
        .containsExactly(
            "updated at 2 | amount 2.00 > 2.50",
            "inserted at 3 | name - > Flo | amount - > - | weight - > - | lines - > -",
            "updated at 10 | name Cleo > - | amount - > 7.00 | lines - >"
                + " [{\"sku\":\"b\",\"n\":2}]",
            "deleted de 1 | name Dan > - | amount 4.00 > - | weight 1.5 > - | lines - > -");
    assertThat(diff.counts())
        .isEqualTo(Map.of(Kind.INSERTED, 1L, Kind.UPDATED, 2L, Kind.DELETED, 1L));
    assertThat(diff.key()).containsExactly("country", "id");
    assertThat(diff.bare()).containsExactlyInAnyOrder("id", "amount", "lines");
    assertThat(diff.notes()).isEmpty();
    assertThat(told(diff(2, 1)))
        .startsWith(
            "updated at 2 | amount 2.50 > 2.00",
            "deleted at 3 | name Flo > - | amount" + " - > - | weight - > - | lines - > -")
        .hasSize(4);
    assertThat(told(diff(1, 3))).noneMatch(line -> line.startsWith("updated at 2"));
    assertThat(diff(2, 3).rows()).isEqualTo(1);
  }

  @Test
  void givenOptions_whenCompared_thenTheyHoldForEitherSide() throws IOException {
    assertThat(told(asked("name = 'Cleo' or name = 'Flo'", 0, List.of("name"), false)))
        .containsExactly("inserted at 3 | name - > Flo", "updated at 10 | name Cleo > -");
    ShownDiff limited = asked(null, 2, List.of("name", "id"), false);
    assertThat(told(limited))
        .containsExactly("inserted at 3 | name - > Flo", "updated at 10 | name Cleo > -");
    assertThat(limited.rows()).isEqualTo(3);
    assertThat(told(asked("id = 1", 0, List.of(), true)))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith(
                        "updated at 1 | _processed_date 2026-11-10T00:00:00Z >"
                            + " 2026-11-11T00:00:00Z | _increment"));
    assertThatThrownBy(() -> asked("nmae = 1", 0, List.of(), false))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("there is no column \"nmae\"; did you mean \"name\"?");
    assertThatThrownBy(() -> asked("id", 0, List.of(), false)).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> asked(null, 0, List.of("nmae"), false))
        .hasMessageContaining("did you mean \"name\"?");
    assertThatThrownBy(() -> diff(1, 7))
        .isInstanceOf(UsageException.class)
        .hasMessage("shop/items: version 7 is not kept; the kept versions are [1, 2, 3]");
  }

  private ShownDiff asked(String where, long limit, List<String> columns, boolean all) {
    return verb().diff(new DiffOptions(1, 2, Optional.ofNullable(where), limit, columns, all));
  }

  @Test
  void givenFilesThatBothVersionsName_whenCompared_thenTheyAreNotRead() throws IOException {
    Path unchanged = fileOf("country=fr");
    byte[] content = garble(unchanged);

    assertThat(diff(1, 2).rows()).isEqualTo(4);
    assertThat(diff(1, 3).rows()).isEqualTo(3);

    write(unchanged, content);
    Path changed = fileOf("country=de");
    content = garble(changed);
    assertThatThrownBy(() -> diff(1, 2)).isInstanceOf(DataException.class);
    write(changed, content);
  }

  /** The only file that any version has of a partition. */
  private Path fileOf(String partition) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(lake.table())) {
      files =
          all.filter(file -> file.toString().contains(partition))
              .filter(file -> file.toString().endsWith(".parquet"))
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .toList();
    }
    assertThat(files).hasSize(1);
    return files.get(0);
  }

  /** Writes zeros over a file and returns what it held. */
  private static byte[] garble(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    write(file, new byte[content.length]);
    return content;
  }

  /** As many bytes at the same time: a listing shows nothing of it. */
  private static void write(Path file, byte[] content) throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    Files.write(file, content);
    Files.setLastModifiedTime(file, modified);
  }

  @Test
  void givenAColumnThatCameLater_whenCompared_thenItIsLeftOutAndSaid() throws IOException {
    lake = new TravelLake(home, ITEMS.replace("  weight: double\n", ""));
    lake.deliver("2026-11-10.csv", "country,id,name,amount,lines,gone\nat,1,Ada,1.00,,\n");
    lake.job(ITEMS);
    lake.deliver("2026-11-11.csv", HEADER + "at,1,Ada,2.00,3.5,,\n");

    ShownDiff diff = diff(1, 2);

    assertThat(told(diff)).containsExactly("updated at 1 | amount 1.00 > 2.00");
    assertThat(diff.notes())
        .containsExactly("column weight of version 2 is left out: version 1 lacks it");
  }

  @Test
  void givenNoKeyOrAnother_whenCompared_thenItSaysSo() throws IOException {
    String events =
        """
        raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
        columns: {id: bigint, name: string}
        mode: append
        clean: {format: orc}
        """;
    lake = new TravelLake(home, events);
    lake.deliver("2026-11-10.csv", "id,name\n1,a\n");
    lake.deliver("2026-11-11.csv", "id,name\n2,b\n");

    assertThatThrownBy(() -> diff(1, 2))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "shop/items: --diff compares rows by their key, and the job file has none. Nothing was"
                + " read. Use show --version for the rows of one version");

    lake.job(events.replace("mode: append", "key: [id]"));
    assertThatThrownBy(() -> diff(1, 2))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(
            "shop/items: --diff compares rows by their key, and that of version 1 is (), that of"
                + " the job file is (id). Nothing was read.");
  }

  @Test
  void givenNoTable_whenAnOldVersionIsAskedFor_thenItSaysSo() throws IOException {
    lake = new TravelLake(home, ITEMS);
    String message = "shop/items: there is no table at " + lake.table();

    assertThatThrownBy(() -> diff(1, 2))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(message);
    assertThatThrownBy(() -> amountOfTwo(TravelLake.BEGIN))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void givenAnInstant_whenShown_thenTheVersionThatWasCurrent() throws IOException {
    Instant second = TravelLake.BEGIN.plus(Duration.ofHours(1));

    assertThat(amountOfTwo(second.minusSeconds(1))).isEqualTo("2.00");
    assertThat(amountOfTwo(second.plusSeconds(1800))).isEqualTo("2.50");
    assertThat(amountOfTwo(second.plus(Duration.ofDays(1)))).isEqualTo("2.00");
    Instant first =
        new VersionsVerb(lake.run(), lake.where()).versions().entries().get(2).committed();
    assertThat(amountOfTwo(first)).isEqualTo("2.00");
    assertThatThrownBy(() -> amountOfTwo(first.minusMillis(1)))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "shop/items: no version that was current at "
                + first.minusMillis(1)
                + " is kept; the first kept version is 1, committed at "
                + first
                + ". See: sluice versions shop/items");
  }

  private String amountOfTwo(Instant instant) {
    ShowOptions options =
        new ShowOptions(
            OptionalLong.empty(),
            Optional.of(instant),
            Optional.of("country = 'at' and id = 2"),
            0,
            List.of("amount"),
            false,
            false);
    return verb().show(options).rows().iterator().next().get(0).orElseThrow();
  }
}
