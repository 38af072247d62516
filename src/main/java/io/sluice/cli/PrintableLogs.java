package io.sluice.cli;

import io.sluice.error.Printable;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.AppenderRef;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;

/**
 * Makes every line of the log printable ({@link Printable}), also those of Spark and other
 * libraries, with any configuration of log4j: the launcher's, or the cluster's under spark-submit.
 * Our events have one line. Further lines of other events are indented, so that none looks like one
 * of ours.
 */
final class PrintableLogs {
  private static final String OURS = "io.sluice";

  private PrintableLogs() {}

  /** Wraps the present appenders, and those of later configurations. */
  static void install() {
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      guard(context);
      context.addPropertyChangeListener(
          change -> {
            if (LoggerContext.PROPERTY_CONFIG.equals(change.getPropertyName())) {
              guard(context);
            }
          });
    }
  }

  private static void guard(LoggerContext context) {
    Configuration configuration = context.getConfiguration();
    configuration.getLoggers().values().forEach(PrintableLogs::guard);
    guard(configuration.getRootLogger());
  }

  private static void guard(LoggerConfig logger) {
    Map<String, AppenderRef> references =
        logger.getAppenderRefs().stream()
            .collect(
                Collectors.toMap(AppenderRef::getRef, Function.identity(), (one, same) -> one));
    logger
        .getAppenders()
        .forEach(
            (name, appender) -> {
              if (!(appender instanceof Door)) {
                Optional<AppenderRef> reference = Optional.ofNullable(references.get(name));
                logger.removeAppender(name);
                logger.addAppender(
                    new Door(appender),
                    reference.map(AppenderRef::getLevel).orElse(null),
                    reference.map(AppenderRef::getFilter).orElse(null));
              }
            });
  }

  /** Passes events on to an appender, which its configuration starts and stops. */
  private static final class Door extends AbstractAppender {
    private final Appender appender;

    Door(Appender appender) {
      super(appender.getName(), null, appender.getLayout(), true, Property.EMPTY_ARRAY);
      this.appender = appender;
      start();
    }

    @Override
    public void append(LogEvent event) {
      appender.append(shown(event));
    }

    private static LogEvent shown(LogEvent event) {
      Log4jLogEvent.Builder shown =
          new Log4jLogEvent.Builder(event).setMessage(new SimpleMessage(text(event)));
      if (event.getThrown() != null) {
        shown.setThrown(Printable.trace(event.getThrown())).setThrownProxy(null);
      }
      return shown.build();
    }

    private static String text(LogEvent event) {
      String message = event.getMessage().getFormattedMessage();
      return event.getLoggerName().startsWith(OURS)
          ? Printable.line(message)
          : Printable.lines(message).replace("\n", "\n  ");
    }
  }
}
