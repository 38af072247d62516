package io.sluice.settings;

import io.sluice.error.ConfigurationException;
import io.sluice.error.Printable;
import io.sluice.error.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A secret by reference: {@code env:NAME}, {@code file:/path} or {@code aws-secret:name#key}. It is
 * looked up when it is used and prints as {@code ***}, it and, from then on, what it refers to
 * ({@link Redaction}). Line breaks at its end are no part of it, as files and mounted secrets end
 * in one; elsewhere they and other invisible characters are refused, as headers cannot hold them.
 */
public final class Secret {
  private static final Pattern REFERENCE =
      Pattern.compile("(env):([A-Za-z_][A-Za-z0-9_]*)|(file):(/.+)|(aws-secret):([^#]+#.+)");

  /** The last word of a setting's name whose value is a secret. */
  private static final Pattern NAMES =
      Pattern.compile(
          "(?:.*[_.-])?(secret|password|passwd|passphrase|token|key|credentials?)",
          Pattern.CASE_INSENSITIVE);

  /** S3A's names of the key in a key store that objects are encrypted with. */
  private static final Pattern PUBLIC_NAMES =
      Pattern.compile("spark\\.hadoop\\..*encryption\\.key");

  private static final int MOST_BYTES = 1 << 16;

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

  /**
   * The secret that a text refers to. A text that is no reference is the secret itself, and hidden
   * from then on.
   *
   * @param variables the process's environment
   * @throws ConfigurationException as {@link #reveal(Map)} does
   */
  public static String reveal(String text, Map<String, String> variables) {
    if (isReference(text)) {
      return of(text).reveal(variables);
    }
    Redaction.hide(text);
    return text;
  }

  /** Whether nobody may read the value of a setting of this name. */
  public static boolean isNameOfSecret(String name) {
    return NAMES.matcher(name).matches() && !PUBLIC_NAMES.matcher(name).matches();
  }

  /**
   * A setting as it may be shown. A reference stays; a text whose name says that it is a secret is
   * hidden. The same holds within maps and lists, which keep their form; keys of maps are sorted.
   *
   * @param value as {@link Node#plain} gives it
   */
  public static Object shown(String name, Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> shown = new TreeMap<>();
      map.forEach((key, entry) -> shown.put(key.toString(), shown(key.toString(), entry)));
      return shown;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> shown(name, item)).toList();
    }
    String text = value.toString();
    return isNameOfSecret(name) && !isReference(text) ? Redaction.HIDDEN : text;
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

  /** Why the secret is not available now; empty if it is, or if AWS would have to be asked. */
  public Optional<String> fault(Map<String, String> variables) {
    if (kind.equals("aws-secret")) {
      return Optional.empty();
    }
    try {
      checked(lookedUp(variables));
      return Optional.empty();
    } catch (AbsentException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** A warning about a secret that exists but looks wrong; empty if AWS would have to be asked. */
  public Optional<String> doubt(Map<String, String> variables) {
    if (kind.equals("aws-secret")) {
      return Optional.empty();
    }
    try {
      String secret = checked(lookedUp(variables));
      return secret.equals(secret.strip())
          ? Optional.empty()
          : Optional.of(where() + " begins or ends with a blank, which is part of the secret");
    } catch (AbsentException e) {
      return Optional.empty();
    }
  }

  /**
   * Looks the secret up, and hides it from then on.
   *
   * @param variables the process's environment
   * @throws ConfigurationException if it is not there, or no secret; the message does not show it
   */
  public String reveal(Map<String, String> variables) {
    try {
      String secret =
          checked(
              kind.equals("aws-secret") ? AwsSecrets.reveal(name, variables) : lookedUp(variables));
      Redaction.hide(secret);
      return secret;
    } catch (AbsentException e) {
      throw new ConfigurationException(
          "a secret is not available: "
              + e.getMessage()
              + ". Nothing was run. Set it and run again.");
    }
  }

  /** The message says why there is no secret, and shows nothing of it. */
  private static final class AbsentException extends Exception {
    AbsentException(String message) {
      super(message);
    }
  }

  private String where() {
    return switch (kind) {
      case "env" -> "the environment variable " + name;
      case "file" -> "the file " + name;
      default -> "aws-secret " + name;
    };
  }

  private String lookedUp(Map<String, String> variables) throws AbsentException {
    if (kind.equals("env")) {
      if (!variables.containsKey(name)) {
        throw new AbsentException(where() + " is not set");
      }
      return variables.get(name);
    }
    try (InputStream file = Files.newInputStream(Path.of(name))) {
      byte[] content = file.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new AbsentException(where() + " is longer than " + MOST_BYTES + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new AbsentException(where() + " is not UTF-8");
    } catch (IOException | InvalidPathException e) {
      throw new AbsentException(where() + " is missing or cannot be read");
    }
  }

  private String checked(String found) throws AbsentException {
    String secret = found.replaceFirst("^\\x{FEFF}", "").replaceFirst("[\\r\\n]+$", "");
    if (secret.isBlank()) {
      throw new AbsentException(where() + " is empty");
    }
    int[] characters = secret.codePoints().toArray();
    for (int i = 0; i < characters.length; i++) {
      if (Printable.isUnprintable(characters[i])) {
        throw new AbsentException(
            String.format(
                Locale.ROOT,
                "%s contains an invisible character, U+%04X as number %d of %d",
                where(),
                characters[i],
                i + 1,
                characters.length));
      }
    }
    return secret;
  }

  @Override
  public String toString() {
    return "***";
  }
}
