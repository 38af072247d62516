package io.sluice.extract.zendesk;

import io.sluice.error.ConfigurationException;
import io.sluice.error.TemporaryException;
import io.sluice.extract.DatasetExports;
import io.sluice.extract.Export;
import io.sluice.extract.ExtractRequest;
import io.sluice.http.StatusException;
import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.Seal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What changed since the last export, page by page. Each page is in the ledger with the place that
 * the next one begins at, so that a run that dies loses nothing: the next run seals what had come,
 * dated as it was asked for, and fetches the rest as an increment of its own.
 */
final class IncrementalExport {
  private static final int MOST_STILL_PAGES = 3;

  /** The source's default number of records on a page. */
  private static final long LARGEST_PAGE = 1000;

  /**
   * An endpoint that does not mark its end has reached it if the page's end is this close to now.
   */
  private static final Duration NEARLY_NOW = Duration.ofMinutes(5);

  private final ZendeskApi api;
  private final Clock clock;
  private final DatasetExports dataset;
  private final ZendeskModel model;

  IncrementalExport(ZendeskApi api, Clock clock, DatasetExports dataset, ZendeskModel model) {
    this.api = api;
    this.clock = clock;
    this.dataset = dataset;
    this.model = model;
  }

  void export(ExtractRequest request) {
    dataset.open().forEach(IncrementalExport::settle);
    Start start = Start.of(model, request, dataset.history());
    Export export = dataset.begin(Words.CONNECTOR, start.request(model));
    try {
      fetch(export, start);
    } catch (StatusException e) {
      if (!hasPages(export)) {
        export.fail(e.getMessage());
      }
      throw e;
    }
    seal(export);
  }

  private static boolean hasPages(Export export) {
    return export.record().answer().containsKey(Words.PAGES);
  }

  /**
   * Pages that arrived before a run died become an increment. If none arrived, the export is
   * requested again.
   */
  private static void settle(Export export) {
    if (hasPages(export)) {
      seal(export);
    } else {
      export.fail("the earlier run ended before a page arrived; the page was requested again");
    }
  }

  private static void seal(Export export) {
    ExportRecord record = export.record();
    Optional<Instant> since =
        Optional.ofNullable(record.request().get(Words.SINCE)).map(Instant::parse);
    export.seal(Seal.changes(record.asked(), since));
  }

  /**
   * Where a page begins, and how it is asked for.
   *
   * @param byCursor whether the endpoint with cursors is asked, at first by time
   * @param size records on a page, where it is said
   */
  private record Place(Map.Entry<String, String> position, boolean byCursor, Optional<Long> size) {
    Place at(Map.Entry<String, String> next) {
      return new Place(next, byCursor, size);
    }
  }

  private void fetch(Export export, Start start) {
    boolean byCursor =
        model.kind() != ZendeskModel.Kind.TIME
            || (start.position().getKey().equals(Words.CURSOR) && model.cursorPath().isPresent());
    Place place = new Place(start.position(), byCursor, model.pageSize());
    Set<String> seen = new HashSet<>();
    int stillPages = 0;
    for (int number = 1; ; number++) {
      Map.Entry<String, String> position = place.position();
      Optional<Page> page = page(export, number, place, number > 1 || !start.given());
      if (page.isEmpty()) {
        note(export, number - 1, position, true);
        return;
      }
      Map.Entry<String, String> next = next(page.get(), place);
      if (isFullOfOneSecond(page.get(), place, next)) {
        if (number > 1) {
          note(export, number, next, false);
        }
        place = around(page.get(), place);
        continue;
      }
      boolean ended = isLast(page.get(), position, next);
      note(export, number, next, ended);
      if (ended) {
        return;
      }
      stillPages = next.equals(position) ? stillPages + 1 : 0;
      if (stillPages == MOST_STILL_PAGES
          || (!next.equals(position) && !seen.add(next.toString()))) {
        throw turning(next);
      }
      place = place.at(next);
    }
  }

