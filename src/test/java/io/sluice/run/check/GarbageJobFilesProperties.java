package io.sluice.run.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ExitCode;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.check.CheckReport.Remark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a file holds, {@code check} finds no problem or says which, soon. */
class GarbageJobFilesProperties {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String SEED = "20261126";
  private static Path home;
  private static Run run;
  private static List<String> shipped;

  @BeforeContainer
  static void prepare() throws IOException {
    home = Files.createTempDirectory("garbage");
    run =
        new Run(
            Clock.fixed(Instant.parse("2026-11-20T00:00:00Z"), ZoneOffset.UTC),
            Map.of(),
            Progress.NONE);
    try (Stream<Path> files = Files.walk(Path.of("jobs"))) {
      shipped =
          files.filter(Files::isRegularFile).sorted().map(GarbageJobFilesProperties::read).toList();
    }
  }

  @AfterContainer
  static void remove() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Property(tries = 300, seed = SEED, shrinking = ShrinkingMode.BOUNDED)
  void givenBytes_whenChecked_thenProblems(@ForAll byte[] job, @ForAll byte[] conf) {
    looked(job, conf);
  }

  @Property(tries = 400, seed = SEED, shrinking = ShrinkingMode.BOUNDED)
  void givenValuesOfAnyKind_whenChecked_thenProblems(
      @ForAll("jobs") String job, @ForAll("environments") String conf) {
    looked(bytes(job), bytes(conf));
  }

  @Property(tries = 400, seed = SEED, shrinking = ShrinkingMode.BOUNDED)
  void givenShippedFileWithChanges_whenChecked_thenProblemsOrNone(@ForAll("changed") String job) {
    looked(bytes(job), bytes("lake: lake\n"));
  }

  @Provide
  Arbitrary<String> changed() {
    return Combinators.combine(
            Arbitraries.of(shipped),
            Arbitraries.integers().between(0, 5000),
            Arbitraries.integers().between(0, 40),
            Arbitraries.oneOf(values(1), Arbitraries.strings().ofMaxLength(8)))
        .as(
            (file, at, length, text) -> {
              int begin = Math.min(at, file.length());
              int end = Math.min(begin + length, file.length());
              return file.substring(0, begin) + text + file.substring(end);
            });
  }

  @Provide
  Arbitrary<String> jobs() {
    return map(
        Arbitraries.of(
            "dataset",
            "raw",
            "raw.format",
            "raw.path",
            "raw.path_pattern",
            "raw.settle",
            "raw.retain",
            "raw.processed_date",
            "columns",
            "columns.id",
            "columns.id.type",
            "columns.id.from",
            "key",
            "order_by",
            "mode",
            "partition_by",
            "delete_when",
            "on_full_load",
            "guard",
            "guard.max_deleted_share",
            "guard.min_rows",
            "guard.may_empty",
            "clean",
            "clean.retain",
            "clean.partition_by",
            "freshness",
            "schedule",
            "extract",
            "extract.connector",
            "extract.query",
            "extract.page_size",
            "extract.full_since",
            "extract.start",
            "drift",
            "on_contract_change",
            "was",
            "description"),
        "{dataset: x/y, raw: {format: csv}, columns: {id: string}, key: [id]");
  }

  @Provide
  Arbitrary<String> environments() {
    return map(
        Arbitraries.of(
            "raw",
            "ledger",
            "vars",
            "spark",
            "connections",
            "connections.x",
            "connections.x.base_url",
            "connections.x.retry_delay",
            "connections.x.connect_timeout",
            "connections.x.requests_per_minute",
            "connections.x.tries",
            "connections.x.zone",
            "single_writer",
            "metrics"),
        "{lake: lake");
  }

  /** A flow map that begins so, with values of any kind at some of the keys. */
  private static Arbitrary<String> map(Arbitrary<String> keys, String begin) {
    Arbitrary<String> entry =
        Combinators.combine(keys, values(2))
            .as(
                (key, value) -> {
                  String[] parts = key.split("\\.", -1);
                  String nested = value;
                  for (int i = parts.length - 1; i > 0; i--) {
                    nested = "{" + parts[i] + ": " + nested + "}";
                  }
                  return parts[0] + ": " + nested;
                });
    return entry
        .list()
        .uniqueElements(text -> text.substring(0, text.indexOf(':')))
        .ofMaxSize(4)
        .map(
            entries -> begin + (entries.isEmpty() ? "" : ", " + String.join(", ", entries)) + "}\n")
        .map(GarbageJobFilesProperties::withoutTwice);
  }

