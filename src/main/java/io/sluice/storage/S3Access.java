package io.sluice.storage;

import io.sluice.error.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/** The credentials of requests: S3A's settings, translated for this SDK. */
final class S3Access {
  private static final String PROVIDERS = "aws.credentials.provider";

  private S3Access() {}

  /** Looks no credentials up yet. */
  static AwsCredentialsProvider of(S3Settings settings) {
    Optional<AwsCredentials> keys = keys(settings);
    Optional<String> named = settings.text(PROVIDERS);
    if (named.isEmpty()) {
      return keys.<AwsCredentialsProvider>map(StaticCredentialsProvider::create)
          .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }
    List<AwsCredentialsProvider> providers = new ArrayList<>();
    for (String name : named.get().trim().split("\\s*,\\s*", -1)) {
      add(providers, name, keys, settings);
    }
    if (providers.isEmpty()) {
      throw new ConfigurationException(
          settings.where()
              + ": no credentials were found, fs.s3a."
              + PROVIDERS
              + " asks for keys and none are set. Nothing was run. Set fs.s3a.access.key and"
              + " secret.key by reference.");
    }
    return AwsCredentialsProviderChain.builder()
        .credentialsProviders(providers)
        .reuseLastProviderEnabled(true)
        .build();
  }

  private static void add(
      List<AwsCredentialsProvider> providers,
      String className,
      Optional<AwsCredentials> keys,
      S3Settings settings) {
    switch (className.substring(className.lastIndexOf('.') + 1)) {
      case "TemporaryAWSCredentialsProvider", "SimpleAWSCredentialsProvider" ->
          keys.map(StaticCredentialsProvider::create).ifPresent(providers::add);
      case "AnonymousAWSCredentialsProvider", "AnonymousCredentialsProvider" ->
          providers.add(AnonymousCredentialsProvider.create());
      case "EnvironmentVariableCredentialsProvider" ->
          providers.add(EnvironmentVariableCredentialsProvider.create());
      case "ProfileCredentialsProvider" -> providers.add(ProfileCredentialsProvider.create());
      case "WebIdentityTokenCredentialsProvider", "WebIdentityTokenFileCredentialsProvider" ->
          providers.add(WebIdentityTokenFileCredentialsProvider.create());
      case "IAMInstanceCredentialsProvider",
          "InstanceProfileCredentialsProvider",
          "ContainerCredentialsProvider",
          "EC2ContainerCredentialsProviderWrapper" -> {
        providers.add(ContainerCredentialsProvider.create());
        providers.add(InstanceProfileCredentialsProvider.create());
      }
      case "DefaultAWSCredentialsProviderChain", "DefaultCredentialsProvider" ->
          providers.add(DefaultCredentialsProvider.builder().build());
      default ->
          throw new ConfigurationException(
              settings.where()
                  + ": fs.s3a."
                  + PROVIDERS
                  + " names "
                  + className
                  + ", known are SimpleAWSCredentialsProvider, TemporaryAWSCredentialsProvider,"
                  + " AnonymousAWSCredentialsProvider, EnvironmentVariableCredentialsProvider,"
                  + " ProfileCredentialsProvider, WebIdentityTokenCredentialsProvider and"
                  + " IAMInstanceCredentialsProvider. Nothing was run. Name one of them, or take"
                  + " the setting out.");
    }
  }

  private static Optional<AwsCredentials> keys(S3Settings settings) {
    Optional<String> access = settings.text("access.key");
    Optional<String> secret = settings.text("secret.key");
    if (access.isPresent() != secret.isPresent()) {
      throw new ConfigurationException(
          settings.where()
              + ": one of fs.s3a.access.key and fs.s3a.secret.key is set, and both were expected, or"
              + " none. Nothing was run. Set the other one too.");
    }
    return access.map(
        key ->
            settings
                .text("session.token")
                .<AwsCredentials>map(
                    token -> AwsSessionCredentials.create(key, secret.get(), token))
                .orElseGet(() -> AwsBasicCredentials.create(key, secret.get())));
  }
}
