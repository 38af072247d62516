package io.sluice.storage;

import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The place of a file or folder, as a URI without a trailing slash and without escapes: {@code
 * file:/data/lake}, {@code s3a://bucket/key}. A plain path is one on the local disk, made absolute.
 */
public record Location(String text) implements Comparable<Location>, Serializable {

  /** Parses a URI or a local path. */
  public static Location of(String text) {
    String trimmed = text.length() > 1 && text.endsWith("/") ? text.replaceAll("/+$", "") : text;
    if (trimmed.startsWith("file:")) {
      return new Location("file:" + trimmed.substring("file:".length()).replaceFirst("^/+", "/"));
    }
    if (trimmed.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")) {
      return new Location(trimmed);
    }
    return new Location("file:" + Path.of(trimmed).toAbsolutePath().normalize());
  }

  /** Parses a URI as Spark writes it, with all or some of its characters escaped as {@code %20}. */
  public static Location ofEncoded(String uri) {
    if (!uri.contains("%")) {
      return of(uri);
    }
    byte[] bytes = uri.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%' && i + 2 < bytes.length) {
        plain.write(Character.digit(bytes[i + 1], 16) * 16 + Character.digit(bytes[i + 2], 16));
        i += 2;
      } else {
        plain.write(bytes[i]);
      }
    }
    return of(plain.toString(StandardCharsets.UTF_8));
  }

  /** The location of this path, relative and with {@code /} between its parts, below this one. */
  public Location append(String path) {
    return new Location(text + "/" + path);
  }

  /** The last part of the path. */
  public String name() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /** Such as {@code file}, {@code hdfs}, {@code s3a}. */
  public String scheme() {
    return text.substring(0, text.indexOf(':'));
  }

  /** Whether it lies on a local disk. */
  public boolean isLocal() {
    return scheme().equals("file");
  }

  /** Whether it lies on S3 or a store that speaks its protocol. */
  public boolean isOnS3() {
    return scheme().equals("s3a") || scheme().equals("s3");
  }

  /** The local path; only where {@link #isLocal}. */
  public Path localPath() {
    return Path.of(text.substring("file:".length()));
  }

  /** The path of {@code inner} relative to this location, which must hold it. */
  public String relativize(Location inner) {
    if (!inner.text.startsWith(text + "/")) {
      throw new IllegalArgumentException(inner + " does not lie below " + this);
    }
    return inner.text.substring(text.length() + 1);
  }

  /**
   * As a URI with escapes, for readers outside: what manifests list. Only Hadoop knows S3 as s3a.
   */
  public URI toUri() {
    return new org.apache.hadoop.fs.Path(isOnS3() ? "s3" + text.substring(text.indexOf(':')) : text)
        .toUri();
  }

  @Override
  public int compareTo(Location other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return isLocal() ? text.substring("file:".length()) : text;
  }
}
