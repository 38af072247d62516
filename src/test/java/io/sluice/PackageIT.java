package io.sluice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standalone archive from its making to rows in a table, by spark-submit of a Spark that has no
 * more than a stock one: that of {@code SPARK_HOME}, else one of Maven's jars.
 */
class PackageIT {
  private static final Pattern LACKING_IN_STOCK_SPARK =
      Pattern.compile(
          "(spark-avro_|spark-hadoop-cloud_|hadoop-aws-|aws-java-sdk-|jmespath-java-|ion-java-"
              + "|jackson-dataformat-cbor-|sluice).*");

  /** What Spark's own script does, without what it reads of the machine. */
  private static final String SPARK_SUBMIT =
      """
      #!/usr/bin/env bash
      home=$(cd "$(dirname "$0")/.." && pwd)
      export SPARK_HOME=$home
      mapfile -d '' -t command < <("$JAVA_HOME/bin/java" -cp "$home/jars/*" \\
        org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
      command=("${command[@]:1}")
      command[0]=${command[0]#$'\\n'}
      exec "${command[@]}"
      """;

  @TempDir Path folder;

  @Test
  void givenAProject_whenPackedAndUnpackedElsewhere_thenItsTablesAreMerged() throws Exception {
    Path project = folder.resolve("my project");
    assertThat(clone(folder, "init-project", project.toString())).contains("Wrote ");
    write(
        project.resolve("jobs/shop/orders.yaml"),
        """
        dataset: shop/orders
        raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
        columns: {id: bigint, name: string}
        key: [id]
        clean: {format: avro}
        """);

    String packed = clone(project, "package", "--standalone", "--out", folder + "/");
    run(folder, List.of("tar", "xzf", "sluice-standalone.tar.gz"));

    Path unpacked = folder.resolve("sluice");
    assertThat(packed).contains("1 dataset").doesNotContain("warning:");
    assertThat(run(unpacked, List.of("sha256sum", "-c", "--quiet", "SHA256SUMS"))).isEmpty();
    write(unpacked.resolve("lake/raw/shop/orders/2026-11-20.csv"), "id,name\n1,Käse\n");
    String launcher = unpacked.resolve("sluice").toString();
    assertThat(run(folder, List.of(launcher, "check"))).contains("no problems");
    assertThat(run(folder, List.of(launcher, "ingest", "--quiet"))).contains("shop/orders");
    assertThat(run(folder, List.of(launcher, "show", "shop/orders", "--format", "csv")))
        .isEqualTo("id,name\n1,Käse\n");
    assertThat(run(folder, List.of(launcher, "status"))).contains("shop/orders");

    write(unpacked.resolve("lake/raw/shop/orders/2026-11-21.csv"), "id,name\n2,Brot\n");
    Path log = folder.resolve("run.log");
    String logged =
        run(
            folder,
            List.of(launcher, "ingest", "--log-file", log.toString(), "--log-format", "json"));
    assertThat(logged).contains("shop/orders");
    assertThat(Files.readAllLines(log))
        .allMatch(line -> line.startsWith("{\"time\":") && line.endsWith("}"))
        .anyMatch(line -> line.contains("\"message\":\"committed dataset=shop/orders"));
    assertThat(folder.resolve("err.txt")).content().doesNotContain("committed dataset");
  }

  private String clone(Path where, String... arguments) throws Exception {
    ProcessBuilder process =
        process(where, List.of(Path.of("sluice").toAbsolutePath().toString()), arguments);
    process.environment().put("SLUICE_SKIP_BUILD", "1");
    process.environment().remove("SPARK_HOME");
    return outcome(process);
  }

  private String run(Path where, List<String> command) throws Exception {
    ProcessBuilder process = process(where, command);
    process.environment().put("SPARK_HOME", spark().toString());
    process.environment().put("JAVA_HOME", System.getProperty("java.home"));
    process.environment().put("SPARK_SCALA_VERSION", "2.12"); // what a real Spark's files say
    return outcome(process);
  }

  private static ProcessBuilder process(Path where, List<String> command, String... arguments) {
    List<String> line = Stream.concat(command.stream(), Stream.of(arguments)).toList();
    ProcessBuilder process = new ProcessBuilder(line).directory(where.toFile());
    process.environment().remove("SLUICE_JAR");
    process.environment().remove("SLUICE_SPARK_SUBMIT_OPTS");
    return process;
  }

  private String outcome(ProcessBuilder process) throws Exception {
    Path err = folder.resolve("err.txt");
    Process started = process.redirectError(err.toFile()).start();
    String out = new String(started.getInputStream().readAllBytes(), UTF_8);
    assertThat(started.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(started.exitValue())
        .as(process.command() + "\n" + out + "\n" + Files.readString(err))
        .isZero();
    return out;
  }

  private Path spark() throws IOException {
    String given = System.getenv("SPARK_HOME");
    if (given != null && !given.isEmpty()) {
      return Path.of(given);
    }
    Path home = folder.resolve("spark");
    if (!Files.exists(home)) {
      write(home.resolve("bin/spark-submit"), SPARK_SUBMIT);
      assertThat(home.resolve("bin/spark-submit").toFile().setExecutable(true)).isTrue();
      Files.createDirectories(home.resolve("jars"));
      for (String jar : Files.readString(Path.of("target/classpath.txt")).strip().split(":", -1)) {
        Path file = Path.of(jar);
        if (!LACKING_IN_STOCK_SPARK.matcher(file.getFileName().toString()).matches()) {
          Files.createSymbolicLink(home.resolve("jars").resolve(file.getFileName()), file);
        }
      }
    }
    return home;
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
