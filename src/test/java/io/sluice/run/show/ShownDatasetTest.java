package io.sluice.run.show;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.UsageException;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which dataset is shown is said before anything is read. */
class ShownDatasetTest {
  @TempDir private Path home;

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(home.resolve("conf.yaml"), "lake: \"" + home.resolve("lake") + "\"\n");
    Files.createDirectories(home.resolve("jobs/crm"));
    for (String name : List.of("contacts", "deals")) {
      Files.writeString(
          home.resolve("jobs/crm/" + name + ".yaml"),
          """
          dataset: crm/%s
          raw: {format: csv}
          columns: {id: string}
          key: [id]
          """
              .formatted(name));
    }
  }

  private void show(String name) {
    Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);
    Workplace where = new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of(name));
    Object unused =
        new ShowVerb(run, where)
            .show(new ShowOptions(OptionalLong.empty(), Optional.empty(), 0, List.of(), false));
  }

  @Test
  void givenANameWithoutItsSource_whenShown_thenTheDatasetIsOffered() {
    assertThatThrownBy(() -> show("contacts"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "\"contacts\" is neither a dataset nor a source; did you mean \"crm/contacts\"? Nothing"
                + " was run.");
    assertThatThrownBy(() -> show("contcats"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("did you mean \"crm/contacts\"?");
  }

  @Test
  void givenASourceOfTwo_whenShown_thenOneIsAskedFor() {
    assertThatThrownBy(() -> show("crm"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "\"crm\" is a source of 2 datasets; show prints one, such as crm/contacts. Nothing was"
                + " run.");
  }
}
