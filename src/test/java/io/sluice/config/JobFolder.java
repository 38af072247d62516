package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.error.ConfigurationException;
import io.sluice.spec.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder of job files and an environment file, written by a test. */
final class JobFolder {
  /** The least that a job file needs. */
  static final String MINIMAL =
      """
      dataset: shop/orders
      raw: {format: csv}
      columns:
        id: string
        status: string
        amount: decimal(18,2)
      key: [id]
      """;

  private final Path root;

  JobFolder(Path root) {
    this.root = root;
    write("conf.yaml", "lake: /lake\nvars: {bucket: 's3://acme'}\n");
  }

  Path jobs() {
    return root.resolve("jobs");
  }

  Path conf() {
    return root.resolve("conf.yaml");
  }

  JobFolder write(String file, String content) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, content);
      return this;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Writes the job file of {@code shop/orders}. */
  JobFolder job(String content) {
    return write("jobs/shop/orders.yaml", content);
  }

  Loaded load(String... names) {
    return Configuration.load(jobs(), conf(), List.of(names));
  }

  Checked check(Map<String, String> variables) {
    return Configuration.check(jobs(), conf(), List.of(), variables);
  }

  JobSpec only() {
    return load().jobs().get(0);
  }

  /**
   * The message of a load that must fail, with paths below this folder. Each problem has a line,
   * which is left out.
   */
  String failure() {
    String message = failureWithLines();
    assertThat(message.lines().filter(line -> line.startsWith("  ")))
        .isNotEmpty()
        .allMatch(line -> line.matches("  line [1-9][0-9]*: .*"));
    return message.replaceAll("(?m)^  line [1-9][0-9]*: ", "  ");
  }

  /** The same with the lines. */
  String failureWithLines() {
    return catchThrowableOfType(ConfigurationException.class, this::load)
        .getMessage()
        .replace(root + "/", "");
  }
}
