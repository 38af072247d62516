package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.spec.EnvironmentSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentFileTest {
  @TempDir Path root;
  private JobFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = new JobFolder(root).job(JobFolder.MINIMAL);
  }

  private EnvironmentSpec environment(String content) {
    return folder.write("conf.yaml", content).load().environment();
  }

  @Test
  void givenLakeAlone_whenLoaded_thenZonesLieBelowItInTheWorkingDirectory() {
    EnvironmentSpec environment = environment("lake: lake/\n");

    String lake = Path.of("lake").toAbsolutePath().toString();
    assertThat(environment)
        .isEqualTo(
            new EnvironmentSpec(
                lake + "/raw",
                lake + "/clean",
                lake + "/ledger",
                false,
                Map.of(),
                Map.of(),
                Map.of()));
  }

  @Test
  void givenEveryKey_whenLoaded_thenAllAreMapped() {
    EnvironmentSpec environment =
        environment(
            """
            lake: s3://lake/
            raw: s3://raw
            ledger: /ledger
            vars: {zuora_bucket: "s3://acme-raw-zuora", day: 2026-01-01}
            spark: {spark.master: "local[*]", spark.hadoop.fs.s3a.path.style.access: true, spark.version: 1.10}
            connections:
              zuora: {base_url: "https://rest.zuora.com", client_id: "env:ID", client_secret: "env:SECRET", api_key: "file:/k"}
            metrics: {pushgateway: "http://localhost:9091"}
            single_writer: true
            """);

    assertThat(environment.raw()).isEqualTo("s3://raw");
    assertThat(environment.clean()).isEqualTo("s3://lake/clean");
    assertThat(environment.ledger()).isEqualTo("/ledger");
    assertThat(environment.singleWriter()).isTrue();
    assertThat(environment.vars())
        .isEqualTo(Map.of("zuora_bucket", "s3://acme-raw-zuora", "day", "2026-01-01"));
    assertThat(environment.spark())
        .isEqualTo(
            Map.of(
                "spark.master",
                "local[*]",
                "spark.hadoop.fs.s3a.path.style.access",
                "true",
                "spark.version",
                "1.10"));
    assertThat(environment.connections().get("zuora"))
        .containsEntry("client_secret", "env:SECRET")
        .hasSize(4);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        arguments(
            "raw: /raw",
            "lake: is missing; name the folder or bucket that holds the zones, such as lake: lake"),
        arguments(
            "lake: l\nclean: l/raw", "clean: is the same place as raw; each zone needs its own"),
        arguments(
            "lake: s3a://lake//prod",
            "lake: \"s3a://lake//prod\" has a part that is empty, \".\" or \"..\"; write the folder"
                + " without it"),
        arguments(
            "lake: l\nclean: s3://lake/prod/../test/",
            "clean: \"s3://lake/prod/../test/\" has a part that is empty"),
        arguments("lake: \"s3a:lake\"", "lake: \"s3a:lake\" names no bucket; write a URI"),
        arguments("lake: \"l\\0\"", "lake: has a control character; write a path or a URI"),
        arguments("raw: \"file:/l\\0\"\nclean: /c\nledger: /l", "raw: has a control character"),
        arguments("lake: l\nlakes: l", "lakes: unknown key; did you mean \"lake\"?"),
        arguments("lake: [l]", "lake: a list stands where text must be"),
        arguments(
            "lake: l\nsingle_writer: maybe", "single_writer: \"maybe\" is neither true nor false"),
        arguments(
            "lake: l\nvars: {'a b': c}",
            "vars.a b: a variable's name has only letters, digits, _ and -"),
        arguments(
            "lake: l\nspark: {master: x}",
            "spark.master: settings of the engine begin with spark."),
        arguments(
            "lake: l\nspark: {spark.sql: {caseSensitive: true}}",
            "spark.spark.sql: a map stands where text must be"),
        arguments(
            "lake: l\nconnections: {zuora: x}",
            "connections.zuora: \"x\" stands where a map of keys must be"),
        arguments(
            "lake: l\nquarantine: q",
            "quarantine: unknown key; they are lake, raw, clean, ledger, vars, spark,"),
        arguments(
            "lake: l\nmetrics.pushgateway: x",
            "metrics.pushgateway: unknown key; keys are nested; write metrics: and, indented in the"
                + " line below it, pushgateway:"),
        arguments(
            "lake: l\nspark.master: x",
            "spark.master: unknown key; write spark: and, indented in the line below it,"
                + " spark.master:"),
        arguments("lake: l\nmetrics: {url: x}", "metrics.url: unknown key; they are pushgateway"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void givenWrongKey_whenLoaded_thenSaysWhere(String content, String message) {
    folder.write("conf.yaml", content + "\n");

    assertThat(folder.failure()).startsWith("conf.yaml: 1 problem, nothing was run\n  " + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.sql.session.timeZone",
        "spark.sql.ansi.enabled",
        "spark.sql.caseSensitive",
        "spark.sql.legacy.timeParserPolicy",
        "spark.sql.datetime.java8API.enabled",
        "spark.sql.parquet.datetimeRebaseModeInWrite",
        "spark.sql.parquet.int96RebaseModeInRead",
        "spark.sql.avro.datetimeRebaseModeInRead",
        "spark.sql.parquet.outputTimestampType",
        "spark.sql.storeAssignmentPolicy",
        "spark.sql.csv.parser.columnPruning.enabled"
      })
  void givenSettingThatChangesValues_whenLoaded_thenRefused(String setting) {
    folder.write("conf.yaml", "lake: l\nspark: {" + setting + ": x}\n");

    assertThat(folder.failure())
        .endsWith(
            "  spark."
                + setting
                + ": is fixed, because it changes values or hides lost values; remove it");
  }

  @Test
  void givenSecretAmongTheSettingsOfTheEngine_whenLoaded_thenRefusedUnlessItIsAReference() {
    folder.write("conf.yaml", "lake: l\nspark: {spark.hadoop.fs.s3a.secret.key: hunter2}\n");
    assertThat(folder.failure())
        .contains("spark.spark.hadoop.fs.s3a.secret.key: must be a reference to a secret")
        .doesNotContain("hunter2");

    String key = "arn:aws:kms:eu-central-1:1:key/x";
    String settings =
        "{spark.hadoop.fs.s3a.encryption.key: \""
            + key
            + "\", spark.hadoop.fs.s3a.bucket.raw.access.key: 'env:ID'}";
    assertThat(environment("lake: l\nspark: " + settings + "\n").spark())
        .containsEntry("spark.hadoop.fs.s3a.encryption.key", key)
        .containsEntry("spark.hadoop.fs.s3a.bucket.raw.access.key", "env:ID");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"client_secret", "password", "api_key", "refresh_token", "key", "SMTP-Password"})
  void givenSecretInTheFile_whenLoaded_thenRefusedWithoutRepeatingIt(String key) {
    folder.write("conf.yaml", "lake: l\nconnections: {zuora: {" + key + ": hunter2}}\n");

    assertThat(folder.failure())
        .contains(
            "connections.zuora."
                + key
                + ": must be a reference to a secret, not the secret; write env:NAME")
        .doesNotContain("hunter2");
  }
}
