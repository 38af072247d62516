package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.settings.Finding;
import io.sluice.settings.Wrong;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RisksTest {
  @TempDir Path root;

  private List<String> warnings(String job) {
    return new JobFolder(root)
        .job(job).check(Map.of()).warnings().stream().map(Finding::placed).toList();
  }

  @Test
  void givenFilteredExportWithDeleteFlag_whenChecked_thenWarns() {
    String job =
        JobFolder.MINIMAL.replace("  id:", "  gone: boolean\n  id:")
            + "delete_when: gone\nextract: {connector: zuora-aqua, query: SELECT Id FROM A Where B = 1}\n";

    assertThat(warnings(job))
        .containsExactly(
            "extract.query: if an update makes a row no longer match the WHERE clause, the row never arrives as a delete and stays in the table; remove the clause, or mark such rows by a condition in delete_when");
    assertThat(warnings(job.replace("delete_when: gone", "delete_when: gone or amount = 0")))
        .isEmpty();
    assertThat(warnings(job.replace(" Where B = 1", ""))).isEmpty();
    assertThat(warnings(job.replace("B = 1", "(CreatedDate >= '2020-04-01') and B = 1")))
        .hasSize(1);
    assertThat(warnings(job.replace("B = 1", "(CreatedDate >= '2020-04-01')"))).isEmpty();
  }

  @Test
  void givenOptionalKey_whenChecked_thenWarns() {
    assertThat(
            warnings(JobFolder.MINIMAL.replace("id: string", "id: {type: string, optional: true}")))
        .containsExactly(
            "columns.id.optional: all rows of a file that lacks this key column go to quarantine");
  }

  @Test
  void givenATextInOrderBy_whenChecked_thenWarnsThatItComparesAsText() {
    assertThat(warnings(JobFolder.MINIMAL + "order_by: [id]\n"))
        .containsExactly(
            "order_by: \"id\" is text and compares as text, so that \"9\" beats \"10\"; declare it as a"
                + " number, a date or a timestamp if it is one");
  }

  @Test
  void givenGroupThatNothingTakes_whenChecked_thenWarns() {
    assertThat(
            warnings(
                JobFolder.MINIMAL.replace(
                    "format: csv", "format: csv, path_pattern: '(?<day>.*)'")))
        .containsExactly(
            "raw.path_pattern: the group \"day\" is neither a partition nor used by a column's from: \"path:day\"");
  }

  @Test
  void givenBothOrdersOfDayAndMonth_whenChecked_thenWarns() {
    String job =
        JobFolder.MINIMAL.replace(
            "  status: string",
            "  status: {type: date, formats: [dd.MM.yyyy, 'dd/MM/yyyy', M.d.yyyy, dd.MMM.yyyy]}");

    assertThat(new JobFolder(root).job(job).check(Map.of()).warnings())
        .extracting(Finding::placed)
        .singleElement()
        .asString()
        .contains(
            "columns.status.formats: \"dd.MM.yyyy\" and \"M.d.yyyy\" differ in the order of day and"
                + " month");
  }

  @Test
  void givenSecretThatIsNotThere_whenChecked_thenWarnsByName() {
    JobFolder folder =
        new JobFolder(root)
            .job(JobFolder.MINIMAL)
            .write(
                "conf.yaml",
                """
                lake: l
                connections: {zuora: {id: 'env:ID', client_secret: 'env:SECRET'}}
                spark: {spark.hadoop.fs.s3a.access.key: 'env:ID', spark.hadoop.fs.s3a.secret.key: 'env:KEY'}
                """);

    assertThat(folder.check(Map.of("ID", "x")).warnings())
        .containsExactly(
            new Finding(
                folder.conf().toString(),
                3,
                "spark.spark.hadoop.fs.s3a.secret.key",
                Wrong.of("the environment variable KEY is not set")),
            new Finding(
                folder.conf().toString(),
                2,
                "connections.zuora.client_secret",
                Wrong.of("the environment variable SECRET is not set")));
  }
}
