package io.sluice.law;

import java.util.Locale;

/** The class of an accepted row. The first that fits is its class; every row has exactly one. */
public enum MergeClass {
  /** Equal to another row of the run, version and content. */
  DUPLICATE,
  /** Beaten by another row of the run. */
  SUPERSEDED,
  /** Beaten by a tombstone, or below a floor. */
  BLOCKED,
  /** Beaten by the stored row. */
  STALE,
  /** Equal to the stored row, or a delete that finds no live row. */
  UNCHANGED,
  /** Newer than the stored row, with the same content. */
  REFRESHED,
  /** A key that was not live. */
  INSERTED,
  /** Newer than the stored row, with other content. */
  UPDATED,
  /** Took a stored row away. */
  DELETED;

  /** The name in datasets and reports, in lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The class of this {@link #text}, which must be one. */
  public static MergeClass of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
