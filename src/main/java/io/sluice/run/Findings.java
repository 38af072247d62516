package io.sluice.run;

import io.sluice.error.ExitCode;
import io.sluice.error.SluiceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warnings and problems that a verb finds. Equal ones are reported once, and the worst exit code
 * counts.
 */
public final class Findings {
  private static final Logger LOG = LoggerFactory.getLogger(Findings.class);

  private final Set<String> warnings = new LinkedHashSet<>();
  private final Set<String> problems = new LinkedHashSet<>();
  private final List<ExitCode> codes = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();

  /** Adds a warning. */
  public void warn(String warning) {
    warnings.add(warning);
  }

  public void warn(Collection<String> all) {
    warnings.addAll(all);
  }

  /** Adds a problem that is not a failure of the verb. */
  public void note(String problem) {
    problems.add(problem);
  }

  public void fail(ExitCode code, String problem) {
    codes.add(code);
    problems.add(problem);
  }

  public void fail(SluiceException failure) {
    fail(failure.exitCode(), failure.getMessage());
  }

  /** Reads a part. A broken part does not stop the report of the others. */
  public <T> Optional<T> read(String part, Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (SluiceException e) {
      unread.add(part);
      fail(e);
    } catch (RuntimeException | Error e) {
      // A file that needs too much memory is a problem of one dataset only.
      LOG.error("unread part={}", part, e);
      unread.add(part);
      fail(ExitCode.BUG, "a fault of this program, " + e + ". Please report it");
    }
    return Optional.empty();
  }

  public ExitCode exitCode() {
    return ExitCode.worst(codes);
  }

  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** All problems, a line or more each; nothing where there is none. */
  public Optional<String> problem() {
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", problems));
  }

  /** The parts that are broken, each once. */
  public List<String> unread() {
    return List.copyOf(new LinkedHashSet<>(unread));
  }
}
