package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentedExamplesTest {
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @Test
  void givenExamplesOfTheReference_whenLoaded_thenTheyAreValid(@TempDir Path root)
      throws IOException {
    String reference = Files.readString(Path.of("docs/job-file.md"));
    List<String> blocks =
        BLOCK.matcher(reference).results().map((MatchResult block) -> block.group(1)).toList();
    JobFolder folder = new JobFolder(root);
    List<String> environments = new ArrayList<>();
    for (String block : blocks) {
      if (block.startsWith("dataset: ")) {
        String name = block.lines().findFirst().orElseThrow().substring("dataset: ".length());
        folder.write("jobs/" + name + ".yaml", block);
      } else {
        environments.add(block);
      }
    }

    assertThat(environments).hasSize(2);
    List<JobSpec> jobs = List.of();
    for (String environment : environments) {
      jobs = folder.write("conf.yaml", environment).load().jobs();
    }

    assertThat(jobs)
        .extracting(job -> job.dataset().toString())
        .containsExactly("crm/contacts", "shop/invoices", "shop/orders", "zuora/account");
  }
}
