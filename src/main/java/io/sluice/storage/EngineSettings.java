package io.sluice.storage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * The settings that the engine and the verbs without it share. What spark-submit was given wins
 * over the environment file, and both over the defaults for S3, which keep every failure within
 * about a minute.
 */
public final class EngineSettings {
  private static final String PREFIX = "spark.hadoop.";
  private static final String S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";
  private static final String FACTORY = "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory";

  /** Of S3A, by what follows {@code fs.s3a.}. */
  private static final Map<String, String> S3 =
      Map.ofEntries(
          Map.entry("attempts.maximum", "3"),
          Map.entry("connection.establish.timeout", "5000"),
          Map.entry("connection.maximum", "96"),
          Map.entry("connection.timeout", "10000"),
          Map.entry("retry.limit", "3"),
          Map.entry("retry.interval", "200ms"),
          Map.entry("retry.throttle.limit", "7"),
          // Without it S3A deletes the markers of all parents after each write.
          Map.entry("directory.marker.retention", "keep"),
          Map.entry("committer.name", "magic"),
          Map.entry("committer.magic.enabled", "true"));

  private EngineSettings() {}

  /**
   * Completes the settings of an environment file.
   *
   * @param settings by their whole names, secrets revealed
   * @param given the process's properties, where spark-submit leaves what it was given
   * @param variables the process's environment
   * @param clean the zone that the engine writes to
   */
  public static Map<String, String> of(
      Map<String, String> settings,
      Properties given,
      Map<String, String> variables,
      Location clean) {
    Map<String, String> all = new TreeMap<>(settings);
    given.stringPropertyNames().stream()
        .filter(name -> name.startsWith("spark."))
        .forEach(name -> all.put(name, given.getProperty(name)));
    Map<String, String> site = site();
    S3.forEach((name, value) -> addMissing(all, site, "fs.s3a." + name, value));
    addMissing(all, site, "fs.s3.impl", S3A);
    if (!all.containsKey(PREFIX + "fs.s3a.access.key")) {
      providers(variables)
          .ifPresent(names -> addMissing(all, site, "fs.s3a.aws.credentials.provider", names));
    }
    if (clean.isLocal()) {
      // Hadoop sets rights of its own choice otherwise, wider than those of the process may be.
      LocalDisk.umask().ifPresent(mask -> addMissing(all, site, "fs.permissions.umask-mode", mask));
    }
    boolean throughS3a =
        clean.scheme().equals("s3a") || (clean.isOnS3() && served(all, site).equals(S3A));
    if (throughS3a) {
      String scheme = "mapreduce.outputcommitter.factory.scheme." + clean.scheme();
      addMissing(all, site, scheme, FACTORY);
      String cloud = "org.apache.spark.internal.io.cloud.";
      all.putIfAbsent("spark.sql.sources.commitProtocolClass", cloud + "PathOutputCommitProtocol");
      all.putIfAbsent(
          "spark.sql.parquet.output.committer.class", cloud + "BindingParquetOutputCommitter");
    }
    return Collections.unmodifiableMap(all);
  }

  /** Hadoop's settings among those of the engine, under Hadoop's names. */
  static Map<String, String> hadoop(Map<String, String> settings) {
    Map<String, String> stripped = new TreeMap<>(site());
    settings.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            stripped.put(name.substring(PREFIX.length()), value);
          }
        });
    return Collections.unmodifiableMap(stripped);
  }

  static String s3Default(String name) {
    return S3.get(name);
  }

  private static void addMissing(
      Map<String, String> all, Map<String, String> site, String name, String value) {
    if (!site.containsKey(name)) {
      all.putIfAbsent(PREFIX + name, value);
    }
  }

  /** S3A looks for neither profiles nor web identities by itself; nothing where there are none. */
  private static Optional<String> providers(Map<String, String> variables) {
    boolean web = variables.containsKey("AWS_WEB_IDENTITY_TOKEN_FILE");
    // Where S3A's SDK looks for them; it fails where the file is missing.
    Path home = Path.of(System.getProperty("user.home"), ".aws");
    boolean profile =
        Files.isReadable(home.resolve("credentials")) || Files.isReadable(home.resolve("config"));
    if (!web && !profile) {
      return Optional.empty();
    }
    String hadoop = "org.apache.hadoop.fs.s3a.";
    List<String> names = new ArrayList<>();
    names.add(hadoop + "TemporaryAWSCredentialsProvider");
    names.add(hadoop + "SimpleAWSCredentialsProvider");
    names.add("com.amazonaws.auth.EnvironmentVariableCredentialsProvider");
    if (web) {
      names.add("com.amazonaws.auth.WebIdentityTokenCredentialsProvider");
    }
    if (profile) {
      names.add("com.amazonaws.auth.profile.ProfileCredentialsProvider");
    }
    names.add(hadoop + "auth.IAMInstanceCredentialsProvider");
    return Optional.of(String.join(",", names));
  }

  private static String served(Map<String, String> all, Map<String, String> site) {
    return all.getOrDefault(PREFIX + "fs.s3.impl", site.getOrDefault("fs.s3.impl", S3A));
  }

  /**
   * What a cluster says of S3 in its own files. Hadoop's classes are loaded only where there are
   * such files: a verb that needs no engine starts in half the time without.
   */
  private static Map<String, String> site() {
    if (EngineSettings.class.getClassLoader().getResource("core-site.xml") == null) {
      return Map.of();
    }
    Configuration site = new Configuration(false);
    site.addResource("core-site.xml");
    Map<String, String> settings = new TreeMap<>();
    site.forEach(setting -> settings.put(setting.getKey(), site.get(setting.getKey())));
    return settings;
  }
}
