package io.sluice.extract.zendesk;

/** What may go wrong with one answer of {@link ZendeskServer}. */
enum Fault {
  /** The connection ends before a byte of the answer. */
  RESET_BEFORE,
  /** The connection ends in the middle of the body. */
  RESET_WITHIN,
  /** The body is shorter than its announced length. */
  SHORT_BODY,
  /** Valid JSON up to its middle, and then the end. */
  CUT_JSON,
  /** A page of HTML with status 200. */
  HTML,
  /** The count says one record more than there are. */
  WRONG_COUNT,
  /** Status 500. */
  SERVER_ERROR,
  /** Status 503 with {@code Retry-After: 1}. */
  UNAVAILABLE,
  /** Status 429 with {@code Retry-After: 1}. */
  TOO_MANY,
  /** Status 429 and no word of when to come again. */
  TOO_MANY_SILENT,
  /** Status 401 although the credentials are right. */
  UNAUTHORIZED,
  /** Status 400, as for a start time within the last minute. */
  TOO_RECENT,
  /** Status 422, as older servers said the same. */
  TOO_RECENT_OLD,
  /** The right answer after 300 ms. */
  SLOW,
  /** The body stands still in its middle for three seconds. */
  STALL,
  /** A page of an incremental export that says it is not the last, and leads to itself. */
  CIRCLE,
  /** An empty page that is not the last and has no cursor. */
  EMPTY_PAGE
}
