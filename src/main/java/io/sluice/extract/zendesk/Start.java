package io.sluice.extract.zendesk;

import io.sluice.extract.ExtractRequest;
import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.Seal;
import io.sluice.ledger.ExportRecord.State;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where an incremental export begins.
 *
 * @param position what is asked first: {@code cursor} or {@code start_time}
 * @param since the instant up to which earlier exports hold every change
 * @param given whether an option says so
 */
record Start(Map.Entry<String, String> position, Optional<Instant> since, boolean given) {
  /** Clocks differ, and an answer never has the newest changes. */
  private static final Duration OVERLAP = Duration.ofMinutes(10);

  static Start of(ZendeskModel model, ExtractRequest request, List<ExportRecord> history) {
    if (request.has("start-cursor")) {
      return new Start(
          Map.entry(Words.CURSOR, request.option("start-cursor").orElseThrow()),
          Optional.empty(),
          true);
    }
    Optional<Instant> wanted = request.option("start-time").map(ZendeskModel::instant);
    if (wanted.isPresent()) {
      return new Start(time(wanted.get()), wanted, true);
    }
    Optional<ExportRecord> last = last(history);
    if (last.isPresent()) {
      return new Start(end(last.get()), last.get().seal().map(Seal::processedDate), false);
    }
    return new Start(time(model.start().orElse(Instant.EPOCH)), model.start(), false);
  }

  /** What the ledger notes before the source is asked. */
  Map<String, String> request(ZendeskModel model) {
    Map<String, String> request = new LinkedHashMap<>();
    request.put(Words.MODEL, model.name());
    request.put(Words.EXPORT, model.kind().text());
    request.put(position.getKey(), position.getValue());
    request.put(Words.FROM, Words.shown(position));
    since.ifPresent(instant -> request.put(Words.SINCE, instant.toString()));
    if (given) {
      request.put(Words.GIVEN, "true");
    }
    return request;
  }

  /**
   * The export that the next one goes on from. One that began where an option said takes that place
   * only where no change can lie between it and the exports before it, or where it was told to
   * leave out the one second that they could not get past.
   */
  private static Optional<ExportRecord> last(List<ExportRecord> history) {
    Optional<ExportRecord> last = Optional.empty();
    Optional<Instant> complete = Optional.empty();
    for (ExportRecord export : history) {
      if (export.state() != State.SEALED || !hasEnd(export)) {
        continue;
      }
      boolean connects =
          !export.request().containsKey(Words.GIVEN)
              || last.isEmpty()
              || isBehind(export, last.get())
              || isCovered(export, complete.map(until -> until.minus(OVERLAP)));
      if (connects) {
        last = Optional.of(export);
        if ("true".equals(export.answer().get(Words.END_OF_STREAM))) {
          complete = Optional.of(export.asked());
        }
      }
    }
    return last;
  }

  /**
   * Whether it was told to begin behind the very second at which the one before could not go on.
   */
  private static boolean isBehind(ExportRecord export, ExportRecord before) {
    String start = export.request().get(Words.START_TIME);
    String end = before.answer().get(Words.END_TIME);
    return start != null
        && end != null
        && !"true".equals(before.answer().get(Words.END_OF_STREAM))
        && Long.parseLong(start) == Long.parseLong(end) + 1;
  }

  private static boolean isCovered(ExportRecord export, Optional<Instant> until) {
    return until.isPresent()
        && export.request().containsKey(Words.START_TIME)
        && !ZendeskModel.instant(export.request().get(Words.START_TIME)).isAfter(until.get());
  }

  private static boolean hasEnd(ExportRecord export) {
    return export.answer().containsKey(Words.END_CURSOR)
        || export.answer().containsKey(Words.END_TIME);
  }

  private static Map.Entry<String, String> end(ExportRecord export) {
    String cursor = export.answer().get(Words.END_CURSOR);
    return cursor == null
        ? Map.entry(Words.START_TIME, export.answer().get(Words.END_TIME))
        : Map.entry(Words.CURSOR, cursor);
  }

  private static Map.Entry<String, String> time(Instant instant) {
    return Map.entry(Words.START_TIME, Long.toString(instant.getEpochSecond()));
  }
}