  /** What comes later goes before; twice is a problem that hides all others. */
  private static String withoutTwice(String text) {
    String kept = text;
    for (String key :
        List.of("dataset: x/y", "raw: {format: csv}", "columns: {id: string}", "key: [id]")) {
      String name = key.substring(0, key.indexOf(':') + 1);
      if (kept.indexOf(", " + name, kept.indexOf(key) + 1) > 0) {
        kept = kept.replaceFirst(java.util.regex.Pattern.quote(key) + ", ", "");
      }
    }
    return kept;
  }

  private static Arbitrary<String> values(int depth) {
    Arbitrary<String> scalars =
        Arbitraries.oneOf(
            Arbitraries.of(
                "1e300",
                "-1e300",
                "1e999999999",
                "1e-999999999",
                "1e-2147483647%",
                "99999999999d",
                "PT9223372036854775807S",
                "-5",
                "0",
                "NaN",
                ".inf",
                "0x_",
                "0b2",
                "1:99:61",
                "~",
                "!!int x",
                "!!binary '?'",
                "!!timestamp 9",
                "&a [*a]",
                "*b",
                "\"\\e[2J\"",
                "\"a\\nproblem: b\"",
                "'(.|[a-z])*'",
                "'((((('",
                "'[a-\\x{110000}]'",
                "\"decimal(99999999999,-1)\"",
                "\"struct<a:struct<b:int>>\"",
                "'array<array<'",
                "yyyyyyyyyyyyyyyyyyyyyyyy",
                "'%'",
                "'path:x'",
                "\"${x}\"",
                "env:NO_SUCH",
                "file:/",
                "aws-secret:a#b",
                "\"http://user:pw@host\"",
                "\"http://[::1\"",
                "+999999999-12",
                "9999999999999-01-01",
                "zuora-aqua",
                "zendesk",
                "dynamodb",
                "partition",
                "full",
                "append",
                "upsert",
                "\"select * from x where\"",
                "'id = 1 and'",
                "true",
                "2026-02-30",
                "all",
                "csv"),
            Arbitraries.strings().ofMaxLength(12).map(text -> "'" + text.replace("'", "''") + "'"),
            Arbitraries.bigIntegers().map(Object::toString),
            Arbitraries.doubles().map(Object::toString));
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<String> inner = values(depth - 1);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(6, scalars),
        net.jqwik.api.Tuple.of(
            1, inner.list().ofMaxSize(3).map(items -> "[" + String.join(", ", items) + "]")),
        net.jqwik.api.Tuple.of(
            1,
            Combinators.combine(
                    Arbitraries.of("id", "a", "from", "type", "pattern", "versions", "age"), inner)
                .as((key, value) -> "{" + key + ": " + value + "}")),
        net.jqwik.api.Tuple.of(
            1, Arbitraries.of("[", "{a: ", "- ", "? ").map(open -> open.repeat(100_000))));
  }

  private static void looked(byte[] job, byte[] conf) {
    long begin = System.nanoTime();
    try {
      Path jobs = Files.createDirectories(home.resolve("jobs/x"));
      Files.write(jobs.resolve("y.yaml"), job);
      Files.write(home.resolve("conf.yaml"), conf);
      CheckReport report =
          new CheckVerb(
                  run, new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of()))
              .check(false);
      assertThat(report.jobs()).isEqualTo(1);
      assertThat(report.exitCode())
          .isEqualTo(report.problems().isEmpty() ? ExitCode.DONE : ExitCode.CONFIGURATION);
      Stream.concat(report.problems().stream(), report.warnings().stream())
          .map(Remark::finding)
          .forEach(
              finding -> {
                assertThat(finding.file()).startsWith(home.toString());
                assertThat(finding.line()).isPositive();
                assertThat(finding.message()).isNotBlank();
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
