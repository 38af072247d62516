package io.sluice.extract.zendesk;

import io.sluice.settings.Section;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a job file says of the model that it exports.
 *
 * @param name such as {@code ticket_fields}
 * @param path of the endpoint, from the slash behind the host on
 * @param records the key of the answers that has the records
 * @param include what is to come along with each record
 * @param pageSize records on a page; empty: as many as the source likes
 * @param start where the first export begins
 */
record ZendeskModel(
    String name,
    Kind kind,
    String path,
    String records,
    List<String> include,
    Optional<Long> pageSize,
    Optional<Instant> start) {

  /** How the source gives it out. */
  enum Kind {
    /** What changed, from cursor to cursor. */
    CURSOR,
    /** What changed, from a time on. */
    TIME,
    /** All of it. */
    LIST;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Models that the source also gives out from cursor to cursor. */
  private static final Set<String> WITH_CURSORS = Set.of("tickets", "users");

  /** The endpoint that goes from cursor to cursor; nothing where there is none that we know. */
  Optional<String> cursorPath() {
    if (kind == Kind.CURSOR) {
      return Optional.of(path);
    }
    boolean usual = path.replaceFirst("\\.json$", "").equals("/api/v2/incremental/" + name);
    return kind == Kind.TIME && usual && WITH_CURSORS.contains(name)
        ? Optional.of("/api/v2/incremental/" + name + "/cursor.json")
        : Optional.empty();
  }

  static ZendeskModel of(Section extract) {
    String name = extract.required("model");
    Kind kind = extract.choice("export", Kind.class).orElse(Kind.LIST);
    String usual =
        switch (kind) {
          case CURSOR -> "/api/v2/incremental/" + name + "/cursor.json";
          case TIME -> "/api/v2/incremental/" + name + ".json";
          case LIST -> "/api/v2/" + name + ".json";
        };
    Optional<Instant> start =
        extract.parsed("start", "a date such as 2026-11-01", ZendeskModel::instant);
    if (start.isPresent() && kind == Kind.LIST) {
      extract.problem(
          "start",
          "is only allowed with export: cursor or time; a list is exported whole each time");
    }
    return new ZendeskModel(
        name,
        kind,
        extract
            .parsed("path", "a path such as /api/v2/groups.json", ZendeskModel::absolute)
            .orElse(usual),
        extract.text("records").orElse(name),
        extract.texts("include"),
        extract.number("page_size", 1),
        start);
  }

  /** A date, an instant, or seconds of the epoch, in whole seconds. */
  static Instant instant(String text) {
    if (text.matches("\\d{1,11}")) {
      return Instant.ofEpochSecond(Long.parseLong(text));
    }
    return text.length() == "2026-11-01".length()
        ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
        : Instant.parse(text);
  }

  private static String absolute(String text) {
    return text.startsWith("/") && text.indexOf('?') < 0 ? text : null;
  }
}
