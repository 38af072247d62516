package io.sluice.read;

import io.sluice.error.TemporaryException;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files. */
final class Digests {
  private Digests() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Reads the whole file. */
  static String sha256(Storage storage, Location file) {
    MessageDigest digest = sha256();
    try (InputStream in = storage.read(file)) {
      byte[] chunk = new byte[1 << 16];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        digest.update(chunk, 0, count);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return hex(digest);
  }

  static TemporaryException unreadable(Location file, IOException cause) {
    return new TemporaryException(
        file + ": reading failed: " + cause.getMessage() + ". Nothing was committed. Run again.",
        cause);
  }
}
