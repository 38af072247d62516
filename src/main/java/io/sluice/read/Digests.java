package io.sluice.read;

import io.sluice.error.DataException;
import io.sluice.error.TemporaryException;
import io.sluice.storage.Location;
import io.sluice.storage.Sha256;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** SHA-256 of files, and the size limit of files that are not data. */
final class Digests {
  /** Enough for a manifest of a quarter of a million files. */
  private static final long LARGEST_NOTE = 64L << 20;

  private Digests() {}

  /** Reads the whole file. */
  static String sha256(Storage storage, Location file) {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = storage.read(file)) {
      byte[] chunk = new byte[1 << 16];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        digest.update(chunk, 0, count);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return Sha256.hex(digest.digest());
  }

  /**
   * A note on data, which is held in memory whole.
   *
   * @throws DataException if nobody can mean it to be one
   */
  static void requireSmall(Storage.StoredFile note) {
    if (note.bytes() > LARGEST_NOTE) {
      throw new DataException(
          note.location()
              + ": is too large, found "
              + note.bytes()
              + " bytes against at most "
              + LARGEST_NOTE
              + ". The increment stays pending. Write it again.");
    }
  }

  static TemporaryException unreadable(Location file, IOException cause) {
    return new TemporaryException(
        file
            + ": reading failed: "
            + (cause.getMessage() == null ? cause.toString() : cause.getMessage())
            + ". The increment stays pending. Run again; if it happens again, check whether the disk or"
            + " service works.",
        cause);
  }
}
