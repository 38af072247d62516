package io.sluice.run.init;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One column of the samples: its values, and whether they could tell rows apart. */
final class Column {
  /** More are not remembered from one sample to the next. */
  private static final int MOST_VALUES = 300_000;

  private final String from;
  private final Seen seen = new Seen();
  private Optional<Guess> declared;

  /** Each value, and the number of samples with the column before the one that had it last. */
  private final Map<String, Integer> values = new HashMap<>();

  private final BitSet samples = new BitSet();
  private final List<Overlap> overlaps = new ArrayList<>();
  private boolean unique;
  private boolean apart = true;
  private boolean remembers = true;
  private long filled;
  private long inSampleBefore;
  private long inSample;
  private long again;

  /**
   * A column of samples.
   *
   * @param declared the type, where the file says it
   * @param mayBeKey whether to find out if each file has every value once
   */
  Column(String from, Optional<Guess> declared, boolean mayBeKey) {
    this.from = from;
    this.declared = declared;
    this.unique = mayBeKey;
  }

  /** Its name in files. */
  String from() {
    return from;
  }

  Seen seen() {
    return seen;
  }

  /** The type that files say, if they do. */
  Optional<Guess> declared() {
    return declared;
  }

  /** Whether there is anything that a guess of its type could rest on. */
  boolean saysType() {
    return declared.isPresent() || seen.count() > 0;
  }

  /** Notes the type that one more file says; files that differ make it text. */
  void declare(Guess guess) {
    if (declared.filter(before -> !before.type().equals(guess.type())).isPresent()) {
      declared = Optional.of(Guess.text("the files differ"));
    }
  }

  /** Notes a value that is not null, for a key. */
  void fill(String value) {
    filled++;
    inSample++;
    if (unique) {
      Integer before = values.put(value, files());
      apart &= before == null;
      unique = before == null || before < files();
      again += before != null && before == files() - 1 ? 1 : 0;
    }
  }

  /** The sample of this number has the column. A row may come again in the next: it has changed. */
  void endFile(int sample) {
    if (files() > 0) {
      overlaps.add(new Overlap(lastSample(), inSampleBefore, sample, inSample, again));
    }
    samples.set(sample);
    inSampleBefore = inSample;
    inSample = 0;
    again = 0;
    if (!unique || values.size() > MOST_VALUES) {
      values.clear();
      apart = false;
      remembers = false;
    }
  }

  /** How many samples have the column. */
  int files() {
    return samples.cardinality();
  }

  /** The number of the last sample that has the column. */
  int lastSample() {
    return samples.length() - 1;
  }

  boolean sharesSampleWith(Column other) {
    return samples.intersects(other.samples);
  }

  /** How many values are not null. */
  long filled() {
    return filled;
  }

  /** Whether no file has a value twice. */
  boolean isUnique() {
    return unique;
  }

  /** Whether no value is in two samples, for sure. */
  boolean isApart() {
    return unique && apart;
  }

  /** What each sample but the first shares with the one before; none where that is not known. */
  List<Overlap> overlaps() {
    return remembers ? List.copyOf(overlaps) : List.of();
  }

  /** The values, as far as they are remembered: all of them where {@link #isApart}. */
  Set<String> values() {
    return values.keySet();
  }
}
