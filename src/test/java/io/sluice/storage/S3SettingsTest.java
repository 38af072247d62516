package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3SettingsTest {
  private static S3Settings of(Map<String, String> settings) {
    return new S3Settings(settings, "lake");
  }

  @Test
  void givenNothing_whenRead_thenAwsWithBoundedPatience() {
    S3Settings settings = of(Map.of());

    assertThat(settings.endpoint()).isEmpty();
    assertThat(settings.region()).isEmpty();
    assertThat(settings.pathStyle()).isFalse();
    assertThat(settings.attempts()).isEqualTo(3);
    assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.silence()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void givenOneBucketsOwn_whenRead_thenTheyWinThere() {
    Map<String, String> both =
        Map.of(
            "fs.s3a.endpoint", "https://one:9000",
            "fs.s3a.bucket.lake.endpoint", "https://two:9000",
            "fs.s3a.path.style.access", " true ");

    assertThat(of(both).endpoint()).contains(URI.create("https://two:9000"));
    assertThat(of(both).pathStyle()).isTrue();
    assertThat(new S3Settings(both, "raw").endpoint()).contains(URI.create("https://one:9000"));
  }

  @ParameterizedTest
  @CsvSource({
    "minio:9000, true, https://minio:9000",
    "minio:9000, false, http://minio:9000",
    "http://minio:9000, true, http://minio:9000"
  })
  void givenAnEndpoint_whenItHasNoScheme_thenTheSettingSaysWhich(
      String endpoint, String ssl, URI expected) {
    assertThat(
            of(Map.of("fs.s3a.endpoint", endpoint, "fs.s3a.connection.ssl.enabled", ssl))
                .endpoint())
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "s3.eu-central-1.amazonaws.com, eu-central-1",
    "https://s3-us-west-2.amazonaws.com, us-west-2",
    "s3.cn-north-1.amazonaws.com.cn, cn-north-1"
  })
  void givenAnEndpointOfAws_whenNoRegionIsSet_thenItsNameSaysWhich(String endpoint, String region) {
    assertThat(of(Map.of("fs.s3a.endpoint", endpoint)).region()).contains(region);
    assertThat(
            of(Map.of("fs.s3a.endpoint", endpoint, "fs.s3a.endpoint.region", "eu-west-1")).region())
        .contains("eu-west-1");
  }

  @Test
  void givenAnEndpointThatIsNone_whenRead_thenTheMessageNamesTheSetting() {
    assertThatThrownBy(() -> of(Map.of("fs.s3a.endpoint", "http://a b")).endpoint())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "s3a://lake: the setting fs.s3a.endpoint cannot be used, found \"http://a b\" against a"
                + " host or a URL, such as https://s3.example:9000. Nothing was run. Correct it.");
    assertThatThrownBy(() -> of(Map.of("fs.s3a.attempts.maximum", "0")).attempts())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("found \"0\" against a whole number of at least 1");
  }

  @Test
  void givenAPlaceWithoutABucket_whenParsed_thenItIsRefused() {
    assertThat(S3Place.of(Location.of("s3a://lake"))).isEqualTo(new S3Place("lake", ""));
    assertThat(S3Place.of(Location.of("s3://lake/a/b"))).isEqualTo(new S3Place("lake", "a/b"));
    assertThatThrownBy(() -> S3Place.of(Location.of("s3a:///a")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("names no bucket");
    assertThatThrownBy(() -> S3Place.of(Location.of("s3a:lake")))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void givenAPlaceOnS3_whenNamedForOthers_thenByTheNameThatAllKnow() {
    assertThat(Location.of("s3a://lake/a b").toUri()).hasToString("s3://lake/a%20b");
    assertThat(Location.of("hdfs://h/a").toUri()).hasToString("hdfs://h/a");
  }
}
