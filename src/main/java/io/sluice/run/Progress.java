package io.sluice.run;

import io.sluice.spec.DatasetName;

/** Receives the progress of a run; called from several threads. */
public interface Progress {
  /** The run works on this many datasets. */
  void begin(int datasets);

  /** A dataset has come to a step, such as {@code reading 3 increments}. */
  void step(DatasetName dataset, String step);

  /** A dataset has ended. */
  void done(DatasetOutcome outcome);

  /** An export of a dataset has ended. */
  default void ended(DatasetName dataset) {}

  /** Results are printed next: what is shown goes. */
  default void clear() {}

  /** Ignores the progress. */
  Progress NONE =
      new Progress() {
        @Override
        public void begin(int datasets) {}

        @Override
        public void step(DatasetName dataset, String step) {}

        @Override
        public void done(DatasetOutcome outcome) {}
      };
}
