package io.sluice.cli;

import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** How a line of the log is written. */
enum LogFormat {
  /** For people; that of {@code sluice-log4j2.properties}. */
  TEXT("%d{yyyy-MM-dd'T'HH:mm:ss.SSSX}{UTC} %-5p %c{1} %X{dataset} %m%n%ex"),

  /**
   * One object a line; every key is always there, with an empty text where there is no value. Log4j
   * puts a blank before the stack.
   */
  JSON(
      "{\"time\":\"%d{yyyy-MM-dd'T'HH:mm:ss.SSSX}{UTC}\",\"level\":\"%p\""
          + ",\"logger\":\"%enc{%c}{JSON}\",\"thread\":\"%enc{%t}{JSON}\""
          + ",\"run_id\":\"%enc{%X{run_id}}{JSON}\",\"dataset\":\"%enc{%X{dataset}}{JSON}\""
          + ",\"message\":\"%enc{%m}{JSON}\",\"stack\":\"%replace{%enc{%ex}{JSON}}{^ }{}\"}%n");

  private final String pattern;

  LogFormat(String pattern) {
    this.pattern = pattern;
  }

  PatternLayout layout() {
    return PatternLayout.newBuilder()
        .withPattern(pattern)
        .withCharset(StandardCharsets.UTF_8)
        .withAlwaysWriteExceptions(false)
        .build();
  }
}
