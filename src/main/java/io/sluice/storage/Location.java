package io.sluice.storage;

import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The place of a file or folder, as a URI without a trailing slash and without escapes: {@code
 * file:/data/lake}, {@code s3a://bucket/key}. A plain path is one on the local disk, made absolute.
 *
 * <p>A local path has no part that is empty, {@code .} or {@code ..}, so that nothing below a
 * folder lies elsewhere. On stores these are names as others: whoever writes keys may use them.
 */
public record Location(String text) implements Comparable<Location>, Serializable {
  private static final Pattern URI_TEXT =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*", Pattern.DOTALL);
  private static final String LOCAL = "file:";

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException if it has no scheme, ends in a slash, or is no clean path on
   *     the local disk
   */
  public Location {
    if (!URI_TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("\"" + text + "\" has no scheme, such as file: or s3a:");
    }
    if (text.startsWith(LOCAL) && !isClean(text.substring(LOCAL.length()))) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no absolute path without empty parts, \".\" and \"..\"");
    }
    if (text.endsWith("/") && !text.equals("file:/")) {
      throw new IllegalArgumentException("\"" + text + "\" ends in a slash");
    }
  }

  private static boolean isClean(String path) {
    String closed = path + "/";
    return path.equals("/")
        || (path.startsWith("/")
            && path.indexOf('\0') < 0
            && !closed.contains("//")
            && !closed.contains("/./")
            && !closed.contains("/../"));
  }

  /**
   * Parses a URI or a local path, which is made absolute and clean.
   *
   * @throws IllegalArgumentException if it names no place, as a path with a character that this
   *     system has not
   */
  public static Location of(String text) {
    String trimmed = text.length() > 1 && text.endsWith("/") ? text.replaceAll("/+$", "") : text;
    if (trimmed.startsWith(LOCAL)) {
      return local(trimmed.substring(LOCAL.length()).replaceFirst("^/+|^$", "/"));
    }
    return URI_TEXT.matcher(trimmed).matches()
        ? new Location(trimmed)
        : local(trimmed.isEmpty() && !text.isEmpty() ? "/" : trimmed);
  }

  private static Location local(String path) {
    return new Location(
        LOCAL + (isClean(path) ? path : Path.of(path).toAbsolutePath().normalize().toString()));
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

  /**
   * The location of this path, relative and with {@code /} between its parts, below this one. The
   * slash at the end of a folder's name is dropped.
   *
   * @throws IllegalArgumentException if the path is empty, or on the local disk not below this one
   */
  public Location append(String path) {
    return new Location(
        inside() + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
  }

  /** What the text of everything in this folder begins with. */
  private String inside() {
    return text.endsWith("/") ? text : text + "/";
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
    if (!inner.text.startsWith(inside())) {
      throw new IllegalArgumentException(inner + " does not lie below " + this);
    }
    return inner.text.substring(inside().length());
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
