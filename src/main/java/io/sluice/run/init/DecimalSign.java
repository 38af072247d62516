package io.sluice.run.init;

/** What stands before the fractions of numbers, as far as all columns of the samples tell. */
enum DecimalSign {
  POINT,
  COMMA,
  /** No number tells, but the files are not of a kind that programs of Europe write. */
  PROBABLY_POINT,
  UNKNOWN
}
