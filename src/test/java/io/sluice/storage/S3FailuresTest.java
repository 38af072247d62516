package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ConfigurationException;
import io.sluice.error.SluiceException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3FailuresTest {
  @ParameterizedTest
  @CsvSource({
    "https://store.example/b,'lies at another place, store.example (status 307)'",
    "not a: <place>,lies in another region (status 307)",
    "/b,lies in another region (status 307)"
  })
  void givenARedirect_whenTold_thenItSaysWhereToWhereThatCanBeKnown(String to, String told) {
    S3Exception redirect =
        (S3Exception)
            S3Exception.builder()
                .statusCode(307)
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .sdkHttpResponse(
                            SdkHttpResponse.builder()
                                .statusCode(307)
                                .putHeader("Location", to)
                                .build())
                        .build())
                .build();

    SluiceException failure = S3Failures.of(Location.of("s3a://b/k"), "read", redirect);

    assertThat(failure).isInstanceOf(ConfigurationException.class).hasMessageContaining(told);
  }
}
