package io.sluice.storage;

import io.sluice.error.ConfigurationException;

/**
 * Where an object lies.
 *
 * @param key without a slash at either end; empty for the bucket itself
 */
record S3Place(String bucket, String key) {

  static S3Place of(Location location) {
    String[] parts = location.text().split("/", 4);
    if (parts.length < 3 || !parts[1].isEmpty() || parts[2].isEmpty()) {
      throw new ConfigurationException(
          location
              + ": names no bucket, a place on S3 was expected to begin with "
              + location.scheme()
              + "://BUCKET/. Nothing was run. Correct it.");
    }
    return new S3Place(parts[2], parts.length == 4 ? parts[3] : "");
  }

  /** What the keys of everything in this folder begin with. */
  String prefix() {
    return key.isEmpty() ? "" : key + "/";
  }
}
