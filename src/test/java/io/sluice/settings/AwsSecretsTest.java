package io.sluice.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.demo.TestHttp;
import io.sluice.demo.TestHttp.Reply;
import io.sluice.error.ConfigurationException;
import io.sluice.error.TemporaryException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** References to AWS Secrets Manager, against a server that speaks its protocol. */
class AwsSecretsTest {
  private static final List<String> PROPERTIES =
      List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.region");

  private TestHttp server;
  private volatile String answer = "";
  private volatile int status = 200;

  @BeforeEach
  void start() {
    PROPERTIES.forEach(property -> System.setProperty(property, "eu-west-1"));
    server =
        new TestHttp(
            request ->
                request.header("X-Amz-Target").orElse("").equals("secretsmanager.GetSecretValue")
                        && request.body().contains("\"zuora/production\"")
                    ? Reply.bytes(
                        status,
                        "application/x-amz-json-1.1",
                        answer.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    : Reply.json(400, "{\"__type\":\"ResourceNotFoundException\"}"));
  }

  @AfterEach
  void stop() {
    server.close();
    PROPERTIES.forEach(System::clearProperty);
  }

  @Test
  void givenSecretWithKeys_whenRevealed_thenTheKeysValueIsIt() {
    answer = "{\"SecretString\":\"{\\\"id\\\":\\\"x\\\",\\\"client_secret\\\":\\\"hunter2\\\"}\"}";

    assertThat(reveal("aws-secret:zuora/production#client_secret")).isEqualTo("hunter2");
  }

  @Test
  void givenSecretWithoutTheKey_whenRevealed_thenItIsSaidWithoutTheSecret() {
    answer = "{\"SecretString\":\"{\\\"id\\\":\\\"hunter2\\\"}\"}";

    assertThatThrownBy(() -> reveal("aws-secret:zuora/production#client_secret"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("zuora/production has no key client_secret")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void givenSecretThatIsNoJson_whenRevealed_thenItIsSaidWithoutTheSecret() {
    answer = "{\"SecretString\":\"hunter2\"}";

    assertThatThrownBy(() -> reveal("aws-secret:zuora/production#client_secret"))
        .hasMessageContaining("is not a JSON object")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void givenNoSuchSecret_whenRevealed_thenItIsConfiguration() {
    assertThatThrownBy(() -> reveal("aws-secret:other#client_secret"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("aws-secret other, AWS refuses it");
  }

  @Test
  void givenAServiceThatIsAwayOrBusy_whenRevealed_thenItMayPass() {
    status = 400;
    answer = "{\"__type\":\"ThrottlingException\"}";
    assertThatThrownBy(() -> reveal("aws-secret:zuora/production#client_secret"))
        .isInstanceOf(TemporaryException.class)
        .hasMessageContaining("aws-secret zuora/production, AWS does not answer");

    server.close();
    assertThatThrownBy(() -> reveal("aws-secret:zuora/production#client_secret"))
        .isInstanceOf(TemporaryException.class)
        .hasMessageContaining("aws-secret zuora/production, AWS does not answer");
  }

  private String reveal(String reference) {
    return Secret.of(reference)
        .reveal(Map.of("AWS_ENDPOINT_URL_SECRETS_MANAGER", server.uri().toString()));
  }
}
