package io.sluice.extract.dynamodb;

/** The keys under which exports are in the ledger (docs/format.md, "Exports"). */
final class Words {
  static final String CONNECTOR = "dynamodb";

  /** Of the request: the cohorts that are scanned, and those that are not. */
  static final String COHORTS = "cohorts";

  static final String INACTIVE = "inactive";
  static final String TABLE = "table";

  /** Of the answer: cohorts whose scan failed. */
  static final String FAILED = "failed";

  static final String WITHOUT_ITEMS = "without_items";

  private Words() {}
}
