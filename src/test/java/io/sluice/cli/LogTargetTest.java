package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.error.ConfigurationException;
import io.sluice.error.Redaction;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The options of the log, under a configuration of log4j that knows nothing of us. */
class LogTargetTest {
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  @TempDir private Path folder;

  @AfterEach
  void restore() {
    System.setOut(out);
    System.setErr(err);
    MDC.clear();
    PrintableLogs.install(LogOptions.NONE, Clock.systemUTC());
    context.reconfigure();
  }

  private Path log() {
    return folder.resolve("logs/a.log");
  }

  private void install(Optional<LogLevel> level, LogFormat format) {
    PrintableLogs.install(
        new LogOptions(level, Optional.of(log()), true, Optional.of(format)), Clock.systemUTC());
    // Comes later, as Spark's own may.
    context.setConfiguration(foreign());
  }

  /** All goes to standard error, and what a library says at warn and more. */
  private static Configuration foreign() {
    Configuration configuration = new DefaultConfiguration();
    ConsoleAppender appender =
        ConsoleAppender.newBuilder()
            .setName("console")
            .setTarget(ConsoleAppender.Target.SYSTEM_ERR)
            .setLayout(PatternLayout.newBuilder().withPattern("foreign %m%n").build())
            .build();
    appender.start();
    LoggerConfig root = configuration.getRootLogger();
    root.getAppenders().keySet().forEach(root::removeAppender);
    root.addAppender(appender, null, null);
    root.setLevel(Level.INFO);
    configuration.addLogger("org.quiet", new LoggerConfig("org.quiet", Level.ERROR, true));
    configuration.addLogger("org.loud", new LoggerConfig("org.loud", Level.TRACE, true));
    return configuration;
  }

  @Test
  void givenAFile_whenLogged_thenItHasTheLinesAndTheScreenHasNone() throws IOException {
    Redaction.hide("log-target-secret");
    install(Optional.empty(), LogFormat.TEXT);
    MDC.put("dataset", "shop/orders");

    LoggerFactory.getLogger("io.sluice.run.X").info("merged\nproblem: log-target-secret");

    assertThat(Files.readString(log()))
        .matches("\\S+Z INFO  X shop/orders merged\\\\nproblem: \\*\\*\\*\n");
    assertThat(PrintableLogs.warned()).isFalse();
    LoggerFactory.getLogger("org.library").warn("of no interest");
    assertThat(PrintableLogs.warned()).isFalse();
    LoggerFactory.getLogger("io.sluice.run.X").warn("somebody should look");
    assertThat(PrintableLogs.warned()).isTrue();
  }

  @Test
  void givenJson_whenLogged_thenAnObjectALineWithTheStack() throws IOException {
    Redaction.hide("log-target-secret");
    install(Optional.empty(), LogFormat.JSON);
    MDC.put("dataset", "shop/orders");
    MDC.put("run_id", "nightly \"7\"");

    LoggerFactory.getLogger("org.library")
        .error("say \"hi\"\n\u0007\u202e log-target-secret", new IOException("log-target-secret"));
    LoggerFactory.getLogger("io.sluice.run.X").info("é");

    List<String> lines = Files.readAllLines(log());
    assertThat(lines).hasSize(2);
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertThat(Instant.parse(first.get("time").asText()))
        .isAfter(Instant.now().minus(Duration.ofMinutes(1)));
    assertThat(first.get("level").asText()).isEqualTo("ERROR");
    assertThat(first.get("logger").asText()).isEqualTo("org.library");
    assertThat(first.get("dataset").asText()).isEqualTo("shop/orders");
    assertThat(first.get("run_id").asText()).isEqualTo("nightly \"7\"");
    assertThat(first.get("message").asText()).isEqualTo("say \"hi\"\n  \\u0007\\u202e ***");
    assertThat(first.get("stack").asText())
        .startsWith("java.io.IOException: ***\n\tat io.sluice.cli.LogTargetTest");
    JsonNode second = new ObjectMapper().readTree(lines.get(1));
    assertThat(second.get("message").asText()).isEqualTo("é");
    assertThat(second.get("stack").asText()).isEmpty();
  }

  @Test
  void givenAFile_whenALibraryPrints_thenALineOfTheLog() throws IOException {
    install(Optional.empty(), LogFormat.JSON);

    System.err.println("printed by a library");
    System.out.println("and here");

    List<String> lines = Files.readAllLines(log());
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains("\"logger\":\"stderr\"", "\"printed by a library\"");
    assertThat(lines.get(1)).contains("\"logger\":\"stdout\"", "\"and here\"");
  }

  @Test
  void givenALevel_whenLogged_thenOursAndLessOfOthers() throws IOException {
    install(Optional.of(LogLevel.DEBUG), LogFormat.TEXT);

    for (String logger : List.of("io.sluice.x", "org.library", "org.quiet", "org.loud")) {
      LoggerFactory.getLogger(logger).debug("d-{}", logger);
      LoggerFactory.getLogger(logger).info("i-{}", logger);
      LoggerFactory.getLogger(logger).error("e-{}", logger);
    }

    assertThat(Files.readString(log()))
        .contains("d-io.sluice.x", "i-io.sluice.x", "i-org.library", "e-org.quiet", "i-org.loud")
        .doesNotContain("d-org.library", "i-org.quiet", "d-org.loud");
  }

  @Test
  void givenErrorsAlone_whenLogged_thenNoWarnings() throws IOException {
    install(Optional.of(LogLevel.ERROR), LogFormat.TEXT);

    for (String logger : List.of("io.sluice.x", "org.library", "org.loud")) {
      LoggerFactory.getLogger(logger).warn("w-{}", logger);
      LoggerFactory.getLogger(logger).error("e-{}", logger);
    }

    assertThat(Files.readString(log()))
        .contains("e-io.sluice.x", "e-org.library", "e-org.loud")
        .doesNotContain("w-");
  }

  @Test
  void givenOldLogs_whenANewOneBegins_thenTheyAreRemovedAndNothingElse() throws IOException {
    Files.createDirectories(log().getParent());
    Path old = Files.createFile(log().resolveSibling("old.log"));
    Path week = Files.createFile(log().resolveSibling("week.log"));
    Path other = Files.createFile(log().resolveSibling("notes.txt"));
    FileTime eightDays = FileTime.from(Instant.now().minus(Duration.ofDays(8)));
    Files.setLastModifiedTime(old, eightDays);
    Files.setLastModifiedTime(other, eightDays);
    Files.setLastModifiedTime(week, FileTime.from(Instant.now().minus(Duration.ofDays(6))));

    install(Optional.empty(), LogFormat.TEXT);

    assertThat(log().getParent())
        .isDirectoryNotContaining(file -> file.equals(old))
        .isDirectoryContaining(file -> file.equals(week))
        .isDirectoryContaining(file -> file.equals(other))
        .isDirectoryNotContaining(file -> file.equals(log()));
  }

  @Test
  void givenNoPlaceForIt_whenTheUserNamedIt_thenRefusedAndElseOnStandardError() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Optional<Path> below = Optional.of(file.resolve("a.log"));

    assertThatThrownBy(
            () ->
                LogTarget.of(
                    new LogOptions(Optional.empty(), below, false, Optional.empty()),
                    Clock.systemUTC()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("--log-file: " + below.get() + " cannot be written, ")
        .hasMessageContaining("Nothing was run");
    assertThat(
            LogTarget.of(
                new LogOptions(Optional.empty(), below, true, Optional.empty()), Clock.systemUTC()))
        .isEmpty();
    assertThat(System.err).isSameAs(err);
  }
}
