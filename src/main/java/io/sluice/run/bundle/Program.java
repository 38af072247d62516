package io.sluice.run.bundle;

import io.sluice.error.ConfigurationException;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The program that a bundle holds.
 *
 * @param jar Sluice's jar
 * @param extraJars what the jar needs and a stock Spark lacks, as far as it is at hand
 * @param version of Sluice
 * @param sparkVersion of the Spark that the jar is made for
 */
public record Program(Path jar, List<Path> extraJars, String version, String sparkVersion) {
  private static final Pattern LACKING_IN_STOCK_SPARK =
      Pattern.compile(
          "(?:spark-avro_|spark-hadoop-cloud_|hadoop-aws-|aws-java-sdk-|jmespath-java-|ion-java-"
              + "|jackson-dataformat-cbor-).*\\.jar");

  /** Copies the list. */
  public Program {
    extraJars = List.copyOf(extraJars);
  }

  /**
   * The program that runs.
   *
   * @throws ConfigurationException if it does not run from a jar
   */
  public static Program running(String version, String sparkVersion) {
    try {
      Path jar = Path.of(Program.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isRegularFile(jar)) {
        throw new ConfigurationException(
            jar + ": is no jar, so there is none to pack. Nothing was written. Build the jar.");
      }
      List<Path> extra =
          Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
              .map(Path::of)
              .filter(file -> isLackingInStockSpark(file) && Files.isRegularFile(file))
              .toList();
      return new Program(jar, extra, version, sparkVersion);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of the jar is a URI", e);
    }
  }

  private static boolean isLackingInStockSpark(Path file) {
    return file.getFileName() != null
        && LACKING_IN_STOCK_SPARK.matcher(file.getFileName().toString()).matches();
  }
}
