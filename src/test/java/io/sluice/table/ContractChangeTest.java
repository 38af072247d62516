package io.sluice.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.error.ConfigurationException;
import io.sluice.spark.TestSession;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnSpec.Normaliser;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Decimal;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.DatasetName;
import io.sluice.spec.JobSpec;
import io.sluice.spec.JobSpec.OnContractChange;
import io.sluice.spec.Jobs;
import io.sluice.spec.MergeSpec;
import io.sluice.spec.TextForm;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.table.files.FilesTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a job file changes in a table that an earlier one made. */
class ContractChangeTest {
  @TempDir private Path disk;

  @Test
  void givenTheSameJob_whenCompared_thenNothingChanges() {
    JobSpec job = idAnd(Simple.INT).job();

    assertThat(ContractChange.between(tableOf(job), job, () -> "Undo it"))
        .isEqualTo(new ContractChange(List.of(), Optional.empty(), false));
  }

  @Test
  void givenAColumnMore_whenCompared_thenItIsAddedAndAllIsRewritten() {
    JobSpec after = Jobs.of(Jobs.text("id"), Jobs.column("n", Simple.INT), Jobs.text("more")).job();

    assertThat(ContractChange.between(tableOf(idAnd(Simple.INT).job()), after, () -> "Undo it"))
        .isEqualTo(
            new ContractChange(
                List.of("column more is added; it is null in older rows"), Optional.empty(), true));
  }

  @Test
  void givenColumnsInAnotherOrder_whenCompared_thenAllIsRewrittenWithoutANote() {
    JobSpec after = Jobs.of(Jobs.column("n", Simple.INT), Jobs.text("id")).job();

    assertThat(ContractChange.between(tableOf(idAnd(Simple.INT).job()), after, () -> "Undo it"))
        .isEqualTo(new ContractChange(List.of(), Optional.empty(), true));
  }

  @Test
  void givenAnotherFormat_whenCompared_thenItIsNotedAndAllIsRewritten() {
    JobSpec after = idAnd(Simple.INT).clean(CleanFormat.ORC).job();

    assertThat(ContractChange.between(tableOf(idAnd(Simple.INT).job()), after, () -> "Undo it"))
        .isEqualTo(
            new ContractChange(
                List.of(), Optional.of("the format changes from parquet to orc"), true));
  }

  @Test
  void givenAColumnThatIsNotStored_whenCompared_thenItIsNoChange() {
    JobSpec after =
        Jobs.of(
                Jobs.text("id"),
                new ColumnSpec("gone", "gone", Simple.BOOLEAN, false, List.of(), false, false),
                Jobs.column("n", Simple.INT))
            .deleteFlag("gone")
            .job();

    assertThat(ContractChange.between(tableOf(idAnd(Simple.INT).job()), after, () -> "Undo it"))
        .isEqualTo(new ContractChange(List.of(), Optional.empty(), false));
  }

  static Stream<Arguments> widened() {
    return Stream.of(
        arguments(Simple.TINYINT, Simple.SMALLINT),
        arguments(Simple.TINYINT, Simple.BIGINT),
        arguments(Simple.INT, Simple.BIGINT),
        arguments(Simple.TINYINT, new Decimal(3, 0)),
        arguments(Simple.SMALLINT, new Decimal(7, 2)),
        arguments(Simple.INT, new Decimal(10, 0)),
        arguments(Simple.BIGINT, new Decimal(38, 19)),
        arguments(new Decimal(10, 2), new Decimal(12, 2)),
        arguments(new Decimal(10, 2), new Decimal(12, 4)));
  }

  @ParameterizedTest
  @MethodSource("widened")
  void givenATypeThatHoldsAllOfTheOther_whenCompared_thenItIsWidened(
      ColumnType before, ColumnType after) {
    assertThat(
            ContractChange.between(
                tableOf(idAnd(before).job()), idAnd(after).job(), () -> "Undo it"))
        .isEqualTo(
            new ContractChange(
                List.of("column n is widened from %s to %s".formatted(before.text(), after.text())),
                Optional.empty(),
                true));
  }

  static Stream<Arguments> narrowed() {
    return Stream.of(
        arguments(Simple.BIGINT, Simple.INT),
        arguments(Simple.BIGINT, new Decimal(18, 0)),
        arguments(Simple.INT, new Decimal(10, 1)),
        arguments(Simple.INT, Simple.DOUBLE),
        arguments(Simple.INT, Simple.STRING),
        arguments(Simple.FLOAT, Simple.DOUBLE),
        arguments(Simple.DATE, Simple.TIMESTAMP),
        arguments(new Decimal(10, 2), new Decimal(10, 4)),
        arguments(new Decimal(10, 2), new Decimal(12, 1)),
        arguments(new Decimal(10, 0), Simple.BIGINT));
  }

