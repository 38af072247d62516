package io.sluice.config;

import io.sluice.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A secret by reference: {@code env:NAME}, {@code file:/path} or {@code aws-secret:name#key}. It is
 * looked up when it is used and kept nowhere, and it prints as {@code ***}.
 */
public final class Secret {
  private static final Pattern REFERENCE =
      Pattern.compile("(env):([A-Za-z_][A-Za-z0-9_]*)|(file):(/.+)|(aws-secret):([^#]+#.+)");

  /** The last word of a setting whose value nobody may read. */
  private static final Pattern NAMES =
      Pattern.compile(
          "(?:.*[_.-])?(secret|password|passwd|passphrase|token|key|credentials?)",
          Pattern.CASE_INSENSITIVE);

  /** S3A's names of the key in a key store that objects are encrypted with. */
  private static final Pattern PUBLIC_NAMES =
      Pattern.compile("spark\\.hadoop\\..*encryption\\.key");

  private final String kind;
  private final String name;

  private Secret(String kind, String name) {
    this.kind = kind;
    this.name = name;
  }

  /** Whether the text refers to a secret. */
  public static boolean isReference(String text) {
    return REFERENCE.matcher(text).matches();
  }

  /**
   * Parses a reference.
   *
   * @throws IllegalArgumentException if the text is none; the message does not repeat it
   */
  public static Secret of(String reference) {
    Matcher matcher = REFERENCE.matcher(reference);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not a reference to a secret; write env:NAME, file:/path or aws-secret:name#key");
    }
    for (int group = 1; group < matcher.groupCount(); group += 2) {
      if (matcher.group(group) != null) {
        return new Secret(matcher.group(group), matcher.group(group + 1));
      }
    }
    throw new IllegalStateException("a reference that matches has a kind");
  }

  /** Whether nobody may read the value of a setting of this name. */
  static boolean isNameOfSecret(String name) {
    return NAMES.matcher(name).matches() && !PUBLIC_NAMES.matcher(name).matches();
  }

  /**
   * Settings with the secrets in place of the references to them; other values stay as they are.
   *
   * @param variables the process's environment
   * @throws ConfigurationException if a secret is not there
   */
  public static Map<String, String> revealed(
      Map<String, String> settings, Map<String, String> variables) {
    Map<String, String> revealed = new TreeMap<>(settings);
    revealed.replaceAll(
        (name, value) ->
            NAMES.matcher(name).matches() && isReference(value)
                ? of(value).reveal(variables)
                : value);
    return revealed;
  }

  /** Why the secret cannot be had now; empty where it can, or where AWS would have to be asked. */
  public Optional<String> fault(Map<String, String> variables) {
    return switch (kind) {
      case "env" ->
          variables.containsKey(name)
              ? Optional.empty()
              : Optional.of("the environment variable " + name + " is not set");
      case "file" ->
          Files.isReadable(Path.of(name))
              ? Optional.empty()
              : Optional.of("the file " + name + " is missing or cannot be read");
      default -> Optional.empty();
    };
  }

  /**
   * Looks the secret up. A file's last line break is no part of it.
   *
   * @param variables the process's environment
   * @throws ConfigurationException if it is not there
   */
  public String reveal(Map<String, String> variables) {
    Optional<String> fault = fault(variables);
    if (fault.isPresent()) {
      throw new ConfigurationException(
          "a secret cannot be had: " + fault.get() + ". Nothing was run. Set it and run again.");
    }
    if (kind.equals("env")) {
      return variables.get(name);
    }
    if (kind.equals("aws-secret")) {
      return AwsSecrets.reveal(name, variables);
    }
    try {
      return Files.readString(Path.of(name)).replaceFirst("\\R$", "");
    } catch (IOException e) {
      throw new ConfigurationException(
          "a secret cannot be had: the file " + name + " cannot be read. Nothing was run.", e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
