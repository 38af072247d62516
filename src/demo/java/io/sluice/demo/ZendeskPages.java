package io.sluice.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The three ways in which Zendesk gives out records in pages. */
final class ZendeskPages {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long LARGEST_LIST_PAGE = 100;

  private final ZendeskStore store;
  private final URI base;
  private volatile boolean cutSeconds;

  ZendeskPages(ZendeskStore store, URI base) {
    this.store = store;
    this.base = base;
  }

  /** Pages of exports by time end wherever they are full. */
  void cutSeconds() {
    cutSeconds = true;
  }

  /** {@code /incremental/<model>/cursor}: from a start time, then from cursor to cursor. */
  ObjectNode byCursor(String model, Map<String, String> query, long size, long now) {
    long seconds = 0;
    long id = -1;
    String asked = query.get("cursor");
    if (asked == null) {
      seconds = (long) Double.parseDouble(query.get("start_time"));
    } else {
      String plain = new String(Base64.getDecoder().decode(asked), StandardCharsets.US_ASCII);
      seconds = Long.parseLong(plain.substring(0, plain.indexOf('.')));
      id = Long.parseLong(plain.substring(plain.indexOf("||") + 2, plain.length() - 1));
    }
    long fromSeconds = seconds;
    long fromId = id;
    List<ObjectNode> rest =
        store.exported(model, now - 60).stream()
            .filter(
                one ->
                    ZendeskStore.seconds(one) > fromSeconds
                        || (ZendeskStore.seconds(one) == fromSeconds
                            && ZendeskStore.id(one) > fromId))
            .toList();
    List<ObjectNode> page = rest.subList(0, (int) Math.min(size, rest.size()));
    ObjectNode answer = records(model, page);
    String after = asked;
    if (!page.isEmpty()) {
      ObjectNode last = page.get(page.size() - 1);
      after = encoded(ZendeskStore.seconds(last) + ".0||" + ZendeskStore.id(last) + "|");
    }
    answer.put("after_cursor", after);
    answer.put(
        "after_url",
        after == null ? null : url("incremental/" + model + "/cursor.json?cursor=" + after));
    answer.putNull("before_cursor").putNull("before_url");
    return answer.put("end_of_stream", page.size() == rest.size());
  }

  /**
   * {@code /incremental/<model>}: from a start time to the end of the page, whose last second is
   * whole unless seconds are cut. {@code next_page} is there to the last.
   */
  ObjectNode byTime(String path, String key, Map<String, String> query, long size, long now) {
    long start = (long) Double.parseDouble(query.get("start_time"));
    List<ObjectNode> rest =
        store.exported(path, now - 60).stream()
            .filter(one -> ZendeskStore.seconds(one) >= start)
            .toList();
    int end = (int) Math.min(size, rest.size());
    while (!cutSeconds
        && end > 0
        && end < rest.size()
        && (ZendeskStore.seconds(rest.get(end)) == ZendeskStore.seconds(rest.get(end - 1))
            || ZendeskStore.seconds(rest.get(end - 1)) == start)) {
      end++;
    }
    ObjectNode answer = records(key, rest.subList(0, end));
    answer.put("count", end);
    answer.put("end_of_stream", end == rest.size());
    if (end == 0) {
      answer.putNull("end_time");
    } else {
      answer.put("end_time", ZendeskStore.seconds(rest.get(end - 1)));
    }
    long next = answer.path("end_time").asLong(start);
    return answer.put("next_page", url("incremental/" + path + ".json?start_time=" + next));
  }

  /** A list: by cursor where the request has {@code page[size]}, else by number. */
  ObjectNode list(String path, String key, Map<String, String> query, boolean cursors) {
    List<ObjectNode> all = store.list(path);
    String size = query.get("page[size]");
    if (size == null || !cursors) {
      int perPage =
          (int) Math.min(LARGEST_LIST_PAGE, Long.parseLong(query.getOrDefault("per_page", "100")));
      int page = Integer.parseInt(query.getOrDefault("page", "1"));
      int from = Math.min(all.size(), (page - 1) * perPage);
      int to = Math.min(all.size(), from + perPage);
      ObjectNode answer = records(key, all.subList(from, to));
      answer.put("count", all.size());
      answer.put("next_page", to == all.size() ? null : url(path + ".json?page=" + (page + 1)));
      return answer.put("previous_page", page == 1 ? null : url(path + ".json?page=" + (page - 1)));
    }
    String asked = query.get("page[after]");
    long after = asked == null ? -1 : Long.parseLong(decoded(asked));
    List<ObjectNode> rest = all.stream().filter(one -> ZendeskStore.id(one) > after).toList();
    int end = (int) Math.min(Math.min(LARGEST_LIST_PAGE, Long.parseLong(size)), rest.size());
    ObjectNode answer = records(key, rest.subList(0, end));
    String cursor = end == 0 ? null : encoded(Long.toString(ZendeskStore.id(rest.get(end - 1))));
    answer
        .putObject("meta")
        .put("has_more", end < rest.size())
        .put("after_cursor", cursor)
        .put("before_cursor", asked);
    answer
        .putObject("links")
        .put("next", url(path + ".json?page%5Bsize%5D=" + size + "&page%5Bafter%5D=" + cursor));
    return answer;
  }

  private static ObjectNode records(String key, List<ObjectNode> page) {
    ObjectNode answer = MAPPER.createObjectNode();
    ArrayNode array = answer.putArray(key);
    page.forEach(array::add);
    return answer;
  }

  private String url(String path) {
    return base + "/api/v2/" + path;
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String decoded(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.US_ASCII);
  }
}
