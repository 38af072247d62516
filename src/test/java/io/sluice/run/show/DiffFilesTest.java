package io.sluice.run.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.Partition;
import io.sluice.table.DataFile;
import io.sluice.table.DataFile.Mark;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A comparison reads the files that one version lacks, whatever else there is. */
class DiffFilesTest {
  private static DataFile file(String path, String tail) {
    return new DataFile(
        path, Partition.WHOLE_TABLE, 10, 100, Optional.of(new Mark(path.length(), tail)));
  }

  private static DataFile file(String path) {
    return new DataFile(path, Partition.WHOLE_TABLE, 10, 100);
  }

  @Test
  void givenFilesThatBothName_whenChosen_thenOnlyTheOthersAreRead() {
    DataFile both = file("_data/v1-aa/one.parquet");
    DataFile old = file("_data/v1-aa/two.parquet");
    DataFile changed = file("_data/v2-bb/three.parquet");

    DiffFiles files = DiffFiles.of(List.of(both, old), List.of(both, changed));

    assertThat(files).isEqualTo(new DiffFiles(List.of(old), List.of(changed)));
    assertThat(files.bytes()).isEqualTo(200);
    assertThat(DiffFiles.of(List.of(both), List.of(both)).bytes()).isZero();
  }

  @Test
  void givenACarriedFile_whenChosen_thenItIsReadOnNeitherSide() {
    DataFile before = file("_data/v1-aa/at/one.parquet", "c0ffee");
    DataFile carried = file("_data/v12-bb/at/one.parquet", "c0ffee");

    assertThat(DiffFiles.of(List.of(before), List.of(carried)))
        .isEqualTo(new DiffFiles(List.of(), List.of()));
  }

  @Test
  void givenFilesThatMayDiffer_whenChosen_thenBothAreRead() {
    DataFile before = file("_data/v1-aa/one.parquet", "c0ffee");
    DataFile unmarked = file("_data/v1-aa/one.parquet");

    for (DataFile after :
        List.of(
            file("_data/v2-bb/one.parquet", "decade"),
            file("_data/v2-bb/one.parquet"),
            file("_data/v2-bb/at/one.parquet", "c0ffee"),
            new DataFile("_data/v2-bb/one.parquet", Partition.WHOLE_TABLE, 11, 100, before.mark()),
            new DataFile(
                "_data/v2-bb/one.parquet", Partition.WHOLE_TABLE, 10, 101, before.mark()))) {
      assertThat(DiffFiles.of(List.of(before), List.of(after)))
          .isEqualTo(new DiffFiles(List.of(before), List.of(after)));
      assertThat(DiffFiles.of(List.of(unmarked), List.of(after)))
          .isEqualTo(new DiffFiles(List.of(unmarked), List.of(after)));
    }
  }

  @Test
  void givenOneNameInManyFolders_whenChosen_thenPathsTell() {
    DataFile first = file("_data/v1-aa/part-0.parquet");
    DataFile second = file("_data/v2-bb/part-0.parquet");
    DataFile third = file("_data/v3-cc/part-0.parquet");

    assertThat(DiffFiles.of(List.of(first, second), List.of(first, second, third)))
        .isEqualTo(new DiffFiles(List.of(), List.of(third)));
  }
}
