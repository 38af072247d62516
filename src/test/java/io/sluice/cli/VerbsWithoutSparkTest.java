package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerbsWithoutSparkTest {
  @TempDir Path folder;

  @Test
  void givenTheVerbs_whenWritten_thenOneLineForTheLauncher() throws IOException {
    Path file = folder.resolve("verbs");

    VerbsWithoutSpark.main(new String[] {file.toString()});

    assertThat(file)
        .hasContent(
            "init-project init check describe package extract status runs exports versions quarantine"
                + " rollback completion help\n");
  }
}
