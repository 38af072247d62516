package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
  @Test
  void givenVariable_whenRevealed_thenItsValueAndNeverPrinted() {
    Secret secret = Secret.of("env:PASS");

    assertThat(secret.reveal(Map.of("PASS", "hunter2"))).isEqualTo("hunter2");
    assertThat(secret).hasToString("***");
  }

  @Test
  void givenFile_whenRevealed_thenWithoutItsLastLineBreak(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "hunter2\n");

    assertThat(Secret.of("file:" + file).reveal(Map.of())).isEqualTo("hunter2");
  }

  @Test
  void givenSettings_whenRevealed_thenSecretsAloneAreLookedUp() {
    Map<String, String> settings =
        Map.of(
            "spark.hadoop.fs.s3a.secret.key", "env:PASS",
            "spark.sql.warehouse.dir", "file:/warehouse",
            "spark.hadoop.fs.s3a.encryption.key", "arn:aws:kms:x");

    assertThat(Secret.revealed(settings, Map.of("PASS", "hunter2")))
        .containsEntry("spark.hadoop.fs.s3a.secret.key", "hunter2")
        .containsEntry("spark.sql.warehouse.dir", "file:/warehouse")
        .containsEntry("spark.hadoop.fs.s3a.encryption.key", "arn:aws:kms:x");
    assertThatThrownBy(() -> Secret.revealed(settings, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the environment variable PASS is not set");
  }

  @Test
  void givenMissing_whenRevealed_thenSaysWhichOne() {
    assertThatThrownBy(() -> Secret.of("env:PASS").reveal(Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "a secret cannot be had: the environment variable PASS is not set. Nothing was run. Set it and run again.");
    assertThatThrownBy(() -> Secret.of("file:/no/such").reveal(Map.of()))
        .hasMessageContaining("the file /no/such is missing or cannot be read");
  }

  @Test
  void givenPlainValue_whenParsed_thenRefusedWithoutRepeatingIt() {
    assertThat(Secret.isReference("hunter2")).isFalse();
    assertThatThrownBy(() -> Secret.of("hunter2"))
        .hasMessage(
            "not a reference to a secret; write env:NAME, file:/path or aws-secret:name#key");
  }
}
