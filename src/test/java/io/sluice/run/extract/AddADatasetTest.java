package io.sluice.run.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ExitCode;
import io.sluice.run.check.CheckReport;
import io.sluice.run.check.CheckVerb;
import io.sluice.run.exports.ExportEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newcomer does what docs/add-a-dataset.md says: one job file beside the shipped ones. */
class AddADatasetTest {
  private static final Pattern FIRST_EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Pattern OBJECT = Pattern.compile("(?i)FROM\\s+(\\w+)");

  @TempDir private Path home;

  @Test
  void givenTheDocumentedJobFile_whenExtracted_thenA14thObjectIsExportedWithTheOthers()
      throws IOException {
    try (ZuoraLake lake = new ZuoraLake(home)) {
      Path jobs = Files.createDirectories(home.resolve("jobs/zuora"));
      try (Stream<Path> shipped = Files.list(Path.of("jobs/zuora"))) {
        for (Path file : shipped.toList()) {
          Files.copy(file, jobs.resolve(file.getFileName()));
          object(Files.readString(file), lake);
        }
      }
      lake.extract();
      lake.nextDay();
      String example = example();
      Files.writeString(jobs.resolve("product.yaml"), example);
      object(example, lake);
      lake.server
          .table("Product")
          .put(
              Map.of("Product.Id", "p1", "Product.Name", "Guide", "Product.SKU", "SKU-1"),
              lake.clock.instant());
      lake.clock.forward(Duration.ofMinutes(1));

      CheckReport check = new CheckVerb(lake.run(), lake.where("zuora/product")).check(false);
      List<ExtractedDataset> outcome = lake.extract("zuora");

      assertThat(check.warnings()).isEmpty();
      assertThat(outcome).hasSize(14).allMatch(one -> one.exitCode() == ExitCode.DONE);
      ExportEntry product =
          outcome.stream()
              .filter(one -> one.dataset().name().equals("product"))
              .findFirst()
              .orElseThrow()
              .exports()
              .get(0);
      assertThat(product.full()).isTrue();
      assertThat(product.rows()).isEqualTo(1);
      assertThat(product.held()).isEmpty();
    }
  }

  private static String example() throws IOException {
    Matcher matcher = FIRST_EXAMPLE.matcher(Files.readString(Path.of("docs/add-a-dataset.md")));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static void object(String job, ZuoraLake lake) {
    Matcher matcher = OBJECT.matcher(job.toUpperCase(Locale.ROOT));
    if (matcher.find()) {
      lake.server.table(job.substring(matcher.start(1), matcher.end(1)));
    }
  }
}
