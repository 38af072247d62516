package io.sluice.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.error.ConfigurationException;
import io.sluice.error.TemporaryException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;

/**
 * Secrets of AWS Secrets Manager, {@code name#key}: a key of the JSON object that the secret is.
 * Credentials and region are those that the AWS SDK finds on this machine. Messages never hold what
 * the secret is.
 */
final class AwsSecrets {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int FIRST_SERVER_FAULT = 500;

  private AwsSecrets() {}

  /**
   * Looks a secret up.
   *
   * @param reference such as {@code zuora/production#client_secret}
   * @param variables the process's environment; {@code AWS_ENDPOINT_URL_SECRETS_MANAGER} names
   *     another service
   */
  static String reveal(String reference, Map<String, String> variables) {
    int hash = reference.lastIndexOf('#');
    String name = reference.substring(0, hash);
    String key = reference.substring(hash + 1);
    SecretsManagerClientBuilder builder =
        SecretsManagerClient.builder().httpClient(Apache5HttpClient.create());
    Optional.ofNullable(variables.get("AWS_ENDPOINT_URL_SECRETS_MANAGER"))
        .ifPresent(endpoint -> builder.endpointOverride(address(endpoint)));
    try (SecretsManagerClient client = builder.build()) {
      String text = client.getSecretValue(request -> request.secretId(name)).secretString();
      return value(name, key, text == null ? "" : text);
    } catch (SdkServiceException e) {
      if (e.statusCode() >= FIRST_SERVER_FAULT || e.isThrottlingException()) {
        throw new TemporaryException(message(name, "AWS does not answer", e), e);
      }
      throw new ConfigurationException(message(name, "AWS refuses it", e), e);
    } catch (SdkException e) {
      if (isOfTheWire(e)) {
        throw new TemporaryException(message(name, "AWS does not answer", e), e);
      }
      throw new ConfigurationException(message(name, "AWS cannot be asked", e), e);
    }
  }

  private static boolean isOfTheWire(Throwable failure) {
    return failure != null && (failure instanceof IOException || isOfTheWire(failure.getCause()));
  }

  private static URI address(String text) {
    try {
      URI address = URI.create(text.strip());
      if (address.getScheme() != null && address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // One message for all values that are not addresses.
    }
    throw new ConfigurationException(
        "a secret is not available: the environment variable AWS_ENDPOINT_URL_SECRETS_MANAGER is not an address, found \""
            + text
            + "\" against one such as https://host. Nothing was run. Correct it and run again.");
  }

  private static String value(String name, String key, String text) {
    JsonNode value;
    try {
      value = MAPPER.readTree(text).path(key);
    } catch (JsonProcessingException e) {
      // The parser's message quotes the text, so it is dropped.
      throw new ConfigurationException(
          "a secret is not available: aws-secret "
              + name
              + " is not a JSON object. Nothing was run.");
    }
    if (!value.isValueNode() || value.isNull()) {
      throw new ConfigurationException(
          "a secret is not available: aws-secret "
              + name
              + " has no key "
              + key
              + ". Nothing was run.");
    }
    return value.asText();
  }

  private static String message(String name, String what, SdkException e) {
    return "a secret is not available: aws-secret "
        + name
        + ", "
        + what
        + ", "
        + e.getMessage()
        + ". Nothing was run. Correct it and run again.";
  }
}
