package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
  void givenTheJar_whenOpened_thenTheDemoIsLeftToItsOwn() throws IOException {
    assertThat(entriesEndingWith(".class")).noneMatch(name -> name.startsWith("io/sluice/demo/"));

    try (JarFile demo = new JarFile(Path.of("target", "sluice-demo.jar").toFile())) {
      assertThat(demo.stream().map(ZipEntry::getName))
          .filteredOn(name -> name.endsWith(".class"))
          .isNotEmpty()
          .allMatch(name -> name.startsWith("io/sluice/demo/"));
    }
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
            "io/sluice/shaded/com/cronutils/parser/CronParser.class",
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

  @Test
  void givenTheJar_whenOpened_thenItHoldsTheLicencesOfAllThatIsInIt() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(text(jar, "META-INF/LICENSE"))
          .isEqualTo(Files.readString(Path.of("LICENSE")))
          .contains("Apache License", "Version 2.0, January 2004");
      assertThat(text(jar, "META-INF/NOTICE"))
          .contains("Jackson JSON processor", "Apache Commons CLI", "AWS SDK for Java 2.0");
      assertThat(text(jar, "META-INF/licenses/reactive-streams.txt"))
          .contains("MIT No Attribution");
      assertThat(jar.getEntry("META-INF/FastDoubleParser-LICENSE")).isNotNull();
    }
  }

  /** A component that no licence above covers needs a text in META-INF/licenses. */
  @Test
  void givenTheJar_whenOpened_thenItsBillOfMaterialsNamesWhatIsBundled() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      JsonNode bill = new ObjectMapper().readTree(text(jar, "META-INF/sbom/sluice.cdx.json"));
      Map<String, String> licences = new TreeMap<>();
      for (JsonNode component : bill.path("components")) {
        licences.put(
            component.path("group").asText() + ":" + component.path("name").asText(),
            component.at("/licenses/0/license/id").asText());
      }

      assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
      assertThat(licences)
          .containsEntry("com.fasterxml.jackson.core:jackson-databind", "Apache-2.0")
          .containsKeys("software.amazon.awssdk:s3", "dev.failsafe:failsafe", "org.yaml:snakeyaml");
      assertThat(licences.keySet())
          .noneMatch(name -> name.startsWith("org.apache.spark:") || name.startsWith("org.junit"));
      licences.remove("org.reactivestreams:reactive-streams");
      licences.remove("org.slf4j:slf4j-api"); // Asked for by what is bundled, and Spark's.
      assertThat(licences.values()).containsOnly("Apache-2.0");
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    assertThat(jar.getEntry(name)).as(name).isNotNull();
    return new String(
        jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }

  private static List<String> entriesEndingWith(String suffix) throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(suffix)).toList();
    }
  }
}
