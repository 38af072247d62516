package io.sluice.storage;

import java.util.UUID;

/** The names of files that lie beside others and that listings leave out. */
final class HiddenNames {
  static final String TEMPORARY = "_tmp.";

  private static final int ID_LENGTH = 36;

  private HiddenNames() {}

  /** A name that no other call returns. */
  static String temporary() {
    return TEMPORARY + UUID.randomUUID();
  }

  /** Whether this may be a name that {@link #temporary} returned; the lock of a folder is none. */
  static boolean isTemporary(String name) {
    return name.startsWith(TEMPORARY) && name.length() == TEMPORARY.length() + ID_LENGTH;
  }

  /** The name under which Hadoop's local file system keeps the checksums of a file. */
  static String checksumOf(String name) {
    return "." + name + ".crc";
  }

  static boolean isHidden(String name) {
    return name.startsWith(TEMPORARY) || (name.startsWith(".") && name.endsWith(".crc"));
  }
}
