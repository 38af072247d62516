package io.sluice.cli;

import io.sluice.error.Printable;
import java.beans.PropertyChangeEvent;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
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
 *
 * <p>Lines for standard output and standard error go where the user wants them, and in the form
 * that the user wants; other appenders of a cluster stay.
 */
final class PrintableLogs {
  private static volatile Optional<PrintableLogs> installed = Optional.empty();
  private static volatile boolean warned;

  private final LogOptions options;
  private final Optional<Appender> target;

  private PrintableLogs(LogOptions options, Optional<Appender> target) {
    this.options = options;
    this.target = target;
  }

  /**
   * Wraps the present appenders, and those of later configurations.
   *
   * @throws io.sluice.error.ConfigurationException if the log cannot be written
   */
  static void install(LogOptions options, Clock clock) {
    warned = false;
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      PrintableLogs logs = new PrintableLogs(options, LogTarget.of(options, clock));
      if (installed.isEmpty()) {
        context.addPropertyChangeListener(change -> guardAgain(context, change));
      }
      installed = Optional.of(logs);
      logs.guard(context);
    }
  }

  /** Setting levels is a change too, of the same configuration. */
  private static void guardAgain(LoggerContext context, PropertyChangeEvent change) {
    boolean other = change.getOldValue() != change.getNewValue();
    if (other && LoggerContext.PROPERTY_CONFIG.equals(change.getPropertyName())) {
      installed.ifPresent(logs -> logs.guard(context));
    }
  }

  /** Whether we logged a warning or worse. */
  static boolean warned() {
    return warned;
  }

  private void guard(LoggerContext context) {
    Configuration configuration = context.getConfiguration();
    configuration.getLoggers().values().forEach(this::guard);
    guard(configuration.getRootLogger());
    if (options.level().isPresent()) {
      options.level().get().applyTo(configuration);
      context.updateLoggers();
    }
  }

  private void guard(LoggerConfig logger) {
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
                    new Door(
                        name,
                        appender instanceof ConsoleAppender ? target.orElse(appender) : appender),
                    reference.map(AppenderRef::getLevel).orElse(null),
                    reference.map(AppenderRef::getFilter).orElse(null));
              }
            });
  }

  /** Passes events on to an appender, which its configuration starts and stops. */
  private static final class Door extends AbstractAppender {
    private final Appender appender;

    Door(String name, Appender appender) {
      super(name, null, appender.getLayout(), true, Property.EMPTY_ARRAY);
      this.appender = appender;
      start();
    }

    @Override
    public void append(LogEvent event) {
      if (isOurs(event) && event.getLevel().isMoreSpecificThan(Level.WARN)) {
        warned = true;
      }
      appender.append(shown(event));
    }

    private static boolean isOurs(LogEvent event) {
      return event.getLoggerName().startsWith(LogLevel.OURS);
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
      return isOurs(event)
          ? Printable.line(message)
          : Printable.lines(message).replace("\n", "\n  ");
    }
  }
}
