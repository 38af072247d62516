package io.sluice.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartitionTest {
  @Test
  void givenColumnsOneOfThemNull_whenMade_thenTheOthersInTheirOrder() {
    List<Optional<String>> texts = List.of(Optional.of("at"), Optional.empty(), Optional.of("x"));

    Partition partition = Partition.of(List.of("country", "day", "area"), texts::get);

    assertThat(partition).hasToString("{country=at, area=x}");
    assertThat(partition).isEqualTo(new Partition(Map.of("area", "x", "country", "at")));
    assertThat(partition.isEmpty()).isFalse();
  }

  @Test
  void givenNoColumns_whenMade_thenTheWholeTable() {
    Partition partition = Partition.of(List.of(), place -> Optional.empty());

    assertThat(partition).isEqualTo(Partition.WHOLE_TABLE);
    assertThat(partition.isEmpty()).isTrue();
  }

  @Test
  void givenAMapThatChanges_whenMadeOfIt_thenThePartitionStays() {
    Map<String, String> values = new LinkedHashMap<>(Map.of("country", "at"));
    Partition partition = new Partition(values);

    values.clear();

    assertThat(partition).isEqualTo(new Partition(Map.of("country", "at")));
  }
}
