package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestWordTest {
  @Test
  void givenTypingError_whenAsked_thenWordWithFewestEdits() {
    assertThat(NearestWord.edits("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestWord.of("ORDR_BY", List.of("owner", "order_by"))).contains("order_by");
    assertThat(NearestWord.of("kye", List.of("tie", "key"))).contains("key");
    assertThat(NearestWord.of("quarantine", List.of("tie", "key"))).isEmpty();
  }
}
