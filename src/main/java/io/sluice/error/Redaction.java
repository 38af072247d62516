package io.sluice.error;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Hides in all output what nobody may read: secrets, tokens and client ids, each from the moment
 * when it was looked up or came from a source, and the users, passwords and signatures of
 * addresses. There is one for the process, because a secret of one connector may appear in a log
 * line of a library. Thread-safe.
 *
 * <p>A secret is found as it is, percent-encoded, as a field of a form, escaped for JSON or XML,
 * and within Base64 whatever stands before it, as in Basic credentials. One of 4 to 7 characters is
 * found where no letter or digit stands beside it; a shorter one is not hidden, as hiding every
 * {@code ab} would leave nothing to read and tell the secret all the same.
 */
public final class Redaction {
  /** Stands for what is hidden. */
  public static final String HIDDEN = "***";

  private static final int LEAST = 4;
  private static final int LEAST_WITHIN_WORDS = 8;
  private static final int LEAST_OF_BASE64 = 8;

  /** User and password of an address; a password may hold what ends the address's host. */
  private static final Pattern USERS = Pattern.compile("(?<=://)[^\\s/\"'<>\\\\]*@");

  /** Credentials in the query of an address, as in presigned URLs. */
  private static final Pattern PARAMETERS =
      Pattern.compile(
          "(?i)((?<=[?&;])(?:[\\w.%-]{0,40}(?:signature|credential|token|secret|password|passwd"
              + "|api[_-]?key|accesskeyid|client[_-]?id)|sig)|\\b(?:signature|credential))"
              + "=[^&\\s\"'<>#;,]+");

  /** The header with credentials, in any form in which it is printed. */
  private static final Pattern HEADERS =
      Pattern.compile(
          "(?i)\\b((?:proxy-)?authorization|x-amz-security-token)(\\\\?[\"']?\\s{0,3}[:=]\\s{0,3}\\[?\\\\?[\"']?)"
              + "((?:bearer|basic)\\s+)?[^\\s\"',\\]\\\\]+");

  /** Ids of access keys as AWS gives them out. */
  private static final Pattern ACCESS_KEYS = Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b");

  private static final Set<String> KNOWN = new LinkedHashSet<>();
  private static volatile List<Hidden> hidden = List.of();

  private Redaction() {}

  /** Hides this from now on. */
  public static synchronized void hide(String secret) {
    String text = secret.strip();
    if (text.length() < LEAST || !KNOWN.add(text)) {
      return;
    }
    List<Hidden> all = new ArrayList<>(hidden);
    all.add(new Hidden(text, base64(text)));
    // If one secret is a part of another, the longer one is hidden first.
    all.sort(Comparator.comparing((Hidden one) -> one.secret().length()).reversed());
    hidden = List.copyOf(all);
  }

  /** The text with {@code ***} for what is hidden. */
  public static String of(String text) {
    String shown = text;
    for (Hidden one : hidden) {
      shown = one.takenOutOf(shown);
    }
    if (shown.contains("://")) {
      shown = USERS.matcher(shown).replaceAll(HIDDEN + "@");
    }
    if (shown.indexOf('=') >= 0) {
      shown = PARAMETERS.matcher(shown).replaceAll("$1=" + HIDDEN);
    }
    shown = HEADERS.matcher(shown).replaceAll("$1$2" + HIDDEN);
    return ACCESS_KEYS.matcher(shown).replaceAll(HIDDEN);
  }

  /**
   * The parts of a text's Base64 that do not depend on what is encoded before and behind it: one
   * for each of the three places in a group of bytes at which it may begin.
   */
  private static Set<String> base64(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    Set<String> parts = new LinkedHashSet<>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      int begin = (before * 8 + 5) / 6;
      int end = (before + bytes.length) * 8 / 6;
      if (end - begin >= LEAST_OF_BASE64) {
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
          parts.add(encoder.encodeToString(shifted).substring(begin, end));
        }
      }
    }
    return parts;
  }

  /**
   * A secret.
   *
   * @param base64 what of it is found in Base64
   */
  private record Hidden(String secret, Set<String> base64) {

    String takenOutOf(String text) {
      String shown = text;
      for (String part : base64) {
        shown = withoutRunsAround(part, shown);
      }
      StringBuilder kept = new StringBuilder(shown.length());
      int copied = 0;
      for (int at = 0; at < shown.length(); at++) {
        int end = end(shown, at);
        if (end > 0) {
          kept.append(shown, copied, at).append(HIDDEN);
          copied = end;
          at = end - 1;
        }
      }
      return copied == 0 ? shown : kept.append(shown, copied, shown.length()).toString();
    }

    /** Where the secret that begins here ends; -1 where none does. */
    private int end(String text, int at) {
      int end =
          text.startsWith(secret, at) ? at + secret.length() : EncodedText.end(text, at, secret);
      return end >= 0 && isAlone(text, at, end) ? end : -1;
    }

    private boolean isAlone(String text, int begin, int end) {
      return secret.length() >= LEAST_WITHIN_WORDS
          || (!isPartOfWord(text, begin - 1) && !isPartOfWord(text, end));
    }

    private static boolean isPartOfWord(String text, int at) {
      return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
    }

    /** Hides also the Base64 around it, which may hold the user. */
    private static String withoutRunsAround(String part, String text) {
      String shown = text;
      for (int at = shown.indexOf(part); at >= 0; at = shown.indexOf(part, at)) {
        int begin = at;
        while (begin > 0 && isBase64(shown.charAt(begin - 1))) {
          begin--;
        }
        int end = at + part.length();
        while (end < shown.length() && isBase64(shown.charAt(end))) {
          end++;
        }
        shown = shown.substring(0, begin) + HIDDEN + shown.substring(end);
        at = begin + HIDDEN.length();
      }
      return shown;
    }

    private static boolean isBase64(char c) {
      return c < 0x80 && (Character.isLetterOrDigit(c) || "+/-_=".indexOf(c) >= 0);
    }
  }
}
