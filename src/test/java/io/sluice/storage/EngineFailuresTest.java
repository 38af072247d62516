package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ConfigurationException;
import io.sluice.error.TemporaryException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class EngineFailuresTest {
  @Test
  void givenAFailureAmongTheCauses_whenTold_thenItMayPass() {
    Exception failure = new IllegalStateException("job aborted", new IOException("reset"));

    assertThat(EngineFailures.of("shop/items", failure).orElseThrow())
        .isInstanceOf(TemporaryException.class)
        .hasCause(failure)
        .hasMessage(
            "shop/items: the engine could not read or write, java.io.IOException: reset. Nothing was"
                + " committed; the table stays as it was. Try again");
  }

  @Test
  void givenATasksFailureAsText_whenTold_thenItIsFoundInIt() {
    SparkException failure =
        new SparkException(
            "Job aborted due to stage failure: Lost task 0.0 in stage 2.0:"
                + " java.nio.file.AccessDeniedException: s3a://lake/x: Forbidden\n\tat a.b.C(D.java)");

    assertThat(EngineFailures.of("shop/items", failure).orElseThrow())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "access is denied or the place does not exist: java.nio.file.AccessDenied")
        .hasMessageContaining("Correct the place, the credentials or their rights")
        .hasMessageNotContaining("D.java");
    assertThat(
            EngineFailures.of(
                "a/b", new SparkException("x: java.net.SocketTimeoutException: Read timed out")))
        .containsInstanceOf(TemporaryException.class);
  }

  @Test
  void givenNoAccess_whenTold_thenAPersonMendsIt() {
    assertThat(EngineFailures.of("a/b", new AccessDeniedException("s3a://lake/x")))
        .containsInstanceOf(ConfigurationException.class);
    assertThat(EngineFailures.of("a/b", new FileNotFoundException("s3a://lake/x")))
        .containsInstanceOf(TemporaryException.class);
  }

  @Test
  void givenAFaultOfTheProgram_whenTold_thenNothing() {
    assertThat(EngineFailures.of("a/b", new IllegalStateException("no such column"))).isEmpty();
    assertThat(EngineFailures.of("a/b", new NullPointerException())).isEmpty();
  }
}
