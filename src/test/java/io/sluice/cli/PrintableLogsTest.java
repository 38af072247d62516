package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.Redaction;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Clock;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The log as a configuration that knows nothing of us writes it. */
class PrintableLogsTest {
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final StringWriter log = new StringWriter();

  @BeforeEach
  void install() {
    Redaction.hide("printable-logs-secret");
    PrintableLogs.install(LogOptions.NONE, Clock.systemUTC());
    // Comes later, as Spark's own may.
    context.setConfiguration(configuration());
  }

  @AfterEach
  void restore() {
    // A configuration that was stopped writes nothing any more.
    context.reconfigure();
  }

  private Configuration configuration() {
    Configuration configuration = new DefaultConfiguration();
    WriterAppender appender =
        WriterAppender.newBuilder()
            .setName("test")
            .setTarget(log)
            .setLayout(PatternLayout.newBuilder().withPattern("%p %m%n%ex").build())
            .build();
    appender.start();
    LoggerConfig root = configuration.getRootLogger();
    root.getAppenders().keySet().forEach(root::removeAppender);
    root.addAppender(appender, Level.ALL, null);
    root.setLevel(Level.DEBUG);
    return configuration;
  }

  @Test
  void givenSecretAndControls_whenWeLog_thenOneLineWithoutThem() {
    LoggerFactory.getLogger("io.sluice.x")
        .warn("said=\"{}\"", "a\nproblem: b\u001b[2J printable-logs-secret");

    assertThat(log).hasToString("WARN said=\"a\\nproblem: b\\u001b[2J ***\"\n");
  }

  @Test
  void givenSeveralLines_whenALibraryLogs_thenTheyStandInAndAreWithoutSecrets() {
    LoggerFactory.getLogger("org.library")
        .debug(">> Authorization: Bearer printable-logs-secret\nproblem: b");

    assertThat(log).hasToString("DEBUG >> Authorization: ***\n  problem: b\n");
  }

  @Test
  void givenFailure_whenLogged_thenItsTraceIsWithoutThem() {
    LoggerFactory.getLogger("org.library")
        .error(
            "failed",
            new IOException(
                "\"printable-logs-secret\nproblem: b", new IOException("printable-logs-secret")));

    assertThat(log.toString())
        .startsWith("ERROR failed\njava.io.IOException: \"***\\nproblem: b\n\tat io.sluice.cli.")
        .contains("Caused by: java.io.IOException: ***\n")
        .doesNotContain("printable-logs-secret");
  }
}
