package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What spark-submit is given: nothing that Spark has, unless under a name of our own. */
class JarIT {
  private static final Path JAR = Path.of("target", "sluice.jar");

  /** Every class is ours, or relocated to us; also where a multi-release jar hides more. */
  private static final Pattern OURS = Pattern.compile("(META-INF/versions/\\d+/)?io/sluice/.*");

  @Test
  void givenTheJar_whenOpened_thenEveryClassIsUnderOurName() throws IOException {
    List<String> classes = entriesEndingWith(".class");

    assertThat(classes).isNotEmpty().allMatch(name -> OURS.matcher(name).matches());
  }

  @Test
  void givenTheJar_whenOpened_thenItHoldsNoSparkHadoopScalaOrLoggingEvenRelocated()
      throws IOException {
    List<String> classes = entriesEndingWith(".class");

    assertThat(classes)
        .noneMatch(name -> name.contains("org/apache/spark/"))
        .noneMatch(name -> name.contains("org/apache/hadoop/"))
        .noneMatch(name -> name.contains("/scala/"))
        .noneMatch(name -> name.contains("org/slf4j/"))
        .noneMatch(name -> name.contains("org/apache/logging/"));
  }

  @Test
  void givenTheJar_whenOpened_thenWhatSparkHasTooIsRelocated() throws IOException {
    List<String> classes = entriesEndingWith(".class");

    assertThat(classes)
        .contains(
            "io/sluice/shaded/com/fasterxml/jackson/databind/ObjectMapper.class",
            "io/sluice/shaded/com/fasterxml/jackson/dataformat/yaml/YAMLMapper.class",
            "io/sluice/shaded/software/amazon/awssdk/services/s3/S3Client.class",
            "io/sluice/shaded/software/amazon/awssdk/services/sts/StsClient.class",
            "io/sluice/shaded/org/apache/hc/client5/http/impl/classic/CloseableHttpClient.class",
            "io/sluice/shaded/org/yaml/snakeyaml/LoaderOptions.class",
            "io/sluice/shaded/org/apache/commons/cli/Options.class",
            "io/sluice/shaded/dev/failsafe/Failsafe.class",
            "io/sluice/shaded/software/amazon/awssdk/services/secretsmanager/SecretsManagerClient.class");
  }

  @Test
  void givenTheJar_whenOpened_thenItHoldsOneHttpClientAndStaysSmall() throws IOException {
    assertThat(entriesEndingWith(".class"))
        .noneMatch(name -> name.contains("/netty/"))
        .noneMatch(name -> name.contains("org/apache/http/"))
        .noneMatch(name -> name.contains("/http/urlconnection/"))
        .noneMatch(name -> name.contains("com/amazonaws/"));
    assertThat(Files.size(JAR)).isLessThan(20L << 20);
  }

  @Test
  void givenTheJar_whenOpened_thenItsServicesAreNamedAsItsClasses() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> services =
          jar.stream()
              .filter(entry -> !entry.isDirectory())
              .map(ZipEntry::getName)
              .filter(name -> name.startsWith("META-INF/services/"))
              .toList();

      assertThat(services).allMatch(name -> name.startsWith("META-INF/services/io.sluice."));
    }
  }

  @Test
  void givenTheJar_whenOpened_thenItNamesItsMainClassAndDisturbsNoLogging() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();

      assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("io.sluice.cli.Main");
      assertThat(jar.getEntry("log4j2.properties")).isNull();
      assertThat(jar.getEntry("log4j2.xml")).isNull();
    }
  }

  private static List<String> entriesEndingWith(String suffix) throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(suffix)).toList();
    }
  }
}
