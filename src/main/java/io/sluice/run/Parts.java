package io.sluice.run;

import io.sluice.error.ExitCode;
import io.sluice.error.SluiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be said of a dataset, part by part: one that is broken is a problem of its own and keeps
 * nothing else from being said.
 */
public final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final List<String> unread = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<ExitCode> codes = new ArrayList<>();

  /** The part, or nothing where it is broken. */
  public <T> Optional<T> read(String part, Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (SluiceException e) {
      unread.add(part);
      add(e);
    } catch (RuntimeException | Error e) {
      // A file that is too large or nested too deep for the memory is one dataset's matter too.
      LOG.error("unread part={}", part, e);
      unread.add(part);
      add(ExitCode.BUG, "a fault of this program, " + e + ". Please report it");
    }
    return Optional.empty();
  }

  public void add(ExitCode code, String problem) {
    codes.add(code);
    problems.add(problem);
  }

  public void add(SluiceException failure) {
    add(failure.exitCode(), failure.getMessage());
  }

  /** Something that somebody should look at, and that is no failure. */
  public void add(String problem) {
    problems.add(problem);
  }

  public List<String> unread() {
    return unread;
  }

  public List<String> problems() {
    return problems;
  }

  public ExitCode exitCode() {
    return ExitCode.worst(codes);
  }
}
