package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.TerminalSession.Seen;
import io.sluice.error.ConfigurationException;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.describe.DescribeVerb;
import io.sluice.run.describe.ReadWith;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescribeCommandTest {
  private static final String JOB =
      """
      dataset: shop/orders
      description: Orders of the shop, one row each.
      owner: shop-data
      schedule: "30 0 * * *"
      freshness: 26h
      extract:
        connector: zuora-aqua
        query: SELECT Id FROM Order
        api_key: "env:API_KEY"
        password: swordfish
        nested: {token: s3cret, list: [one]}
      raw:
        format: csv
        processed_date: {from: name, pattern: yyyy-MM-dd}
      columns:
        id: {from: "Order No.", type: string, normalise: [trim], description: The number on the receipt.}
        ordered_on: {type: date, formats: [dd/MM/yyyy]}
        lines: {type: "array<struct<sku:string,amount:decimal(18,2),n:int>>", optional: true, description: "What was bought, in the order of the basket; a line that was taken out stays with n = 0."}
        mail: {type: string, pii: true}
        updated_at: {type: timestamp, from_epoch: ms}
        is_deleted: boolean
      key: [id]
      order_by: [{column: updated_at, else: processed_date}]
      delete_when: is_deleted
      """;

  @TempDir Path folder;
  private TerminalSession terminal;

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(folder.resolve("jobs/shop"));
    Files.writeString(folder.resolve("jobs/shop/orders.yaml"), JOB);
    Files.writeString(folder.resolve("conf.yaml"), "lake: /lake\n");
    terminal = new TerminalSession(folder);
    Workplace where = new Workplace(folder.resolve("conf.yaml"), folder.resolve("jobs"), List.of());
    terminal.runner.outcome =
        new DescribeVerb(new Run(Clock.systemUTC(), Map.of(), Progress.NONE), where).describe();
  }

  @Test
  void givenADataset_whenDescribed_thenItFitsATerminal() {
    Seen seen = terminal.type("describe", "shop/orders");

    assertThat(seen)
        .isEqualTo(
            new Seen(
                0,
                """
                shop/orders
                Orders of the shop, one row each.

                  comes from    connector zuora-aqua
                  raw folder    /lake/raw/shop/orders
                  raw files     csv, a file is an increment; processed date from the name,
                                yyyy-MM-dd
                  table         /lake/clean/shop/orders
                  format        parquet
                  mode          upsert: an increment holds the rows that changed
                  key           id
                  order         updated_at else processed date, then processed date
                  deletes       is_deleted
                  guard         a run that deletes more than 20 % of over 1,000 rows is held
                  drift         rescue: unknown columns of a file are kept in _rescued
                  contract      added, widened and renamed columns are applied by the next run
                  freshness     26h
                  retain        table: 3 versions, and those of 2d; raw files: for ever
                  schedule      30 0 * * * (UTC)
                  owner         shop-data

                COLUMN      TYPE
                id          string                 key, from "Order No.", trim. The number on
                                                   the receipt.
                ordered_on  date                   dd/MM/yyyy
                lines       array<struct<sku:      files may lack it. What was bought, in the
                            string,                order of the basket; a line that was taken
                            amount:decimal(18,2),  out stays with n = 0.
                            n:int>>
                mail        string                 personal data
                updated_at  timestamp              counts ms since 1970
                is_deleted  boolean                delete flag, not in the table
                """,
                ""));
  }

  @Test
  void givenNoName_whenDescribed_thenAListAndWhatToTypeNext() {
    assertThat(terminal.type("describe").out())
        .isEqualTo(
            """
            DATASET      MODE    COLUMNS  DESCRIPTION
            shop/orders  upsert        5  Orders of the shop, one row each.

            Next:
              sluice describe shop/orders  all about one
              sluice describe --json       all about all, for programs
            """);
    assertThat(terminal.type("describe", "shop", "--quiet").out())
        .startsWith("DATASET ")
        .doesNotContain("Next");
  }

  @Test
  void givenMarkdown_whenDescribed_thenTablesThatNoTextBreaks() {
    assertThat(terminal.type("describe", "--markdown").out())
        .startsWith("# shop/orders\n\nOrders of the shop, one row each.\n\n")
        .contains(
            "| `id` | `string` | key, from \"Order No.\", trim | The number on the receipt. |\n")
        .contains("| drift | rescue: unknown columns of a file are kept in \\_rescued |\n");
  }

  @Test
  void givenJson_whenDescribed_thenEveryDefaultIsWrittenOutAndNoSecret() throws IOException {
    String text = terminal.type("describe", "--json").out();

    assertThat(text).doesNotContain("swordfish", "s3cret");
    JsonNode json = new ObjectMapper().readTree(text);
    assertThat(json.get("format").asInt()).isEqualTo(1);
    JsonNode orders = json.get("datasets").get(0);
    assertThat(names(orders))
        .containsExactly(
            "dataset",
            "description",
            "owner",
            "schedule",
            "freshness_seconds",
            "extract",
            "raw",
            "columns",
            "mode",
            "key",
            "order_by",
            "tie",
            "ties",
            "max_skew_seconds",
            "delete_when",
            "on_full_load",
            "drift",
            "on_contract_change",
            "guard",
            "history",
            "clean");
    assertThat(orders.get("extract").toString())
        .isEqualTo(
            "{\"connector\":\"zuora-aqua\",\"connection\":\"shop\",\"settings\":{"
                + "\"api_key\":\"env:API_KEY\",\"nested\":{\"list\":[\"one\"],\"token\":\"***\"},"
                + "\"password\":\"***\",\"query\":\"SELECT Id FROM Order\"}}");
    assertThat(names(orders.get("raw")))
        .containsExactly(
            "format",
            "path",
            "processed_date",
            "increment",
            "sealed_by",
            "settle_seconds",
            "path_pattern",
            "retain_seconds",
            "ignore",
            "follow_links",
            "max_record_bytes",
            "csv",
            "records",
            "zone",
            "columns");
    assertThat(orders.get("raw").get("columns").get(0).toString())
        .isEqualTo(
            "{\"name\":\"id\",\"from\":[\"Order No.\"],\"type\":\"string\",\"optional\":false,"
                + "\"normalise\":[\"trim\"],\"from_epoch\":null,\"formats\":[],\"decode\":false,"
                + "\"decimal\":\".\",\"grouping\":null,"
                + "\"true_values\":[\"true\",\"t\",\"yes\",\"y\",\"1\"],"
                + "\"false_values\":[\"false\",\"f\",\"no\",\"n\",\"0\"],\"null_values\":[]}");
    assertThat(orders.get("raw").get("csv").toString())
        .isEqualTo(
            "{\"delimiter\":\",\",\"quote\":\"\\\"\",\"escape\":null,\"comment\":null,"
                + "\"encoding\":\"utf-8\",\"header\":true,\"names\":[],\"skip_lines\":0,"
                + "\"null_values\":[\"\"]}");
    assertThat(orders.get("columns").get(5).toString())
        .isEqualTo(
            "{\"name\":\"is_deleted\",\"type\":\"boolean\",\"description\":null,\"was\":null,\"store\":false,"
                + "\"pii\":false}");
    assertThat(orders.get("guard").toString())
        .isEqualTo(
            "{\"max_deleted_share\":0.2,\"min_rows\":1000,\"max_quarantined_share\":0.2,"
                + "\"may_empty\":[]}");
    assertThat(orders.get("clean").toString())
        .isEqualTo(
            "{\"format\":\"parquet\",\"path\":\"file:/lake/clean/shop/orders\","
                + "\"partition_by\":[],\"retain\":{\"versions\":3,\"age_seconds\":172800.0}}");
  }

  @Test
  void givenTwoForms_whenTyped_thenRefused() {
    assertThat(terminal.type("describe", "--json", "--markdown").exitCode()).isEqualTo(64);
  }

  private static List<String> names(JsonNode object) {
    return List.copyOf(
        new ObjectMapper()
            .convertValue(
                object,
                new com.fasterxml.jackson.core.type.TypeReference<
                    java.util.LinkedHashMap<String, Object>>() {})
            .keySet());
  }

  @Test
  void givenAnEngine_whenDescribed_thenItsLinesArePrintedAsTheyAre() {
    terminal.runner.outcome = "-- a comment\nSELECT 1;\n";

    Seen seen = terminal.type("describe", "shop/orders", "--read-with", "duckdb");

    assertThat(seen).isEqualTo(new Seen(0, "-- a comment\nSELECT 1;\n", ""));
    assertThat(terminal.runner.asked(0, DescribeCommand.Reading.class).engine())
        .isEqualTo("duckdb");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shop/orders --read-with duckbd | \"duckbd\" is no engine; did you mean \"duckdb\"?",
        "shop/orders --read-with excel | is no engine; they are pandas, pyarrow, duckdb, polars,",
        "shop --read-with spark | --read-with needs one dataset, such as zuora/account",
        "--read-with spark | --read-with needs one dataset, such as zuora/account",
        "shop/orders --read-with spark --json | --read-with prints lines for the engine",
        "shop/orders --read-with spark --markdown | --read-with prints lines for the engine"
      })
  void givenNoSuchEngineOrForm_whenTyped_thenTheMessageSaysWhatIsRight(
      String arguments, String message) {
    Seen seen = terminal.type(("describe " + arguments).split(" ", -1));

    assertThat(seen.exitCode()).isEqualTo(64);
    assertThat(seen.err()).contains(message);
    assertThat(terminal.runner.invocations).isEmpty();
  }

  @Test
  void givenNoTable_whenAskedHowToReadIt_thenThatIsSaid() {
    Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);
    Workplace where =
        new Workplace(folder.resolve("conf.yaml"), folder.resolve("jobs"), List.of("shop/orders"));

    assertThatThrownBy(() -> new ReadWith(run, where).lines("spark"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("shop/orders: there is no table at /lake/clean/shop/orders. Run");
  }
}
