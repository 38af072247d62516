package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.settings.Finding;
import io.sluice.spec.JobSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code was} of columns, and what may become of the table's columns. */
class FormerNameTest {
  @TempDir private Path root;

  @Test
  void givenAFormerNameAndAPolicy_whenLoaded_thenTheJobHasThem() {
    JobSpec job =
        new JobFolder(root)
            .job(
                JobFolder.MINIMAL.replace(
                        "  status: string", "  status: {was: state, type: string}")
                    + "on_contract_change: refuse\n")
            .only();

    assertThat(job.column("status").was()).isEqualTo("state");
    assertThat(job.column("status").from()).containsExactly("status");
    assertThat(job.onContractChange()).isEqualTo(JobSpec.OnContractChange.REFUSE);
    assertThat(new JobFolder(root).job(JobFolder.MINIMAL).only().onContractChange())
        .isEqualTo(JobSpec.OnContractChange.APPLY);
    assertThat(job.renamed(Set.of("id", "state"))).isEqualTo(Map.of("status", "state"));
    assertThat(job.renamed(Set.of("id", "state", "status"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{was: amount, type: string} | columns.status.was: \"amount\" is a column of this file still",
        "{was: Amount, type: string} | columns.status.was: \"Amount\" is a column of this file still",
        "{was: status, type: string} | columns.status.was: is the column's own name",
        "{was: _old, type: string} | columns.status.was: \"_old\" begins with _",
        "{was: s, type: string, store: false} | columns.status.was: is for columns of the table",
        "{was: [a, b], type: string} | columns.status.was: ",
      })
  void givenAFormerNameThatCannotBe_whenChecked_thenAProblem(String column, String problem) {
    String file = JobFolder.MINIMAL.replace("status: string", "status: " + column);

    assertThat(new JobFolder(root).job(file).check(Map.of()).problems())
        .extracting(Finding::placed)
        .anySatisfy(text -> assertThat(text).contains(problem));
  }

  @Test
  void givenOneFormerNameOfTwoColumns_whenChecked_thenAProblem() {
    String file =
        JobFolder.MINIMAL
            .replace("status: string", "status: {was: old, type: string}")
            .replace("amount: decimal(18,2)", "amount: {was: Old, type: \"decimal(18,2)\"}");

    assertThat(new JobFolder(root).job(file).check(Map.of()).problems())
        .extracting(Finding::placed)
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("columns.amount.was: \"Old\" is said of column status already");
  }

  @Test
  void givenAFormerNameInAnotherCase_whenChecked_thenItIsOne() {
    String file =
        JobFolder.MINIMAL.replace("status: string", "status: {was: Status, type: string}");

    assertThat(new JobFolder(root).job(file).check(Map.of()).problems()).isEmpty();
  }
}
