package io.sluice.bench;

import io.sluice.bench.Meter.Measured;
import java.util.List;

/** The measurements of one thing, a repetition each; there is at least one. */
record Times(List<Measured> all) {
  Times {
    all = List.copyOf(all);
  }

  double least() {
    return seconds().get(0);
  }

  /** The middle one; of an even number the greater of the two. */
  double median() {
    List<Double> seconds = seconds();
    return seconds.get(seconds.size() / 2);
  }

  /** The middle of what all processors spent. */
  double medianBusy() {
    return all.stream().map(Measured::busySeconds).sorted().toList().get(all.size() / 2);
  }

  long mostHeap() {
    return all.stream().mapToLong(Measured::heapBytes).max().orElseThrow();
  }

  Measured last() {
    return all.get(all.size() - 1);
  }

  private List<Double> seconds() {
    return all.stream().map(Measured::seconds).sorted().toList();
  }
}
