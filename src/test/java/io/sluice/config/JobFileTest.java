package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.spec.CleanSpec;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnSpec.Normaliser;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.GuardSpec;
import io.sluice.spec.JobSpec;
import io.sluice.spec.JobSpec.Drift;
import io.sluice.spec.Jobs;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.OnFullLoad;
import io.sluice.spec.MergeSpec.Operation;
import io.sluice.spec.MergeSpec.OrderBy;
import io.sluice.spec.MergeSpec.Ties;
import io.sluice.spec.Partition;
import io.sluice.spec.RawSpec.RawFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobFileTest {
  @TempDir Path root;
  private JobFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = new JobFolder(root);
  }

  @Test
  void givenMinimalJob_whenLoaded_thenDefaults() {
    JobSpec job = folder.job(JobFolder.MINIMAL).only();

    assertThat(job.description()).isEmpty();
    assertThat(job.freshness()).isEmpty();
    assertThat(job.extract()).isEmpty();
    assertThat(job.schedule()).isEmpty();
    assertThat(job.owner()).isEmpty();
    assertThat(job.drift()).isEqualTo(Drift.RESCUE);
    assertThat(job.raw())
        .isEqualTo(
            Jobs.of()
                .format(RawFormat.CSV)
                .settle(Duration.ZERO)
                .ignore()
                .maxRecord(64_000_000)
                .fileColumns(job.columns().toArray(ColumnSpec[]::new))
                .job()
                .raw());
    assertThat(job.columns())
        .containsExactly(
            ColumnSpec.of("id", "id", Simple.STRING),
            ColumnSpec.of("status", "status", Simple.STRING),
            ColumnSpec.of("amount", "amount", new ColumnType.Decimal(18, 2)));
    assertThat(job.merge())
        .isEqualTo(
            Jobs.of()
                .mode(Mode.UPSERT)
                .key("id")
                .tie(Operation.DELETE)
                .ties(Ties.WARN)
                .maxSkew(Duration.ofDays(2))
                .onFullLoad(OnFullLoad.MERGE)
                .law());
    assertThat(job.guard()).isEqualTo(new GuardSpec(0.2, 1000, List.of(), 0.2));
    assertThat(job.clean()).isEqualTo(new CleanSpec(CleanFormat.PARQUET, 3, Duration.ofDays(2)));
  }

  @Test
  void givenEveryKey_whenLoaded_thenAllAreMapped() {
    JobSpec job =
        folder
            .job(
                """
                dataset: shop/orders
                description: Orders, one row per order.
                freshness: 26h
                schedule: "30 0 * * *"
                owner: shop-team
                extract: {connector: rest, pages: 20, deep: {list: [a, true, 1.50]}}
                raw:
                  format: json-document
                  path: ${bucket}/orders/
                  processed_date: {from: name, pattern: "yyyy-MM-dd'T'HHmmss"}
                  increment: folder
                  sealed_by: _DONE
                  settle: 90s
                  retain: 2d
                  ignore: ["*.log", "!2026/*.ok"]
                  follow_links: true
                  max_record: 5MB
                  path_pattern: '(?<shop_name>[^/]+)/.*'
                columns:
                  id: {from: Id, type: string, normalise: [trim, lower], pii: true}
                  shop: {from: "path:shop_name", type: string}
                  updated_at: timestamp
                  lines: {type: "array<struct<sku:string,n:int>>", optional: true}
                  gone: {type: boolean}
                  hint: {type: string, store: false}
                key: [id, shop]
                mode: upsert
                order_by: [{column: updated_at, else: processed_date}, id]
                tie: upsert
                ties: quarantine
                max_skew: 1h
                delete_when: gone
                on_full_load: replace
                drift: fail
                guard: {max_deleted_share: 35%, min_rows: 10, may_empty: [x, {shop: y}]}
                clean: {format: avro, partition_by: [shop], retain: {versions: 5, age: PT36H}}
                """)
            .only();

    assertThat(job.description()).isEqualTo("Orders, one row per order.");
    assertThat(job.freshness()).contains(Duration.ofHours(26));
    assertThat(job.schedule()).contains("30 0 * * *");
    assertThat(job.owner()).contains("shop-team");
    assertThat(job.extract().orElseThrow().settings())
        .isEqualTo(Map.of("pages", "20", "deep", Map.of("list", List.of("a", "true", "1.50"))));
    assertThat(job.raw().format()).isEqualTo(RawFormat.JSON_DOCUMENT);
    assertThat(job.raw().path()).contains("s3://acme/orders");
    assertThat(job.raw().namePattern()).contains("yyyy-MM-dd'T'HHmmss");
    assertThat(job.raw().sealedBy()).contains("_DONE");
    assertThat(job.raw().settle()).hasSeconds(90);
    assertThat(job.raw().retain()).contains(Duration.ofDays(2));
    assertThat(job.raw().ignore()).containsExactly("*.log", "!2026/*.ok");
    assertThat(job.raw().maxRecordBytes()).isEqualTo(5_000_000);
    assertThat(job.raw().followLinks()).isTrue();
    assertThat(job.raw().pathPattern().orElseThrow().groups()).containsExactly("shop_name");
    assertThat(job.column("id"))
        .isEqualTo(
            new ColumnSpec(
                "id",
                "Id",
                Simple.STRING,
                false,
                List.of(Normaliser.TRIM, Normaliser.LOWER),
                true,
                true));
    assertThat(job.column("shop").pathGroup()).isEqualTo("shop_name");
    assertThat(job.column("lines").optional()).isTrue();
    assertThat(job.column("lines").type().text()).isEqualTo("array<struct<sku:string,n:int>>");
    assertThat(job.storedColumns())
        .extracting(ColumnSpec::name)
        .containsExactly("id", "shop", "updated_at", "lines");
    assertThat(job.merge())
        .isEqualTo(
            Jobs.of()
                .mode(Mode.UPSERT)
                .key("id", "shop")
                .orderBy(new OrderBy("updated_at", true), new OrderBy("id", false))
                .tie(Operation.UPSERT)
                .ties(Ties.QUARANTINE)
                .maxSkew(Duration.ofHours(1))
                .deleteFlag("gone")
                .onFullLoad(OnFullLoad.REPLACE)
                .partitionBy("shop")
                .law());
    assertThat(job.drift()).isEqualTo(Drift.FAIL);
    assertThat(job.guard())
        .isEqualTo(
            new GuardSpec(
                0.35,
                10,
                List.of(new Partition(Map.of("shop", "x")), new Partition(Map.of("shop", "y"))),
                0.2));
    assertThat(job.clean()).isEqualTo(new CleanSpec(CleanFormat.AVRO, 5, Duration.ofHours(36)));
  }

  @Test
  void givenCondition_whenLoaded_thenNoFlag() {
    JobSpec job = folder.job(JobFolder.MINIMAL + "delete_when: status = 'deleted'\n").only();

    assertThat(job.merge().deleteCondition()).contains("status = 'deleted'");
    assertThat(job.merge().deleteFlag()).isEmpty();
    assertThat(job.storedColumns()).hasSize(3);
  }

  @Test
  void givenWholeTableMayEmpty_whenLoaded_thenOneEmptyPartition() {
    JobSpec job = folder.job(JobFolder.MINIMAL + "guard: {may_empty: all}\n").only();

    assertThat(job.guard().mayEmpty()).containsExactly(Partition.WHOLE_TABLE);
  }

  @Test
  void givenSealedFolders_whenNoMarkerIsNamed_thenSuccess() {
    JobSpec job = folder.job(JobFolder.MINIMAL.replace("csv", "csv, increment: folder")).only();

    assertThat(job.raw().sealedBy()).contains("_SUCCESS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "insert", "partition", "append"})
  void givenMode_whenLoaded_thenTaken(String mode) {
    String key = mode.equals("append") ? "" : "key: [id, status]\n";
    JobSpec job =
        folder
            .job(
                JobFolder.MINIMAL.replace("key: [id]\n", key)
                    + "mode: "
                    + mode
                    + "\nclean: {partition_by: [status]}\n")
            .only();

    assertThat(job.merge().mode().name()).isEqualToIgnoringCase(mode);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        arguments("freshness: -1h", "freshness: \"-1h\" is negative; write 0s or more"),
        arguments(
            "max_skew: 3 days",
            "max_skew: \"3 days\" is not a duration; write a number and ms, s, m, h or d, such as 26h"),
        arguments("colums: {a: b}", "colums: unknown key; did you mean \"columns\"?"),
        arguments(
            "raw.csv.delimiter: ';'",
            "raw.csv.delimiter: unknown key; keys are nested; write raw: and, indented in the line"
                + " below it, csv: and, indented in the line below it, delimiter:"),
        arguments(
            "columns.more: string",
            "columns.more: unknown key; keys are nested; write columns: and, indented in the line"
                + " below it, more:"),
        arguments("partition_by: [id]", "partition_by: unknown key; it belongs below clean"),
        arguments("retain: 3d", "retain: unknown key; it belongs below raw, or below clean"),
        arguments(
            "guard: {delete_when: id}",
            "guard.delete_when: unknown key; it belongs at the top of the file, not indented"),
        arguments(
            "guard: min_rows 5",
            "guard: \"min_rows 5\" stands where a map of keys must be; a colon is missing; write min_rows: 5"),
        arguments(
            "clean: {format avro}",
            "clean.format avro: unknown key; a colon is missing; write format: avro"),
        arguments(
            "delete_when: {status: deleted}",
            "delete_when: is a map; write a column with a delete flag, or a SQL condition in quotes,"
                + " such as \"status = 'deleted'\""),
        arguments("expect: []", "expect: is not supported by this version; remove it"),
        arguments("transform: []", "transform: is not supported by this version; remove it"),
        arguments(
            "history: {retain: 400d}",
            "history: is true or false in this version, which knows neither retain nor daily;"
                + " write history: true to keep every accepted row for ever"),
        arguments(
            "history: daily",
            "history: is true or false in this version, which knows neither retain nor daily;"
                + " write history: true to keep every accepted row for ever"),
        arguments(
            "mode: insert\nhistory: true",
            "history: mode insert never changes a row, so a row has no history; remove it"),
        arguments("pii: [id]", "pii: belongs to a column: columns.<name>.pii"),
        arguments(
            "mode: upsrt",
            "mode: \"upsrt\" is not one of upsert, full, partition, append, insert; did you mean \"upsert\"?"),
        arguments("tie: none", "tie: \"none\" is not one of upsert, delete"),
        arguments("ties: ignore", "ties: \"ignore\" is not one of warn, fail, quarantine"),
        arguments("drift: keep", "drift: \"keep\" is not one of rescue, fail"),
        arguments(
            "on_full_load: overwrite", "on_full_load: \"overwrite\" is not one of merge, replace"),
        arguments(
            "mode: full\non_full_load: replace",
            "on_full_load: is only allowed in mode upsert; the mode is full"),
        arguments(
            "mode: append",
            "key: mode append does not merge, so rows have no key; remove it or set it to null"),
        arguments("mode: append\norder_by: [status]", "order_by: mode append does not merge"),
        arguments(
            "mode: append\ndelete_when: status = 'x'", "delete_when: mode append deletes nothing"),
        arguments(
            "mode: insert\ndelete_when: status = 'x'", "delete_when: mode insert deletes nothing"),
        arguments(
            "mode: partition",
            "clean.partition_by: is missing; mode partition needs the columns that make a partition"),
        arguments(
            "mode: partition\nclean: {partition_by: [status]}",
            "clean.partition_by: \"status\" is not in key; in mode partition the partition belongs to the key, which is id"),
        arguments(
            "clean: {partition_by: [region]}",
            "clean.partition_by[0]: \"region\" is not in columns; they are id, status, amount"),
        arguments(
            "order_by: [statu]",
            "order_by[0]: \"statu\" is not in columns; did you mean \"status\"?"),
        arguments(
            "order_by: [{colum: id}]", "order_by[0].colum: unknown key; did you mean \"column\"?"),
        arguments(
            "order_by: [{column: id, else: now}]",
            "order_by[0].else: \"now\" is not allowed; the only value is processed_date"),
        arguments(
            "order_by: [{column: id, else: processed_date}]",
            "order_by[0].else: is only allowed for a timestamp or a date; the column is string"),
        arguments("order_by: [status, status]", "order_by[1]: \"status\" occurs twice"),
        arguments(
            "delete_when: is_deleted",
            "delete_when: \"is_deleted\" is not in columns; they are id, status, amount"),
        arguments(
            "delete_when: amount",
            "delete_when: \"amount\" is decimal(18,2); a delete flag is boolean, string or a whole number"),
        arguments("delete_when: id", "key[0]: \"id\" is not stored; a column of the key must be"),
        arguments(
            "guard: {max_deleted_share: 1.2}",
            "guard.max_deleted_share: \"1.2\" is not a share; write 0 to 1, or 0% to 100%"),
        arguments(
            "guard: {min_rows: -1}", "guard.min_rows: \"-1\" is not a whole number of at least 0"),
        arguments(
            "guard: {may_empty: [x]}",
            "guard.may_empty: the table has no partitions; write may_empty: all, or remove it"),
        arguments(
            "clean: {partition_by: [status]}\nguard: {may_empty: [{state: x}]}",
            "guard.may_empty[0]: must have a value for each partition column; they are status"),
        arguments(
            "clean: {partition_by: [status]}\nguard: {may_empty: all}",
            "guard.may_empty: must be a list of partitions, such as [{status: value}]"),
        arguments(
            "clean: {format: delta}",
            "clean.format: \"delta\" comes with a later version; the formats are parquet, orc, avro"),
        arguments(
            "clean: {format: parket}",
            "clean.format: \"parket\" is not one of parquet, orc, avro; did you mean \"parquet\"?"),
        arguments(
            "clean: {retain: {versions: 0}}",
            "clean.retain.versions: \"0\" is not a whole number of at least 1"),
        arguments(
            "clean: {retain: {age: forever}}", "clean.retain.age: \"forever\" is not a duration"),
        arguments("clean: parquet", "clean: \"parquet\" stands where a map of keys must be"),
        arguments(
            "extract: {query: SELECT 1}",
            "extract.connector: is missing; name the connector that exports the dataset"),
        arguments(
            "schedule: daily",
            "schedule: \"daily\" is not a cron expression of five fields, such as 30 0 * * *"),
        arguments("owner: [a]", "owner: a list stands where text must be"),
        arguments("description: ''", "description: is empty"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void givenWrongKey_whenLoaded_thenSaysWhere(String added, String message) {
    folder.job(JobFolder.MINIMAL + added + "\n");

    assertThat(folder.failure()).startsWith("jobs/shop/orders.yaml: ").contains("\n  " + message);
  }

  static Stream<Arguments> brokenRaw() {
    return Stream.of(
        arguments(
            "format: xml",
            "raw.format: \"xml\" is not one of csv, json, json-document, avro, parquet"),
        arguments(
            "format: csv, csv.delimiter: ';'",
            "raw.csv.delimiter: unknown key; keys are nested; write csv: and, indented in the line"
                + " below it, delimiter:"),
        arguments(
            "format: csv, delimiter: ';'", "raw.delimiter: unknown key; it belongs below raw.csv"),
        arguments("format: csv, pth: x", "raw.pth: unknown key; did you mean \"path\"?"),
        arguments(
            "format: csv, path: 's3a://raw//orders'",
            "raw.path: \"s3a://raw//orders\" has a part that is empty, \".\" or \"..\"; write the folder"
                + " without it"),
        arguments(
            "format: csv, path: '${buket}/x'",
            "raw.path: \"${buket}\" is not in the environment file's vars; did you mean \"bucket\"?"),
        arguments(
            "format: csv, path: '${warehouse}/x'",
            "raw.path: \"${warehouse}\" is not in the environment file's vars; they are bucket"),
        arguments(
            "format: csv, processed_date: name",
            "raw.processed_date: needs a pattern; write {from: name, pattern: yyyy-MM-dd}"),
        arguments(
            "format: csv, processed_date: today",
            "raw.processed_date: \"today\" is not one of modified, name"),
        arguments(
            "format: csv, processed_date: {from: name}",
            "raw.processed_date.pattern: is missing; write one such as yyyy-MM-dd"),
        arguments(
            "format: csv, processed_date: {from: modified, pattern: yyyy-MM-dd}",
            "raw.processed_date.pattern: goes with from: name alone"),
        arguments(
            "format: csv, processed_date: {from: name, pattern: yyyy-bb}",
            "raw.processed_date.pattern: \"yyyy-bb\" is not a pattern of dates: "),
        arguments(
            "format: csv, processed_date: {from: name, pattern: yyyy}",
            "raw.processed_date.pattern: \"yyyy\" does not determine a date; it needs year, month and day"),
        arguments(
            "format: csv, processed_date: {from: name, pattern: YYYY-MM-DD}",
            "raw.processed_date.pattern: \"YYYY-MM-DD\" does not determine a date; it needs year, month"
                + " and day, or year and month alone, which stand for the month's first day; did you mean \"yyyy-MM-dd\"?"),
        arguments(
            "format: csv, increment: day", "raw.increment: \"day\" is not one of file, folder"),
        arguments(
            "format: csv, sealed_by: _SUCCESS",
            "raw.sealed_by: is only allowed with increment: folder"),
        arguments(
            "format: csv, increment: folder, sealed_by: a/b",
            "raw.sealed_by: \"a/b\" must be a file's name without a folder"),
        arguments(
            "format: csv, ignore: ['*.log', '/x']",
            "raw.ignore[1]: \"/x\" is not a pattern of names; write one such as \"*.bak\" for names,"),
        arguments("format: csv, ignore: '!'", "raw.ignore: \"!\" is not a pattern of names"),
        arguments(
            "format: csv, follow_links: once",
            "raw.follow_links: \"once\" is neither true nor false"),
        arguments(
            "format: csv, max_record: 2GB",
            "raw.max_record: \"2GB\" is not a size up to 1GB, such as 64MB"),
        arguments("format: csv, settle: -5m", "raw.settle: \"-5m\" is negative; write 0s or more"),
        arguments(
            "format: csv, path_pattern: '(a'",
            "raw.path_pattern: \"(a\" is not a regular expression: Unclosed group"),
        arguments(
            "format: csv, path_pattern: '(?<a>.)(?<a>.)'",
            "raw.path_pattern: has the group \"a\" twice"),
        arguments(
            "format: csv, path_pattern: '.*.*.*.*.*.*x'",
            "raw.path_pattern: \".*.*.*.*.*.*x\" takes too many steps on a path that does not match; write it so that no two parts of it can match the same text, such as [^/]+ for a folder's name"),
        arguments(
            "format: csv, settle: 99999999999d",
            "raw.settle: \"99999999999d\" is longer than 36500d; write that or less"));
  }

  @ParameterizedTest
  @MethodSource("brokenRaw")
  void givenWrongRawSection_whenLoaded_thenSaysWhere(String raw, String message) {
    folder.job(JobFolder.MINIMAL.replace("format: csv", raw));

    assertThat(folder.failure())
        .startsWith("jobs/shop/orders.yaml: 1 problem")
        .contains("\n  " + message);
  }

  static Stream<Arguments> brokenColumns() {
    return Stream.of(
        arguments(
            "x: {type: string, stor: true}",
            "columns.x.stor: unknown key; did you mean \"store\"?"),
        arguments(
            "x: {from: X}",
            "columns.x.type: is missing; write a type such as string or decimal(18,2)"),
        arguments(
            "x: {type: decimal(18,2)}",
            "columns.x.type: \"decimal(18\" is cut off; within braces a comma ends the value, so put the type in quotes"),
        arguments(
            "x: type string",
            "columns.x: \"type string\" is not a type; a colon is missing; write type: string"),
        arguments("x: ", "columns.x: is empty; write x: string, or another type"),
        arguments(
            "x: map<string,int>",
            "columns.x: \"map<string,int>\": maps have no order, so their rows cannot be compared; use a struct or json"),
        arguments(
            "x: {type: int, normalise: [trim, lower]}",
            "columns.x.normalise: \"lower\" is for text; the column is int"),
        arguments(
            "x: {type: string, normalise: [lowr]}",
            "columns.x.normalise[0]: \"lowr\" is not one of trim, lower, upper, nfc; did you mean \"lower\"?"),
        arguments(
            "x: {type: string, optional: 'yes'}",
            "columns.x.optional: \"yes\" is neither true nor false"),
        arguments(
            "x: {type: string, from: 'path:day'}",
            "columns.x.from: \"path:day\" is not a group of raw.path_pattern; it has no group, which is written (?<name>...)"),
        arguments(
            "ID: string",
            "columns.ID: differs from column \"id\" only in case; case does not matter in names"),
        arguments(
            "_x: string",
            "columns._x: names that begin with _ are reserved for columns that Sluice adds; rename it"),
        arguments(
            "'a b': string",
            "columns.a b: parquet tables refuse the name \"a b\"; a blank and , ; { } ( ) = . ` cannot be part of it"),
        arguments("x: struct<a b:int>", "columns.x: parquet tables refuse the name \"a b\""));
  }

  @ParameterizedTest
  @MethodSource("brokenColumns")
  void givenWrongColumn_whenLoaded_thenSaysWhere(String column, String message) {
    folder.job(JobFolder.MINIMAL.replace("  status: string", "  status: string\n  " + column));

    assertThat(folder.failure())
        .startsWith("jobs/shop/orders.yaml: 1 problem")
        .contains("\n  " + message);
  }

  @Test
  void givenNameThatAvroRefuses_whenLoaded_thenSaysSo() {
    folder.job(JobFolder.MINIMAL.replace("status:", "2nd-status:") + "clean: {format: avro}\n");

    assertThat(folder.failure())
        .contains(
            "columns.2nd-status: avro refuses the name \"2nd-status\"; it takes letters, digits and _, no digit first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"double", "float", "binary", "json", "array<int>", "struct<a:int>"})
  void givenKeyWithoutExactOrder_whenLoaded_thenRefused(String type) {
    folder.job(JobFolder.MINIMAL.replace("  id: string", "  id: " + type));

    assertThat(folder.failure())
        .contains(
            "  key[0]: \"id\" is "
                + type
                + ", which has no exact order; a column of the key is text, boolean");
  }

  @Test
  void givenWrongDefaultOfColumns_whenJobRefersToIt_thenNoSecondProblem() {
    folder.job(JobFolder.MINIMAL.replace("  id: string", "  id: strng"));

    assertThat(folder.failure())
        .isEqualTo(
            """
            jobs/shop/orders.yaml: 1 problem, nothing was run
              columns.id: "strng" is not a type; did you mean "string"?""");
  }
}
