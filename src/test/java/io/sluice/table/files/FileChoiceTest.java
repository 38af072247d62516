package io.sluice.table.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.Partition;
import io.sluice.table.DataFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileChoiceTest {
  private static final long LARGE = 64L << 20;
  private static final DataFile LARGE_AT = file("a", "at", LARGE);
  private static final DataFile SMALL_AT = file("b", "at", 10);
  private static final DataFile LARGE_DE = file("c", "de", LARGE);
  private static final DataFile SMALL_DE = file("d", "de", 10);
  private static final List<DataFile> ALL = List.of(LARGE_AT, SMALL_AT, LARGE_DE, SMALL_DE);

  @Test
  void givenAFileThatLosesRows_whenChosen_thenItAndTheSmallOnesOfItsPartition() {
    FileChoice choice = FileChoice.of(ALL, Set.of(LARGE_AT), Set.of());

    assertThat(choice.rewritten()).containsExactlyInAnyOrder(LARGE_AT, SMALL_AT);
    assertThat(choice.partitions()).containsExactly(LARGE_AT.partition());
    assertThat(choice.bytes()).isEqualTo(LARGE + 10);
  }

  @Test
  void givenAPartitionThatGrows_whenChosen_thenItsLargeFilesStay() {
    FileChoice choice = FileChoice.of(ALL, Set.of(), Set.of(LARGE_DE.partition()));

    assertThat(choice.rewritten()).containsExactly(SMALL_DE);
  }

  @Test
  void givenNothingThatChanges_whenChosen_thenNothingIsWritten() {
    assertThat(FileChoice.of(ALL, Set.of(), Set.of()).isEmpty()).isTrue();
  }

  private static DataFile file(String name, String country, long bytes) {
    return new DataFile("_data/v1-0/" + name, new Partition(Map.of("country", country)), 1, bytes);
  }
}
