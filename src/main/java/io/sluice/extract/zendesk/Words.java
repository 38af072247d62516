package io.sluice.extract.zendesk;

import java.time.Instant;
import java.util.Map;

/** The keys under which exports are in the ledger (docs/format.md, "Exports"). */
final class Words {
  static final String CONNECTOR = "zendesk";

  /** Of the request. */
  static final String MODEL = "model";

  static final String EXPORT = "export";
  static final String CURSOR = "cursor";
  static final String START_TIME = "start_time";

  /** Where it begins and where the next one does, for people: a cursor or an instant. */
  static final String FROM = "from";

  static final String TO = "to";

  /** The instant up to which the exports before this one hold every change. */
  static final String SINCE = "since";

  /** Whether the start was given by an option, so that there may be a gap before it. */
  static final String GIVEN = "given";

  /** Of the answer: where the next export begins. */
  static final String END_CURSOR = "end_cursor";

  static final String END_TIME = "end_time";
  static final String PAGES = "pages";

  /** Whether the source said that nothing was left. */
  static final String END_OF_STREAM = "end_of_stream";

  private Words() {}

  /** A cursor as it is, a start time as an instant. */
  static String shown(Map.Entry<String, String> position) {
    if (position.getValue().equals("0")) {
      return "the beginning";
    }
    return position.getKey().equals(START_TIME)
        ? Instant.ofEpochSecond(Long.parseLong(position.getValue())).toString()
        : position.getValue();
  }
}
