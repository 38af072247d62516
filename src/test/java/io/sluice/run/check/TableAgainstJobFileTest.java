package io.sluice.run.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.check.CheckReport.Remark;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import io.sluice.run.status.StatusVerb;
import io.sluice.spark.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code ingest} would refuse of a table, {@code check} says before, and nothing else. */
class TableAgainstJobFileTest {
  private static final String JOB =
      """
      dataset: shop/items
      raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
      columns:
        country: string
        id: bigint
        amount: decimal(18,2)
        gone: boolean
      key: [country, id]
      order_by: [amount]
      delete_when: gone
      clean:
        format: parquet
        partition_by: [country]
      """;

  @TempDir private Path home;
  private final Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);

  @BeforeEach
  void load() throws IOException {
    TestSession.shared();
    write("conf.yaml", "lake: \"" + home.resolve("lake") + "\"\n");
    write("jobs/shop/items.yaml", JOB);
    raw(1);
    assertThat(ingest().exitCode()).isEqualTo(ExitCode.DONE);
    raw(2);
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        arguments(
            "key: [country, id]", "key: [id, country]", 8, "key", "country, id", "id, country"),
        arguments("order_by: [amount]\n", "", 1, "order_by", "amount", ""),
        arguments(
            "order_by: [amount]", "tie: upsert\norder_by: [amount]", 9, "tie", "delete", "upsert"),
        arguments("  id: bigint", "  id: int", 5, "columns.id.type", "bigint", "int"),
        arguments(
            "amount: decimal(18,2)",
            "amount: {type: \"decimal(18,1)\"}",
            6,
            "columns.amount.type",
            "decimal(18,2)",
            "decimal(18,1)"),
        arguments(
            "delete_when: gone",
            "delete_when: gone\non_full_load: replace",
            11,
            "on_full_load",
            "merge",
            "replace"),
        arguments("  partition_by: [country]\n", "", 11, "clean.partition_by", "country", ""),
        arguments(
            "  country: string",
            "  country: {type: string, normalise: [lower]}",
            3,
            "columns",
            "",
            "{country=lower}"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void givenAChangeThatRowsCannotFollow_whenChecked_thenTheProblemThatIngestHas(
      String before, String after, int line, String path, String stored, String found)
      throws IOException {
    assertThat(JOB).contains(before);
    write("jobs/shop/items.yaml", JOB.replace(before, after));

    CheckReport report = check();
    DatasetOutcome outcome = ingest();

    assertThat(report.exitCode()).isEqualTo(ExitCode.CONFIGURATION).isEqualTo(outcome.exitCode());
    Remark problem = report.problems().get(0);
    assertThat(report.problems()).hasSize(1);
    assertThat(problem.dataset().orElseThrow()).hasToString("shop/items");
    assertThat(problem.finding().file()).isEqualTo(home.resolve("jobs/shop/items.yaml").toString());
    assertThat(problem.finding().line()).isEqualTo(line);
    assertThat(problem.finding().path()).isEqualTo(path);
    assertThat(problem.finding().wrong().expected()).contains(stored);
    assertThat(problem.finding().wrong().found().orElse("")).isEqualTo(found);
    assertThat(problem.finding().message())
        .startsWith("shop/items: the table's version 1 has \"" + stored + "\"")
        .contains(
            "so ingest refuses it. Undo the change, or load the table anew with \"sluice backfill"
                + " shop/items\". That needs the raw files");
    assertThat(outcome.problem().orElseThrow())
        .contains("differs from the table's version 1")
        .contains(stored);

    assertThat(new StatusVerb(run, where()).status().get(0).problems())
        .anySatisfy(told -> assertThat(told).contains("differs from the table's version 1"));
    write("jobs/shop/items.yaml", JOB);
    assertThat(check().problems()).isEmpty();
    assertThat(ingest().exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void givenAColumnThatIsGone_whenChecked_thenItIsNamed() throws IOException {
    write(
        "jobs/shop/items.yaml",
        JOB.replace("  amount: decimal(18,2)\n", "").replace("order_by: [amount]\n", ""));

    CheckReport report = check();

    assertThat(report.problems())
        .extracting(problem -> problem.finding().message())
        .anySatisfy(
            message ->
                assertThat(message)
                    .startsWith(
                        "shop/items: the table's version 1 has the column amount: decimal(18,2),"
                            + " which the job file lacks"));
    assertThat(ingest().exitCode()).isEqualTo(ExitCode.CONFIGURATION);
  }

  @Test
  void givenChangesThatRowsFollow_whenChecked_thenWarningsAndIngestGoesOn() throws IOException {
    write(
        "jobs/shop/items.yaml",
        JOB.replace("decimal(18,2)", "decimal(20,2)").replace("parquet", "orc"));

    CheckReport report = check();

    assertThat(report.problems()).isEmpty();
    assertThat(report.warnings())
        .extracting(warning -> warning.finding().message())
        .containsExactly(
            "shop/items: the next run writes the whole table again, as it differs from version 1:"
                + " column amount is widened from decimal(18,2) to decimal(20,2)",
            "shop/items: the next run writes the whole table again, as it differs from version 1:"
                + " the format changes from parquet to orc");
    assertThat(ingest().exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(check().warnings()).isEmpty();
  }

  @Test
  void givenAVersionOfANewerFormat_whenChecked_thenTheProblemThatIngestHas() throws IOException {
    Path version = home.resolve("lake/clean/shop/items/_versions/00000000000000000001.json");
    Files.writeString(
        version, Files.readString(version).replaceFirst("\"format\" ?: ?[0-9]+", "\"format\":99"));

    CheckReport report = check();
    DatasetOutcome outcome = ingest();

    assertThat(report.exitCode()).isEqualTo(ExitCode.CONFIGURATION).isEqualTo(outcome.exitCode());
    assertThat(report.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.finding().message()).isEqualTo(outcome.problem().orElseThrow()));
  }

  @Test
  void givenALakeThatCannotBeReached_whenChecked_thenANoteSaysWhy() throws IOException {
    write(
        "conf.yaml",
        """
        lake: s3a://bucket/lake
        spark:
          spark.hadoop.fs.s3a.endpoint: http://127.0.0.1:9
          spark.hadoop.fs.s3a.access.key: env:KEY
          spark.hadoop.fs.s3a.secret.key: env:KEY
          spark.hadoop.fs.s3a.attempts.maximum: "1"
        """);

    CheckReport report =
        new CheckVerb(
                new Run(Clock.systemUTC(), Map.of("KEY", "lake-that-is-away"), Progress.NONE),
                where())
            .check(false);

    assertThat(report.problems()).isEmpty();
    assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(report.notes())
        .singleElement()
        .asString()
        .startsWith(
            "the tables were not looked at, as the lake cannot be reached from here: s3a://");
  }

  private CheckReport check() {
    return new CheckVerb(run, where()).check(false);
  }

  private DatasetOutcome ingest() {
    return new IngestVerb(run, where()).ingest(new IngestOptions("night", Optional.empty())).get(0);
  }

  private Workplace where() {
    return new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of());
  }

  private void raw(int day) throws IOException {
    write(
        "lake/raw/shop/items/2020-11-1" + day + ".csv",
        "country,id,amount,gone\nat," + day + ",1,\n");
  }

  private void write(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
