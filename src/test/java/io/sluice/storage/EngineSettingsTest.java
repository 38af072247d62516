package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class EngineSettingsTest {
  private static final Location LOCAL = Location.of("/lake/clean");
  private static final Location S3 = Location.of("s3://lake/clean");

  @Test
  void givenNothing_whenCompleted_thenFailuresOfS3AreBounded() {
    assertThat(EngineSettings.of(Map.of(), new Properties(), Map.of(), LOCAL))
        .containsEntry("spark.hadoop.fs.s3a.attempts.maximum", "3")
        .containsEntry("spark.hadoop.fs.s3a.connection.timeout", "10000")
        .containsEntry("spark.hadoop.fs.s3a.retry.limit", "3")
        .containsEntry("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
  }

  @Test
  void givenTheRightsOfThisProcess_whenCompleted_thenTheEngineGivesNoneBeyondThem() {
    String mask = "spark.hadoop.fs.permissions.umask-mode";
    Properties given = new Properties();
    given.setProperty(mask, "027");

    assertThat(EngineSettings.of(Map.of(), new Properties(), Map.of(), LOCAL).get(mask))
        .isEqualTo(LocalDisk.umask().orElse(null));
    assertThat(EngineSettings.of(Map.of(), given, Map.of(), LOCAL)).containsEntry(mask, "027");
    assertThat(EngineSettings.of(Map.of(), new Properties(), Map.of(), S3)).doesNotContainKey(mask);
  }

  @Test
  void givenALakeOnS3_whenCompleted_thenSparkWritesByTheMagicCommitter() {
    assertThat(EngineSettings.of(Map.of(), new Properties(), Map.of(), S3))
        .containsEntry("spark.hadoop.fs.s3a.committer.name", "magic")
        .containsEntry(
            "spark.hadoop.mapreduce.outputcommitter.factory.scheme.s3",
            "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory")
        .containsEntry(
            "spark.sql.sources.commitProtocolClass",
            "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol")
        .containsEntry(
            "spark.sql.parquet.output.committer.class",
            "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter");
    assertThat(EngineSettings.of(Map.of(), new Properties(), Map.of(), LOCAL))
        .doesNotContainKey("spark.sql.sources.commitProtocolClass");
  }

  @Test
  void givenAnotherFileSystemForS3_whenCompleted_thenItsCommittersStay() {
    Map<String, String> emrfs =
        Map.of("spark.hadoop.fs.s3.impl", "com.amazon.ws.emr.hadoop.fs.EmrFileSystem");

    assertThat(EngineSettings.of(emrfs, new Properties(), Map.of(), S3))
        .containsAllEntriesOf(emrfs)
        .doesNotContainKey("spark.sql.sources.commitProtocolClass");
  }

  @Test
  void givenWhatSparkSubmitWasGiven_whenCompleted_thenItWins() {
    Properties given = new Properties();
    given.setProperty("spark.hadoop.fs.s3a.endpoint", "http://given");
    given.setProperty("java.vendor", "any");
    Map<String, String> environment =
        Map.of(
            "spark.hadoop.fs.s3a.endpoint", "http://environment",
            "spark.hadoop.fs.s3a.attempts.maximum", "9");

    assertThat(EngineSettings.of(environment, given, Map.of(), S3))
        .containsEntry("spark.hadoop.fs.s3a.endpoint", "http://given")
        .containsEntry("spark.hadoop.fs.s3a.attempts.maximum", "9")
        .doesNotContainKey("java.vendor");
  }

  @Test
  void givenAWebIdentity_whenCompleted_thenS3aLooksForItUnlessThereAreKeys() {
    Map<String, String> variables = Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", "/token");
    String providers = "spark.hadoop.fs.s3a.aws.credentials.provider";

    assertThat(EngineSettings.of(Map.of(), new Properties(), variables, S3).get(providers))
        .contains("WebIdentityTokenCredentialsProvider")
        .startsWith("org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider")
        .endsWith("IAMInstanceCredentialsProvider");
    Map<String, String> keys = Map.of("spark.hadoop.fs.s3a.access.key", "x");
    assertThat(EngineSettings.of(keys, new Properties(), variables, S3))
        .doesNotContainKey(providers);
  }

  @Test
  void givenSettings_whenHandedToHadoop_thenWithoutThePrefixAndNoOthers() {
    assertThat(
            EngineSettings.hadoop(
                Map.of("spark.hadoop.fs.s3a.endpoint", "x", "spark.sql.shuffle.partitions", "2")))
        .containsExactly(Map.entry("fs.s3a.endpoint", "x"));
  }
}
