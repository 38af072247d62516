package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ExitCode;
import io.sluice.run.Progress;
import io.sluice.run.demo.DemoAct;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActsTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Output out = new Output(printed, false);

  private static DemoAct act(String title) {
    return new DemoAct(
        title, List.of(new DemoAct.Step("ingest a/b", ExitCode.DONE, List.of("Done."))));
  }

  private String seen() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void givenAnActThatIsOver_whenTold_thenItIsSeenAtOnceAndOnlyOnce() throws IOException {
    Acts acts = new Acts("./sluice");
    acts.shownIn(
        new Session(new RecordedRunner(), Progress.NONE, out, System.err, Optional.empty()));

    acts.told(act("One"));

    assertThat(seen()).isEqualTo("1. One\n   $ ./sluice ingest a/b\n     Done.\n\n");
    acts.printRest(List.of(act("One"), act("Two")), out);
    out.flush();
    assertThat(seen())
        .containsOnlyOnce("1. One\n")
        .endsWith("2. Two\n   $ ./sluice ingest a/b\n     Done.\n\n");
  }

  @Test
  void givenNobodyWhoReadsAlong_whenTold_thenNothingBeforeTheEnd() throws IOException {
    Acts acts = new Acts("./sluice");

    acts.told(act("One"));
    out.flush();

    assertThat(seen()).isEmpty();
  }
}
