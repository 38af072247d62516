package io.sluice.cli;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;

/** How much is logged: of our own lines, and of those of Spark and other libraries. */
enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG;

  /** Begins the names of our loggers. */
  static final String OURS = "io.sluice";

  private Level ours() {
    return Level.valueOf(name());
  }

  /** Libraries tell much that is of no interest. */
  private Level others() {
    return switch (this) {
      case ERROR -> Level.ERROR;
      case WARN, INFO -> Level.WARN;
      case DEBUG -> Level.INFO;
    };
  }

  /** Sets the levels of a configuration. Loggers that tell less already stay as they are. */
  void applyTo(Configuration configuration) {
    for (LoggerConfig logger : configuration.getLoggers().values()) {
      if (logger.getLevel().isLessSpecificThan(others())) {
        logger.setLevel(others());
      }
    }
    configuration.getRootLogger().setLevel(others());
    LoggerConfig own = configuration.getLoggerConfig(OURS);
    if (!own.getName().equals(OURS)) {
      own = new LoggerConfig(OURS, ours(), true);
      configuration.addLogger(OURS, own);
    }
    own.setLevel(ours());
  }
}
