package io.sluice.law;

/** A part of a version, by which one row beats another. */
public enum Part {
  ORDER_BY,
  PROCESSED_DATE,
  OPERATION,
  INCREMENT,
  FILE,
  ROW_HASH
}
