package io.sluice.error;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;

/**
 * Text as it may leave this process for people to read: on a terminal, in a log, in a message, in
 * the ledger. Secrets are taken out ({@link Redaction}), and characters that move a cursor, change
 * the direction of writing or are invisible are escaped, such as {@code \u001b}.
 */
public final class Printable {
  private Printable() {}

  /** Text whose line breaks and tabs are our own. */
  public static String lines(String text) {
    return escaped(Redaction.of(text), false);
  }

  /** Text that may contain parts from outside: always one line. */
  public static String line(String text) {
    return escaped(Redaction.of(text), true);
  }

  /**
   * The same failure with every message in one line and without secrets; for its stack trace alone,
   * as its type is another.
   */
  public static Throwable trace(Throwable failure) {
    return Trace.of(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static String escaped(String text, boolean oneLine) {
    StringBuilder shown = null;
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      int end = at + Character.charCount(codePoint);
      boolean ours = codePoint == '\n' || codePoint == '\t';
      boolean escape = ours ? oneLine : isUnprintable(codePoint);
      if (escape && shown == null) {
        shown = new StringBuilder(text.length() + 16).append(text, 0, at);
      }
      if (escape) {
        shown.append(escape(text.substring(at, end)));
      } else if (shown != null) {
        shown.appendCodePoint(codePoint);
      }
      at = end;
    }
    return shown == null ? text : shown.toString();
  }

  private static String escape(String character) {
    return switch (character) {
      case "\n" -> "\\n";
      case "\r" -> "\\r";
      case "\t" -> "\\t";
      default -> {
        StringBuilder escape = new StringBuilder();
        character
            .chars()
            .forEach(unit -> escape.append(String.format(Locale.ROOT, "\\u%04x", unit)));
        yield escape.toString();
      }
    };
  }

  /**
   * Whether a terminal would obey the character instead of showing it. Joiners of scripts and of
   * emoji have the same category but are harmless.
   */
  public static boolean isUnprintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      case Character.FORMAT -> codePoint != 0x200c && codePoint != 0x200d;
      default -> false;
    };
  }

  /** A failure that prints as another does, each message in one line. */
  private static final class Trace extends Throwable {
    private final String shown;

    private Trace(Throwable failure, Throwable cause) {
      super(failure.getMessage() == null ? null : line(failure.getMessage()), cause);
      shown =
          failure.getClass().getName()
              + (failure.getLocalizedMessage() == null
                  ? ""
                  : ": " + line(failure.getLocalizedMessage()));
      setStackTrace(failure.getStackTrace());
    }

    private static Throwable of(Throwable failure, Set<Throwable> seen) {
      if (failure == null || !seen.add(failure)) {
        return null;
      }
      Trace trace = new Trace(failure, of(failure.getCause(), seen));
      for (Throwable suppressed : failure.getSuppressed()) {
        Throwable shown = of(suppressed, seen);
        if (shown != null) {
          trace.addSuppressed(shown);
        }
      }
      return trace;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }

    /** Shows the type name of the original failure. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
      return shown;
    }
  }
}
