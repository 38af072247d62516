package io.sluice.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionOrderTest {
  @Test
  void givenTexts_whenCompared_thenAsTheirBytesInUtf8() {
    // The last ones sort one way by their bytes and the other way by Java's characters.
    List<String> texts = List.of("", "a", "ab", "b", "é", "\uff5a", "\ud83d\ude00", "\ud83d\ude01");
    for (String left : texts) {
      for (String right : texts) {
        int byBytes =
            Arrays.compareUnsigned(
                left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
        assertThat(Integer.signum(VersionOrder.compareText(left, right)))
            .as("%s against %s", left, right)
            .isEqualTo(Integer.signum(byBytes));
      }
    }
  }
}
