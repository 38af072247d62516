package io.sluice.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"hunter2\n", "hunter2\r\n", "hunter2\n\n", "hunter2\r", "\ufeffhunter2"})
  void givenLineBreakAtTheEnd_whenRevealed_thenItIsNoPartOfIt(String content, @TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), content);

    assertThat(Secret.of("env:PASS").reveal(Map.of("PASS", content))).isEqualTo("hunter2");
    assertThat(Secret.of("file:" + file).reveal(Map.of())).isEqualTo("hunter2");
  }

  @Test
  void givenRevealed_whenAnythingSaysIt_thenItIsHidden() {
    String unused = Secret.of("env:PASS").reveal(Map.of("PASS", "revealed-in-test\n"));

    assertThat(new ConfigurationException("it is revealed-in-test, or revealed%2Din-test"))
        .hasMessage("it is ***, or ***");
  }

  @ParameterizedTest
  @CsvSource({
    "'hunt\ner2', U+000A as number 5 of 8",
    "'\u200bhunter2', U+200B as number 1 of 8",
    "'hunt\u0000er2', U+0000 as number 5 of 8",
    "'hunter2\u202e', U+202E as number 8 of 8"
  })
  void givenCharacterThatNobodySees_whenRevealed_thenRefusedWithoutShowingTheRest(
      String content, String place) {
    Map<String, String> variables = Map.of("PASS", content);

    assertThatThrownBy(() -> Secret.of("env:PASS").reveal(variables))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "a secret is not available: the environment variable PASS contains an invisible character, "
                + place
                + ". Nothing was run. Set it and run again.");
    assertThat(Secret.of("env:PASS").fault(variables).orElseThrow()).contains(place);
  }

  @Test
  void givenNothingInIt_whenRevealed_thenRefused(@TempDir Path folder) throws IOException {
    Path latin = Files.write(folder.resolve("latin"), new byte[] {'a', (byte) 0xe4});
    Path huge = Files.write(folder.resolve("huge"), new byte[1 << 17]);

    assertThat(Secret.of("env:PASS").fault(Map.of("PASS", "\n")))
        .hasValue("the environment variable PASS is empty");
    assertThat(Secret.of("file:" + latin).fault(Map.of()).orElseThrow()).contains("is not UTF-8");
    assertThat(Secret.of("file:" + huge).fault(Map.of()).orElseThrow())
        .contains("is longer than 65536 bytes");
    assertThat(Secret.of("file:" + folder).fault(Map.of()).orElseThrow())
        .contains("is missing or cannot be read");
  }

  @Test
  void givenBlankAtItsBegin_whenChecked_thenDoubted() {
    assertThat(Secret.of("env:PASS").doubt(Map.of("PASS", " hunter2")))
        .hasValue(
            "the environment variable PASS begins or ends with a blank, which is part of the secret");
    assertThat(Secret.of("env:PASS").doubt(Map.of("PASS", "hunt er2\n"))).isEmpty();
    assertThat(Secret.of("env:PASS").reveal(Map.of("PASS", " hunter2"))).isEqualTo(" hunter2");
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
            "a secret is not available: the environment variable PASS is not set. Nothing was run. Set it and run again.");
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
