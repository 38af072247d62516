package io.sluice.run;

import io.sluice.error.ExitCode;
import io.sluice.error.SluiceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a run finds beside what it does. What several tries find is told once. */
public final class Findings {
  private final Set<String> warnings = new LinkedHashSet<>();
  private final Set<String> problems = new LinkedHashSet<>();
  private final List<ExitCode> codes = new ArrayList<>();

  /** Something that somebody should look at, and that is no failure. */
  public void warn(String warning) {
    warnings.add(warning);
  }

  public void warn(Collection<String> all) {
    warnings.addAll(all);
  }

  public void fail(ExitCode code, String problem) {
    codes.add(code);
    problems.add(problem);
  }

  public void fail(SluiceException failure) {
    fail(failure.exitCode(), failure.getMessage());
  }

  public ExitCode exitCode() {
    return ExitCode.worst(codes);
  }

  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** All problems, a line or more each. */
  public Optional<String> problem() {
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", problems));
  }
}
