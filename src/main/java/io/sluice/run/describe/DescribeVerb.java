package io.sluice.run.describe;

import io.sluice.config.Loaded;
import io.sluice.run.Lake;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import java.util.List;

/** {@code describe}. */
public final class DescribeVerb {
  private final Run run;
  private final Workplace where;

  /** For the datasets that are named. */
  public DescribeVerb(Run run, Workplace where) {
    this.run = run;
    this.where = where;
  }

  /** Reads files of this project alone: no secret is looked up and no lake is opened. */
  public List<Description> describe() {
    Loaded loaded = run.load(where);
    return loaded.jobs().stream()
        .map(
            job ->
                new Description(
                    job,
                    Lake.rawFolder(loaded.environment(), job).text(),
                    Lake.folder(loaded.environment().clean(), job.dataset()).text()))
        .toList();
  }
}
