package io.sluice.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void givenTypingError_whenAsked_thenWordWithFewestEdits() {
    assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.to("ORDR_BY", List.of("owner", "order_by"))).contains("order_by");
    assertThat(Nearest.to("kye", List.of("tie", "key"))).contains("key");
    assertThat(Nearest.to("quarantine", List.of("tie", "key"))).isEmpty();
  }

  @Test
  void givenBeginningOfAWord_whenAsked_thenTheWordUnlessItIsTooShort() {
    assertThat(Nearest.to("app", List.of("json", "approve"))).contains("approve");
    assertThat(Nearest.to("ap", List.of("json", "approve"))).isEmpty();
  }
}
