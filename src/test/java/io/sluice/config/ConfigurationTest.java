package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.UsageException;
import io.sluice.settings.Finding;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  @TempDir Path root;
  private JobFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = new JobFolder(root);
  }

  private static String job(String name) {
    return JobFolder.MINIMAL.replace("shop/orders", name);
  }

  private void writeThree() {
    folder
        .write("jobs/shop/orders.yaml", job("shop/orders"))
        .write("jobs/shop/items.yaml", job("shop/items"))
        .write("jobs/crm/contact.yaml", job("crm/contact"));
  }

  private List<String> names(String... names) {
    return folder.load(names).jobs().stream().map(job -> job.dataset().toString()).toList();
  }

  @Test
  void givenThreeJobFiles_whenLoadedByNames_thenSortedAndOnce() {
    writeThree();

    assertThat(names()).containsExactly("crm/contact", "shop/items", "shop/orders");
    assertThat(names("shop")).containsExactly("shop/items", "shop/orders");
    assertThat(names("shop/orders", "crm", "shop"))
        .containsExactly("crm/contact", "shop/items", "shop/orders");
    assertThat(names("shop/orders")).containsExactly("shop/orders");
  }

  @Test
  void givenUnknownName_whenLoaded_thenNearestIsNamed() {
    writeThree();

    assertThatThrownBy(() -> folder.load("shop/order"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "\"shop/order\" is neither a dataset nor a source; did you mean \"shop/orders\"? Nothing was run.");
    assertThatThrownBy(() -> folder.load("shp"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("did you mean \"shop\"?");
    assertThatThrownBy(() -> folder.load("warehouse"))
        .hasMessage(
            "\"warehouse\" is neither a dataset nor a source; the datasets are crm/contact, shop/items, shop/orders. Nothing was run.");
    assertThatThrownBy(() -> folder.load("contact"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "\"contact\" is neither a dataset nor a source; did you mean \"crm/contact\"? Nothing was run.");
    assertThatThrownBy(() -> folder.load("ordrs"))
        .hasMessageContaining("did you mean \"shop/orders\"?");
  }

  @Test
  void givenDefaultsOfSource_whenLoaded_thenMapsMergeAndTheRestIsReplaced() {
    folder.write(
        "jobs/shop/_source.yaml",
        """
        owner: shop-team
        schedule: "0 7 * * *"
        extract: {connector: zuora-aqua, query: SELECT 1}
        raw: {format: json, settle: 5m}
        key: [id, status]
        delete_when: is_deleted
        clean: {format: orc, retain: {versions: 9}}
        columns: {id: bigint, loaded_at: timestamp}
        """);
    folder.job(
        """
        dataset: shop/orders
        extract: {query: SELECT 2}
        raw: {format: csv}
        columns: {status: string, id: string}
        key: [id]
        delete_when: null
        clean: {retain: {age: 7d}}
        """);

    JobSpec job = folder.only();

    assertThat(job.owner()).contains("shop-team");
    assertThat(job.schedule()).contains("0 7 * * *");
    assertThat(job.extract().orElseThrow().connector()).isEqualTo("zuora-aqua");
    assertThat(job.extract().orElseThrow().settings()).isEqualTo(Map.of("query", "SELECT 2"));
    assertThat(job.raw().settle()).hasMinutes(5);
    assertThat(job.merge().key()).containsExactly("id");
    assertThat(job.merge().deleteFlag()).isEmpty();
    assertThat(job.clean().format()).isEqualTo(CleanFormat.ORC);
    assertThat(job.clean().retainVersions()).isEqualTo(9);
    assertThat(job.clean().retainAge()).hasDays(7);
    assertThat(job.columns())
        .extracting(ColumnSpec::name)
        .containsExactly("id", "loaded_at", "status");
    assertThat(job.column("id").type().text()).isEqualTo("string");
  }

  @Test
  void givenProblemsInSeveralFiles_whenLoaded_thenAllAreNamedAtOnce() {
    folder
        .write("conf.yaml", "lake: /lake\nvar: {a: b}\n")
        .write("jobs/crm/contact.yaml", "dataset: crm/contact\nraw: {format: csv\n")
        .job(
            JobFolder.MINIMAL
                .replace("decimal(18,2)", "decimals(18,2)")
                .replace("key: [id]", "key: [order_id]"));

    assertThat(folder.failure())
        .isEqualTo(
            """
            conf.yaml: 1 problem, nothing was run
              var: unknown key; did you mean "vars"?
            jobs/crm/contact.yaml: 1 problem, nothing was run
              broken YAML: the { of this line is not closed before line 3, or a comma is missing
            jobs/shop/orders.yaml: 2 problems, nothing was run
              columns.amount: "decimals(18,2)" is not a type; did you mean "decimal(18,2)"?
              key[0]: "order_id" is not in columns; they are id, status, amount""");
  }

  @Test
  void givenBrokenDefaults_whenTwoJobsLoaded_thenReportedOnceAndThere() {
    writeThree();
    folder.write("jobs/shop/_source.yaml", "freshness: soon\ndataset: shop/orders\ndrft: fail\n");

    assertThat(folder.failure())
        .isEqualTo(
            """
            jobs/shop/_source.yaml: 3 problems, nothing was run
              dataset: belongs in the job file of each dataset
              drft: unknown key; did you mean "drift"?
              freshness: "soon" is not a duration; write a number and ms, s, m, h or d, such as 26h""");
  }

  @Test
  void givenBrokenJobOfAnotherSource_whenOneIsAskedFor_thenLoads() {
    writeThree();
    folder.write("jobs/crm/contact.yaml", "dataset: [");

    assertThat(names("shop/orders")).containsExactly("shop/orders");
  }

  @Test
  void givenKeyTwice_whenLoaded_thenRefusedWithPlace() {
    folder.job(JobFolder.MINIMAL + "key: [status]\n");

    assertThat(folder.failure())
        .contains("  key: the key occurs twice, first at line 7; remove one");
    assertThat(folder.failureWithLines()).contains("\n  line 8: key: the key");
  }

  @Test
  void givenColumnTwice_whenLoaded_thenRefused() {
    folder.job(JobFolder.MINIMAL.replace("  status: string", "  id: bigint"));

    assertThat(folder.failure()).contains("  columns.id: the key occurs twice");
  }

  @Test
  void givenOddYaml_whenLoaded_thenRefused() {
    folder.job("- a\n");
    assertThat(folder.failure()).contains("the file is a list, it must be a map of keys");

    folder.job(JobFolder.MINIMAL + "---\na: b\n");
    assertThat(folder.failure())
        .contains("a second YAML document begins here; a file may have only one");

    folder.job(JobFolder.MINIMAL + "owner: &me you\ndescription: *me\n");
    assertThat(folder.failure()).contains("description: anchors and aliases are not supported");

    folder.job("\tkey: [id]");
    assertThat(folder.failure())
        .contains("broken YAML: a tab at line 1; YAML is indented by blanks");
  }

  @Test
  void givenLatin1_whenLoaded_thenRefused() throws IOException {
    folder.job(JobFolder.MINIMAL);
    Files.write(folder.jobs().resolve("shop/orders.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});

    assertThat(folder.failure()).contains("the file is not UTF-8");
  }

  @Test
  void givenEmptyFile_whenLoaded_thenMissingKeysAreNamed() {
    folder.job("# nothing yet\n");

    assertThat(folder.failure())
        .contains("dataset: is missing; write dataset: shop/orders")
        .contains("columns: is missing or empty; declare each column as name: type")
        .contains("raw.format: is missing; it is one of csv, json, json-document, avro, parquet")
        .contains("key: is missing; mode upsert needs the columns that identify a row");
  }

  @Test
  void givenNoJobsFolder_whenLoaded_thenSaysSo() {
    assertThat(folder.failure())
        .isEqualTo(
            """
            jobs: 1 problem, nothing was run
              there is no such folder; name the folder of job files with --jobs"""
                .replace("jobs:", folder.jobs().toString().replace(root + "/", "") + ":"));
  }

  @Test
  void givenNoEnvironmentFile_whenLoaded_thenSaysSoOnce() throws IOException {
    folder.job(JobFolder.MINIMAL.replace("csv", "csv, path: '${nowhere}/x'"));
    Files.delete(folder.conf());

    assertThat(folder.failure())
        .isEqualTo("conf.yaml: 1 problem, nothing was run\n  there is no such file");
  }

  @Test
  void givenEmptyJobsFolder_whenLoaded_thenSaysHowAJobIsWritten() throws IOException {
    Files.createDirectories(folder.jobs());

    assertThat(folder.failure())
        .contains("contains no job file; a job file is <source>/<dataset>.yaml");
  }

  @Test
  void givenFilesOutOfPlace_whenLoaded_thenRefused() {
    folder
        .job(JobFolder.MINIMAL)
        .write("jobs/orders.yaml", "a: b")
        .write("jobs/shop/refunds.yml", "a: b")
        .write("jobs/shop/Big Orders.yaml", "a: b")
        .write("jobs/shop/rules.sql", "select 1");

    assertThat(folder.failure())
        .contains("jobs/orders.yaml: 1 problem", "is not in the folder of a source")
        .contains(
            "jobs/shop/refunds.yml: 1 problem", "job files end in .yaml; rename it, or remove it")
        .contains("\"shop/Big Orders\" is not a dataset name; write source/name in lower case")
        .doesNotContain("rules.sql");
  }

  @Test
  void givenWrongName_whenLoaded_thenPlaceIsNamed() {
    folder.job(job("shop/order"));

    assertThat(folder.failure())
        .contains(
            "dataset: \"shop/order\" does not match the file's path; write shop/orders or move the file");
  }

  @Test
  void givenTwoFilesOfOneDataset_whenLoaded_thenTheOtherIsNamed() {
    folder.job(job("shop/orders")).write("jobs/crm/orders.yaml", job("shop/orders"));

    assertThat(folder.failureWithLines())
        .contains("jobs/crm/orders.yaml: 1 problem")
        .contains(
            "line 1: dataset: \"shop/orders\" does not match the file's path; write crm/orders, as"
                + " jobs/shop/orders.yaml is the file of shop/orders");
  }

  @Test
  void givenBrokenAndRiskyFiles_whenChecked_thenBothAreReturned() {
    writeThree();
    folder.write("jobs/crm/contact.yaml", job("crm/contact") + "mod: full\n");
    folder.job(JobFolder.MINIMAL + "guard: {max_deleted_share: 1}\n");

    Checked checked = folder.check(Map.of());

    assertThat(checked.datasets()).hasSize(3);
    assertThat(checked.problems())
        .extracting(Finding::placed)
        .containsExactly("mod: unknown key; did you mean \"mode\"?");
    assertThat(checked.problems().get(0).file()).endsWith("jobs/crm/contact.yaml");
    assertThat(checked.warnings())
        .extracting(Finding::path)
        .containsExactly("guard.max_deleted_share");
    assertThat(checked.warnings().get(0).file()).endsWith("jobs/shop/orders.yaml");
  }

  /** Risks are told of what is valid alone: the key's column is not there to be looked at. */
  @Test
  void givenKeyThatIsNoColumn_whenChecked_thenAProblem() {
    folder.job(JobFolder.MINIMAL.replace("key: [id]", "key: [ident]"));

    assertThat(folder.check(Map.of()).problems())
        .extracting(Finding::placed)
        .anyMatch(text -> text.contains("\"ident\" is not in columns"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "[{a: "})
  void givenNestingWithoutEnd_whenLoaded_thenThePlaceIsNamed(String open) {
    folder.job("dataset: shop/orders\nraw: \n  " + open.repeat(100_000) + "\n");

    assertThat(folder.failure())
        .contains("jobs/shop/orders.yaml: 1 problem")
        .containsPattern("broken YAML: values are nested more than 50 levels deep");
    assertThat(folder.failureWithLines()).contains("line 3: ");
  }

  @Test
  void givenFileOfNoEnd_whenLoaded_thenItIsNotReadWhole() {
    folder.job("a: b\n".repeat(300_000));

    assertThat(folder.failure())
        .contains(
            "the file cannot be read: it is longer than 1048576 bytes, the limit of such a file");
  }

  @Test
  void givenKeyOfSeveralLines_whenLoaded_thenItMakesNoLineOfItsOwn() {
    folder.job(JobFolder.MINIMAL + "\"x\\nproblem: forged\\e[2J\\u202e\": 1\n");

    assertThat(folder.failure()).contains("\n  x\\nproblem: forged\\u001b[2J\\u202e: unknown key");
  }
}
