package io.sluice.run.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.extract.ZuoraLake;
import io.sluice.run.status.DatasetStatus;
import io.sluice.run.status.StatusVerb;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An increment that its sender holds, by an edited query; no engine is started for it. */
class HeldIncrementTest {
  @TempDir private Path home;

  @Test
  void givenHeldIncrement_whenNotApproved_thenItStaysPendingAndEverybodySaysWhy() {
    try (ZuoraLake lake = new ZuoraLake(home, "Account")) {
      lake.extract();
      String first = lake.manifests("Account").get(0).path("id").asText();
      lake.nextDay();
      lake.job("Account", "SELECT Name, Id FROM Account", "");
      lake.extract();
      String held = lake.manifests("Account").get(1).path("id").asText();
      // Only the held one is left.
      io.sluice.storage.Location raw =
          io.sluice.storage.Location.of(lake.raw("Account").resolve(first).toString());
      new io.sluice.storage.RoutedStorage(java.util.Map.of()).delete(raw);

      DatasetOutcome outcome =
          new IngestVerb(lake.run(), lake.where())
              .ingest(new IngestOptions("night", Optional.empty()))
              .get(0);
      DatasetStatus status = new StatusVerb(lake.run(), lake.where()).status().get(0);

      assertThat(outcome.exitCode()).isEqualTo(ExitCode.DATA);
      assertThat(outcome.increments()).isZero();
      assertThat(outcome.problem().orElseThrow())
          .contains(held, "a full load came instead of changes", "--approve=" + held);
      assertThat(status.pending()).isEqualTo(List.of(held));
      assertThat(status.problems().get(0)).contains("is held by its manifest");
    }
  }
}
