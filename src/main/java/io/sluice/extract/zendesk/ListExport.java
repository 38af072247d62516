package io.sluice.extract.zendesk;

import io.sluice.error.TemporaryException;
import io.sluice.extract.DatasetExports;
import io.sluice.extract.Export;
import io.sluice.http.StatusException;
import io.sluice.ledger.ExportRecord.Seal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All records of a model, complete or not at all. If a run dies, its pages are given up, because
 * pages of two different moments do not make a complete list.
 */
final class ListExport {
  private static final long USUAL_PAGE = 100;

  private final ZendeskApi api;
  private final DatasetExports dataset;
  private final ZendeskModel model;

  ListExport(ZendeskApi api, DatasetExports dataset, ZendeskModel model) {
    this.api = api;
    this.dataset = dataset;
    this.model = model;
  }

  void export() {
    dataset
        .open()
        .forEach(
            open ->
                open.fail("the earlier run ended before its list; the list was requested again"));
    Export export =
        dataset.begin(
            Words.CONNECTOR, Map.of(Words.MODEL, model.name(), Words.EXPORT, model.kind().text()));
    try {
      int pages = fetch(export);
      export.answered(Map.of(Words.PAGES, Integer.toString(pages)));
    } catch (StatusException e) {
      export.fail(e.getMessage());
      throw e;
    }
    export.seal(Seal.whole(export.record().asked()));
  }

  /** By cursor where the endpoint has them, else by page number; returns the number of pages. */
  private int fetch(Export export) {
    Optional<String> after = Optional.empty();
    Set<String> seen = new HashSet<>();
    long rows = 0;
    for (int number = 1; ; number++) {
      boolean numbered = number > 1 && after.isEmpty();
      Page page = page(export, number, query(numbered ? number : 0, after));
      rows += page.rows();
      if (page.hasMore().isEmpty()) {
        if (!page.hasNextPage()) {
          checkCount(page, rows);
          return number;
        }
        if (page.rows() == 0) {
          throw broken("an empty page leads to another");
        }
        continue;
      }
      if (!page.hasMore().get()) {
        return number;
      }
      after = page.listCursor();
      if (after.isEmpty()) {
        throw broken("a page without a cursor says that more follows");
      }
      if (!seen.add(after.get())) {
        throw broken("the pages lead back to cursor " + after.get());
      }
    }
  }

  private Page page(Export export, int number, Map<String, String> query) {
    dataset.step("page " + number);
    String file = String.format(Locale.ROOT, "%s-%05d.json", model.name(), number);
    return api.list(model.path(), query, new PageReader(export, model.records(), file)::read);
  }

  private Map<String, String> query(int number, Optional<String> after) {
    String size = model.pageSize().orElse(USUAL_PAGE).toString();
    Map<String, String> query = new LinkedHashMap<>();
    if (number > 0) {
      query.put("per_page", size);
      query.put("page", Integer.toString(number));
    } else {
      query.put("page[size]", size);
      after.ifPresent(cursor -> query.put("page[after]", cursor));
    }
    if (!model.include().isEmpty()) {
      query.put("include", String.join(",", model.include()));
    }
    return query;
  }

  /**
   * If rows are added or deleted between two numbered pages, the others shift and the reader misses
   * some.
   */
  private void checkCount(Page last, long rows) {
    if (last.count().isPresent() && last.count().get() != rows) {
      throw broken(rows + " records came against a count of " + last.count().get());
    }
  }

  private TemporaryException broken(String what) {
    return new TemporaryException(
        dataset.dataset()
            + ": the list "
            + model.path()
            + " is not complete, "
            + what
            + ". Nothing of it was sealed. Run again");
  }
}
