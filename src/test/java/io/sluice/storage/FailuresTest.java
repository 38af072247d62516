package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ConfigurationException;
import io.sluice.error.TemporaryException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static final Location PLACE = Location.of("/lake/clean/zuora/account");

  @Test
  void givenADiskThatIsFull_whenWritten_thenItMayPass() {
    IOException full = new FileSystemException("/lake/x", null, "No space left on device");

    assertThat(Failures.of(PLACE, "written", full))
        .isInstanceOf(TemporaryException.class)
        .hasCause(full)
        .hasMessage(
            "/lake/clean/zuora/account: could not be written, the disk is full (No space left on"
                + " device). Nothing was changed there. Free some space and run again.");
    assertThat(Failures.of(PLACE, "written", new IOException("No space left on device")))
        .hasMessageContaining("the disk is full");
  }

  @Test
  void givenADiskThatIsReadOnly_whenWritten_thenAPersonMendsIt() {
    IOException readOnly = new FileSystemException("/lake/x", null, "Read-only file system");

    assertThat(Failures.of(PLACE, "deleted", readOnly))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "/lake/clean/zuora/account: could not be deleted, the disk is read-only. Nothing was"
                + " changed there. Mount it writable, or name another place.");
  }

  @Test
  void givenAPlaceThatIsForbidden_whenUsed_thenAPersonMendsIt() {
    assertThat(Failures.of(PLACE, "listed", new AccessDeniedException("/lake/x")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "/lake/clean/zuora/account: could not be listed, access is denied. Give this user the"
                + " right to it, or name another place.");
    assertThat(
            Failures.of(
                PLACE,
                "listed",
                new org.apache.hadoop.security.AccessControlException("user=etl, access=READ")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("access is denied (user=etl, access=READ)");
  }

  @Test
  void givenAPlaceThatIsMissing_whenUsed_thenAPersonMendsIt() {
    assertThat(Failures.of(PLACE, "reached", new NoSuchFileException("/lake/x")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "/lake/clean/zuora/account: could not be reached, it, or what it lies in, does not"
                + " exist. Create it, or correct its name.");
    assertThat(Failures.of(PLACE, "reached", new FileNotFoundException("no bucket")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("does not exist (no bucket)");
  }

  @Test
  void givenAnythingElse_whenUsed_thenItMayPass() {
    assertThat(Failures.of(PLACE, "read", new IOException("connection reset\nat line 2")))
        .isInstanceOf(TemporaryException.class)
        .hasMessage(
            "/lake/clean/zuora/account: could not be read, connection reset. Run again; if it happens again, check whether the disk or service works.");
    assertThat(Failures.of(PLACE, "read", new IOException()))
        .hasMessageContaining("could not be read, IOException. Run again");
  }
}
