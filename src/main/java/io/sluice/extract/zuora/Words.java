package io.sluice.extract.zuora;

/** The keys under which exports are in the ledger (docs/format.md, "Exports"). */
final class Words {
  static final String CONNECTOR = "zuora-aqua";

  /** Of the request: {@code session}, {@code date}, {@code full} or {@code job-id}. */
  static final String MODE = "mode";

  static final String SESSION = "session";
  static final String JOB_NAME = "job_name";
  static final String QUERY_NAME = "query_name";
  static final String QUERY = "query";
  static final String FROM = "from";
  static final String INCREMENTAL_TIME = "incremental_time";
  static final String WINDOW = "window";
  static final String SINCE = "since";
  static final String UNTIL = "until";

  /** Of the answer. */
  static final String JOB_ID = "job_id";

  static final String BATCH_ID = "batch_id";
  static final String FILE_IDS = "file_ids";
  static final String LOST = "lost";
  static final String STARTED = "started";

  /** Values of {@link #MODE}. */
  static final String IN_SESSION = "session";

  static final String BY_DATE = "date";
  static final String IN_FULL = "full";
  static final String BY_JOB_ID = "job-id";

  private Words() {}
}
