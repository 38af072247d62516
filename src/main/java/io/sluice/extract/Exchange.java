package io.sluice.extract;

import io.sluice.http.Http;
import io.sluice.settings.Section;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Everything that a connector needs for one call.
 *
 * @param datasets to export, sorted by name; at least one
 * @param connection the settings of their connection
 * @param http without credentials: {@link Http#with} gives it some
 */
public record Exchange(
    List<DatasetExports> datasets,
    Section connection,
    Http http,
    ExtractRequest request,
    Clock clock) {
  /** Copies the list. */
  public Exchange {
    datasets = List.copyOf(datasets);
  }

  /** Waits; an interrupt ends this run's part of the export, and the next run continues it. */
  public void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw http.interrupted();
    }
  }

  /** Tells all datasets of a step that they take together. */
  public void step(String step) {
    datasets.forEach(dataset -> dataset.step(step));
  }
}