  @ParameterizedTest
  @MethodSource("narrowed")
  void givenATypeThatDoesNotHoldAllOfTheOther_whenCompared_thenItIsRefused(
      ColumnType before, ColumnType after) {
    Snapshot version = tableOf(idAnd(before).job());
    JobSpec job = idAnd(after).job();

    assertThatThrownBy(() -> ContractChange.between(version, job, () -> "Undo it"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            refusal(
                "columns.n.type: %s cannot hold all of the table's %s"
                    .formatted(after.text(), before.text())));
  }

  static Stream<Arguments> laws() {
    Jobs pair = Jobs.of(Jobs.text("id"), Jobs.text("n"));
    return Stream.of(
        arguments(pair.key("id", "n").job(), "key: \"id, n\" against the table's \"id\""),
        arguments(
            strings().mode(MergeSpec.Mode.INSERT).job(),
            "mode: \"insert\" against the table's \"upsert\""),
        arguments(
            strings().orderBy("n", true).job(),
            "order_by: \"n else processed_date\" against the table's \"\""),
        arguments(
            Jobs.of(Jobs.normalised("id", Normaliser.TRIM), Jobs.text("n")).job(),
            "normalise: \"{id=trim}\" against the table's \"\""),
        arguments(
            strings().partitionBy("n").job(), "partition_by: \"n\" against the table's \"\""));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void givenAnotherLaw_whenCompared_thenItIsRefused(JobSpec after, String reason) {
    Snapshot version = tableOf(strings().job());

    assertThatThrownBy(() -> ContractChange.between(version, after, () -> "Undo it"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("Nothing was changed. Undo it");
  }

  @Test
  void givenSeveralChangesThatRowsCannotFollow_whenCompared_thenAllAreNamedAtOnce() {
    Snapshot version = tableOf(idAnd(Simple.BIGINT).job());
    JobSpec after = Jobs.of(Jobs.text("id"), Jobs.text("other")).mode(MergeSpec.Mode.INSERT).job();

    assertThatThrownBy(() -> ContractChange.between(version, after, () -> "Undo it"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            refusal(
                "mode: \"insert\" against the table's \"upsert\"; columns: the table's column \"n\" is missing"));
  }

  @Test
  void givenARenamedColumn_whenCompared_thenItIsNotedAndAllIsRewritten() {
    JobSpec after = Jobs.of(Jobs.text("id"), Jobs.was("n", "number", Simple.BIGINT)).job();

    assertThat(ContractChange.between(tableOf(idAnd(Simple.INT).job()), after, () -> "Undo it"))
        .isEqualTo(
            new ContractChange(
                List.of(
                    "column n is renamed to number", "column number is widened from int to bigint"),
                Optional.empty(),
                true));
  }

  @Test
  void givenAFormerNameOfARenamedColumn_whenCompared_thenItHasNoEffect() {
    JobSpec after = Jobs.of(Jobs.text("id"), Jobs.was("n", "number", Simple.BIGINT)).job();

    assertThat(ContractChange.between(tableOf(after), after, () -> "Undo it"))
        .isEqualTo(new ContractChange(List.of(), Optional.empty(), false));
  }

  @Test
  void givenAFormerNameThatTheTableLacks_whenCompared_thenTheColumnIsAddedAndItIsSaid() {
    JobSpec after =
        Jobs.of(
                Jobs.text("id"),
                Jobs.column("n", Simple.INT),
                Jobs.was("other", "more", Simple.STRING))
            .job();

    assertThat(
            ContractChange.between(tableOf(idAnd(Simple.INT).job()), after, () -> "Undo it")
                .notes())
        .containsExactly(
            "column more is added; it is null in older rows. was: other found nothing, as the"
                + " table has no column of that name");
  }

  @Test
  void givenATableWithBothNames_whenCompared_thenItIsRefused() {
    Snapshot version = tableOf(Jobs.of(Jobs.text("id"), Jobs.text("n"), Jobs.text("number")).job());
    JobSpec after = Jobs.of(Jobs.text("id"), Jobs.was("n", "number", Simple.STRING)).job();

    assertThatThrownBy(() -> ContractChange.between(version, after, () -> "Undo it"))
        .hasMessage(
            refusal(
                "columns: the table's column \"n\" is missing; was: n cannot make it number, as"
                    + " the table has that column too"));
  }

  @Test
  void givenARenamedAndNarrowedColumn_whenCompared_thenItIsRefused() {
    Snapshot version = tableOf(idAnd(Simple.BIGINT).job());
    JobSpec after = Jobs.of(Jobs.text("id"), Jobs.was("n", "number", Simple.INT)).job();

    assertThatThrownBy(() -> ContractChange.between(version, after, () -> "Undo it"))
        .hasMessage(refusal("columns.number.type: int cannot hold all of the table's bigint"));
  }

  @Test
  void givenRenamedColumnsOfTheLaw_whenCompared_thenTheLawIsTheSame() {
    Jobs before =
        Jobs.of(
                Jobs.normalised("id", Normaliser.TRIM),
                Jobs.text("part"),
                Jobs.column("at", Simple.BIGINT))
            .key("id", "part")
            .orderBy("at", false)
            .partitionBy("part");
    Jobs after =
        Jobs.of(
                new ColumnSpec(
                    "z",
                    List.of("id"),
                    Simple.STRING,
                    false,
                    List.of(Normaliser.TRIM),
                    true,
                    false,
                    TextForm.USUAL,
                    "",
                    "id"),
                Jobs.was("part", "country", Simple.STRING),
                Jobs.was("at", "changed", Simple.BIGINT))
            .key("z", "country")
            .orderBy("changed", false)
            .partitionBy("country");
    Snapshot version = tableOf(before.job());

    assertThat(ContractChange.between(version, after.job(), () -> "Undo it").columns())
        .containsExactly(
            "column id is renamed to z",
            "column part is renamed to country",
            "column at is renamed to changed");
    assertThatThrownBy(
            () -> ContractChange.between(version, after.key("country", "z").job(), () -> "Undo it"))
        .hasMessage(refusal("key: \"country, z\" against the table's \"id, part\""));
  }

  @Test
  void givenAnotherNameWithoutWas_whenCompared_thenTheKeyThatRenamesIsNamed() {
    Snapshot version = tableOf(idAnd(Simple.INT).job());
    JobSpec after = Jobs.of(Jobs.text("id"), Jobs.column("number", Simple.BIGINT)).job();

    assertThatThrownBy(() -> ContractChange.between(version, after, () -> "Undo it"))
        .hasMessage(
            refusal(
                "columns: the table's column \"n\" is missing; if it is column number now, write"
                    + " was: n there"));
  }

  @Test
  void givenRefuse_whenColumnsChange_thenTheChangesAndTheWayOn() {
    Snapshot version = tableOf(idAnd(Simple.INT).job());
    Jobs refusing = idAnd(Simple.INT).onContractChange(OnContractChange.REFUSE);

    assertThat(ContractChange.between(version, refusing.job(), () -> "Undo it").rewrites())
        .isFalse();
    assertThat(
            ContractChange.between(version, refusing.clean(CleanFormat.ORC).job(), () -> "Undo it")
                .rewrites())
        .as("the format is no column")
        .isTrue();
    assertThatThrownBy(
            () ->
                ContractChange.between(
                    version,
                    Jobs.of(Jobs.text("id"), Jobs.column("n", Simple.BIGINT), Jobs.text("more"))
                        .onContractChange(OnContractChange.REFUSE)
                        .job(),
                    () -> "Undo it"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "shop/orders: the job file changes the table's version 1, against on_contract_change:"
                + " refuse: column n is widened from int to bigint; column more is added; it is"
                + " null in older rows. Nothing was changed. Set on_contract_change: apply to have"
                + " it applied by the next run, or undo the change");
    assertThatThrownBy(
            () ->
                ContractChange.between(
                    version,
                    Jobs.of(Jobs.column("n", Simple.INT), Jobs.text("id"))
                        .onContractChange(OnContractChange.REFUSE)
                        .job(),
                    () -> "Undo it"))
        .hasMessageContaining("refuse: the columns have another order. Nothing was changed");
  }

  private static String refusal(String reasons) {
    return "shop/orders: the job file differs from the table's version 1 in ways for which stored"
        + " rows cannot be converted: "
        + reasons
        + ". Nothing was changed. Undo it";
  }

  private static Jobs strings() {
    return idAnd(Simple.STRING);
  }

  private static Jobs idAnd(ColumnType type) {
    return Jobs.of(Jobs.text("id"), Jobs.column("n", type));
  }

  /** The first version of the table that the job makes; it holds no rows. */
  private Snapshot tableOf(JobSpec job) {
    Table table =
        new FilesTable(
            new RoutedStorage(Map.of()),
            Location.of(disk.toString()),
            DatasetName.of("shop/orders"));
    try (Change change = table.change(TestSession.shared(), job, Optional.empty(), "run")) {
      return change
          .commit(TableState.of(job, List.of(), List.of(), Map.of()), Instant.EPOCH)
          .orElseThrow();
    }
  }
}
