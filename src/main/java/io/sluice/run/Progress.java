package io.sluice.run;

import io.sluice.spec.DatasetName;

/** Told how a run goes on; called from several threads. */
public interface Progress {
  /** The run works on this many datasets. */
  void begin(int datasets);

  /** A dataset has come to a step, such as {@code reading 3 increments}. */
  void step(DatasetName dataset, String step);

  /** A dataset is through. */
  void done(DatasetOutcome outcome);

  /** An export of a dataset is through. */
  default void ended(DatasetName dataset) {}

  /** Tells nobody. */
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
