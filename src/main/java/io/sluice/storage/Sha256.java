package io.sluice.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, by which content is known again. */
public final class Sha256 {
  private Sha256() {}

  /** A digest that has seen nothing yet. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The hash of the content in lower-case hex. */
  public static String of(byte[] content) {
    return hex(digest().digest(content));
  }

  /** A hash in lower-case hex. */
  public static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