  /**
   * Whether the page leads back to itself because one second has more records than a page may hold.
   */
  private static boolean isFullOfOneSecond(Page page, Place place, Map.Entry<String, String> next) {
    return !place.byCursor()
        && next.equals(place.position())
        && !page.endOfStream().orElse(false)
        && page.rows() >= place.size().orElse(LARGEST_PAGE);
  }

  /** How to get past such a second: by a larger page, or by the cursors of another endpoint. */
  private Place around(Page page, Place place) {
    if (place.size().filter(size -> size < LARGEST_PAGE).isPresent()) {
      return new Place(place.position(), false, Optional.of(LARGEST_PAGE));
    }
    if (model.cursorPath().isPresent()) {
      return new Place(place.position(), true, place.size());
    }
    long second = Long.parseLong(place.position().getValue());
    throw new ConfigurationException(
        dataset.dataset()
            + ": "
            + model.path()
            + " gives only the first "
            + page.rows()
            + " records of the second "
            + Instant.ofEpochSecond(second)
            + ", and it has no cursors to continue with. Earlier records are kept; later ones were not fetched. Set export: list and mode: full if Zendesk has a list of these records. Or run extract once with --start-time "
            + (second + 1)
            + ", which continues after that second: its other records are missing until they change again");
  }

  /** A page; nothing if the source does not yet give out the changes after an earlier page. */
  private Optional<Page> page(Export export, int number, Place place, boolean follows) {
    Map.Entry<String, String> position = place.position();
    dataset.step("page " + number + " from " + position.getKey() + " " + position.getValue());
    String file = String.format(Locale.ROOT, "%s-%05d.json", model.name(), number);
    PageReader reader = new PageReader(export, model.records(), file);
    Map<String, String> query = new LinkedHashMap<>();
    query.put(position.getKey(), position.getValue());
    place.size().ifPresent(size -> query.put("per_page", size.toString()));
    if (!model.include().isEmpty()) {
      query.put("include", String.join(",", model.include()));
    }
    String path = place.byCursor() ? model.cursorPath().orElse(model.path()) : model.path();
    try {
      return Optional.of(api.incremental(path, query, answer -> whole(reader.read(answer), place)));
    } catch (StatusException e) {
      if (follows && ZendeskApi.isTooRecent(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Page whole(Page page, Place place) throws IOException {
    if (!place.byCursor()) {
      return page.counted();
    }
    if (page.endOfStream().isEmpty()) {
      throw new IOException("the answer does not say whether it is the last");
    }
    return page;
  }

  /** Where the next page begins; an empty page may leave that open. */
  private static Map.Entry<String, String> next(Page page, Place place) {
    Optional<Map.Entry<String, String>> next =
        place.byCursor()
            ? page.afterCursor().map(cursor -> Map.entry(Words.CURSOR, cursor))
            : page.endTime()
                .map(time -> Map.entry(Words.START_TIME, Long.toString(time.getEpochSecond())));
    return next.orElse(place.position());
  }

  /** A link to a next page is no sign: there is one on the last page as well. */
  private boolean isLast(
      Page page, Map.Entry<String, String> position, Map.Entry<String, String> next) {
    return page.endOfStream()
        .orElseGet(
            () ->
                !page.hasNextPage()
                    || next.equals(position)
                    || page.endTime()
                        .filter(time -> time.isAfter(clock.instant().minus(NEARLY_NOW)))
                        .isPresent());
  }

  private static void note(
      Export export, int pages, Map.Entry<String, String> next, boolean ended) {
    String key = next.getKey().equals(Words.CURSOR) ? Words.END_CURSOR : Words.END_TIME;
    export.answered(
        Map.of(
            key,
            next.getValue(),
            Words.TO,
            Words.shown(next),
            Words.PAGES,
            Integer.toString(pages),
            Words.END_OF_STREAM,
            Boolean.toString(ended)));
  }

  private TemporaryException turning(Map.Entry<String, String> next) {
    return new TemporaryException(
        dataset.dataset()
            + ": the pages of "
            + model.path()
            + " lead back to "
            + next.getKey()
            + " "
            + next.getValue()
            + " and say that more follows. Earlier records are kept, and the next run seals them. Run"
            + " again later; if it happens again, ask Zendesk");
  }
}
