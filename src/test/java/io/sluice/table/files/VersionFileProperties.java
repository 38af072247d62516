package io.sluice.table.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.Floor;
import io.sluice.spec.Increment;
import io.sluice.spec.Partition;
import io.sluice.table.DataFile;
import io.sluice.table.DataFile.Mark;
import io.sluice.table.SideFolder;
import io.sluice.table.TableState;
import io.sluice.table.files.TableVersion.Layout;
import io.sluice.table.files.TableVersion.Lineage;
import io.sluice.table.files.VersionParser.BrokenException;
import io.sluice.table.files.VersionParser.OtherFormatException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A version file is read as it was written, or refused in words; never anything else. */
class VersionFileProperties {
  private static final List<String> ODD =
      List.of(
          "",
          "null",
          "-1",
          "1e999999999",
          "99999999999999999999999",
          "1.5",
          "true",
          "\"\"",
          "\"../../../etc\"",
          "\"_data/v1-ab/../../x\"",
          "\"v1-ab/part-1.parquet\"",
          "\"_data/part-1.parquet\"",
          "\"/etc/passwd\"",
          "[]",
          "{}",
          "[".repeat(5000),
          "{\"a\":".repeat(5000));

  private static final Pattern VALUE = Pattern.compile("\": ?([^,\\[\\]{}]+)");

  private static final Parts.Loader NO_PARTS =
      parts -> {
        throw new AssertionError("no part is named");
      };

  @Test
  void givenAVersion_whenWrittenAndRead_thenItIsTheSame() throws Exception {
    assertThat(VersionParser.parse(VersionFile.bytes(VersionFile.whole(version())), 4, NO_PARTS))
        .isEqualTo(version());
  }

  @Test
  void givenAVersionOfFormatTwo_whenRead_thenItIsTheSame() throws Exception {
    String content = new String(VersionFile.bytes(VersionFile.whole(version())), UTF_8);

    assertThat(
            VersionParser.parse(
                content.replace("\"format\": 3", "\"format\": 2").getBytes(UTF_8), 4, NO_PARTS))
        .isEqualTo(version());
  }

  @Property(tries = 300, seed = "20261126")
  void givenAnyBytes_whenRead_thenRefusedInWords(@ForAll byte[] content) {
    assertThat(catchThrowable(() -> VersionParser.parse(content, 4, NO_PARTS)))
        .isInstanceOf(BrokenException.class)
        .hasMessageNotContaining("Exception");
  }

  @Property(tries = 1000, seed = "20261126")
  void givenBytesChanged_whenRead_thenTheSameNumbersOrRefused(
      @ForAll @IntRange(max = 1_000_000) int at, @ForAll byte change) {
    byte[] content = VersionFile.bytes(VersionFile.whole(version()));
    content[at % content.length] = change;

    requireReadOrRefused(content);
  }

  @Property(tries = 300, seed = "20261126")
  void givenAFileThatIsCut_whenRead_thenRefused(@ForAll @IntRange(max = 1_000_000) int at) {
    byte[] whole = VersionFile.bytes(VersionFile.whole(version()));
    byte[] content = java.util.Arrays.copyOf(whole, at % whole.length);

    assertThat(catchThrowable(() -> VersionParser.parse(content, 4, NO_PARTS)))
        .isInstanceOf(BrokenException.class);
  }

  @Property(tries = 1000, seed = "20261126")
  void givenAnOddValueInPlaceOfAnother_whenRead_thenReadOrRefused(
      @ForAll @IntRange(max = 1_000_000) int which, @ForAll("odd") String value) {
    String whole = new String(VersionFile.bytes(VersionFile.whole(version())), UTF_8);
    List<MatchResult> values = VALUE.matcher(whole).results().toList();
    MatchResult replaced = values.get(which % values.size());

    requireReadOrRefused(
        (whole.substring(0, replaced.start(1)) + value + whole.substring(replaced.end(1)))
            .getBytes(UTF_8));
  }

  @Provide
  Arbitrary<String> odd() {
    return Arbitraries.of(ODD);
  }

  private static void requireReadOrRefused(byte[] content) {
    try {
      TableVersion read = VersionParser.parse(content, 4, NO_PARTS);
      assertThat(read.number()).isEqualTo(4);
      assertThat(read.layout().rows()).isGreaterThanOrEqualTo(0);
      assertThat(read.layout().dataFiles())
          .allSatisfy(file -> assertThat(file.path()).doesNotContain("/../").startsWith("_data/v"));
    } catch (BrokenException | OtherFormatException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("Exception");
    }
  }

  private static TableVersion version() {
    Mark mark = new Mark(1_795_273_257_407L, "ab".repeat(32));
    return new TableVersion(
        4,
        Instant.parse("2026-11-20T10:00:00.123456Z"),
        "night",
        new Lineage(Optional.of("2bd81f06"), List.of("14ddc7a0", "0f3ca3ae")),
        new TableState(
            Map.of("mode", "upsert"),
            Map.of("id", "bigint"),
            List.of(
                new Increment(
                    "a",
                    Increment.Kind.BARE,
                    Instant.EPOCH,
                    List.of(
                        new Increment.RawFile("a.csv", 3, 7, Optional.of("ff"), Optional.of(1L))),
                    true,
                    List.of(new Partition(Map.of("country", "at"))))),
            List.of(
                new Increment(
                    "b", Increment.Kind.SEALED, Instant.EPOCH, List.of(), false, List.of())),
            List.of(new Floor(new Partition(Map.of("country", "at")), Instant.EPOCH, "a")),
            Map.of("read", 3L)),
        new Layout(
            CleanFormat.PARQUET,
            List.of("country"),
            List.of(
                new DataFile(
                    "_data/v4-2bd81f06/country=at/a.parquet",
                    new Partition(Map.of("country", "at")),
                    3,
                    100,
                    Optional.of(mark)),
                new DataFile("_data/v2-2bd81f06/b.parquet", Partition.WHOLE_TABLE, 4, 50)),
            Optional.of(new SideFolder("_data/v4-2bd81f06/_tombstones", 1, OptionalLong.of(9))),
            List.of(new SideFolder("_data/v2-14ddc7a0/_quarantine", 1, OptionalLong.empty())),
            List.of(new SideFolder("_data/v3-14ddc7a0/_dismissed", 2, OptionalLong.of(80))),
            io.sluice.table.History.NONE));
  }
}
