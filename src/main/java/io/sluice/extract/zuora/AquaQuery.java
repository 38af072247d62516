package io.sluice.extract.zuora;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.settings.Section;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a job file asks Zuora for.
 *
 * @param name of the query within a job, and of its file: the object's, unless the job file says
 *     another
 * @param project of the session, where it is not the connection's
 * @param deleted whether to request the column {@code IsDeleted}, which not all objects have
 * @param expectedFull whether a full load that was not requested is expected
 * @param fullSince the first month of a full export by months; what was created before comes with
 *     it
 */
record AquaQuery(
    String name,
    String query,
    Optional<String> project,
    boolean deleted,
    boolean expectedFull,
    YearMonth fullSince,
    Optional<String> apiVersion) {
  private static final int LONGEST = 20_000;
  private static final Pattern SELECT =
      Pattern.compile("(?is)\\s*select\\s.+?\\sfrom\\s+(\\w+)(?:\\s+(.*))?");
  private static final Pattern WHERE = Pattern.compile("(?is)where\\s+(.+)");
  private static final YearMonth BEFORE_ALL = YearMonth.of(2010, 1);
  private static final int LAST_YEAR = 9999;

  static AquaQuery of(Section settings) {
    String query = settings.required("query").strip().replaceAll("\\s+", " ");
    Matcher matcher = SELECT.matcher(query);
    boolean selects = matcher.matches();
    if (!query.isEmpty() && (!selects || query.length() > LONGEST)) {
      settings.problem(
          "query",
          selects
              ? "has " + query.length() + " characters against at most " + LONGEST
              : "is not of the form SELECT fields FROM object");
    }
    return new AquaQuery(
        settings.text("name").orElse(selects ? matcher.group(1) : ""),
        query,
        settings.text("project"),
        settings.flag("deleted").orElse(true),
        settings.flag("expected_full").orElse(false),
        settings
            .parsed("full_since", "a month such as 2014-05", AquaQuery::month)
            .orElse(BEFORE_ALL),
        settings.text("api_version"));
  }

  /** The query for rows created in some months alone: from the first on, before the other. */
  String between(Optional<YearMonth> from, Optional<YearMonth> before) {
    StringBuilder created = new StringBuilder();
    from.ifPresent(month -> created.append("CreatedDate >= '").append(start(month)).append("'"));
    if (from.isPresent() && before.isPresent()) {
      created.append(" AND ");
    }
    before.ifPresent(month -> created.append("CreatedDate < '").append(start(month)).append("'"));
    if (created.isEmpty()) {
      return query;
    }
    Matcher matcher = SELECT.matcher(query);
    if (!matcher.matches() || matcher.group(2) == null) {
      return query + " WHERE " + created;
    }
    Matcher where = WHERE.matcher(matcher.group(2));
    String head = query.substring(0, matcher.start(2));
    return where.matches()
        ? head + "WHERE (" + where.group(1) + ") AND " + created
        : query + " WHERE " + created;
  }

  /** A month after the first of the epoch: each is a query of its own. */
  private static YearMonth month(String text) {
    YearMonth month = YearMonth.parse(text);
    return month.isBefore(YearMonth.of(1970, 1)) || month.getYear() > LAST_YEAR ? null : month;
  }

  private static String start(YearMonth month) {
    return month + "-01T00:00:00";
  }

  /** As a job's part. */
  ObjectNode json(ObjectMapper mapper, String as, String text, boolean stateful) {
    ObjectNode node = mapper.createObjectNode();
    node.put("name", as);
    node.put("query", text);
    node.put("type", "zoqlexport");
    apiVersion.ifPresent(version -> node.put("apiVersion", version));
    if (deleted) {
      ObjectNode column = node.putObject("deleted");
      column.put("column", "IsDeleted");
      column.put("format", "Boolean");
      if (!stateful) {
        column.put("forceExport", true);
      }
    }
    return node;
  }
}
