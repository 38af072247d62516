package io.sluice.cli;

/** How {@code show} prints rows. */
enum RowFormat {
  /** For people: aligned, long cells cut. */
  TABLE,
  /** RFC 4180 with a header; null is an empty cell. */
  CSV,
  /** An object a line, every value as text or null. */
  JSON
}
