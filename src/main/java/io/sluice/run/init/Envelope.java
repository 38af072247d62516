package io.sluice.run.init;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where the records of a JSON document lie, if it is an object around them: the one array of
 * objects that has a name for records, or has several elements while nothing beside it identifies
 * the object.
 */
final class Envelope {
  private static final int DEEPEST = 5;
  private static final Set<String> RECORDS =
      Set.of(
          "data",
          "items",
          "records",
          "results",
          "result",
          "value",
          "values",
          "rows",
          "entries",
          "hits",
          "content",
          "docs",
          "documents",
          "elements",
          "list",
          "objects");

  private final String table;
  private final List<Candidate> candidates = new ArrayList<>();
  private boolean identified;

  private record Candidate(List<String> path, long elements) {}

  private Envelope(String table) {
    this.table = table.replace('-', '_');
  }

  /**
   * The keys that lead to the records of a document; empty where it is a record itself, or an
   * array.
   *
   * @param json at the start of the document
   * @param table the name of the dataset, which the array may have
   */
  static List<String> path(JsonParser json, String table) throws IOException {
    Envelope envelope = new Envelope(table);
    if (json.nextToken() == JsonToken.START_OBJECT) {
      envelope.walk(json);
    }
    return envelope.best();
  }

  private void walk(JsonParser json) throws IOException {
    Deque<String> path = new ArrayDeque<>();
    for (JsonToken token = json.nextToken();
        token != null && (token != JsonToken.END_OBJECT || !path.isEmpty());
        token = json.nextToken()) {
      if (token == JsonToken.END_OBJECT) {
        path.removeLast();
        continue;
      }
      String name = json.getCurrentName();
      token = json.nextToken();
      if (token == JsonToken.START_OBJECT && path.size() < DEEPEST - 1) {
        path.addLast(name);
      } else if (token == JsonToken.START_ARRAY) {
        List<String> to = new ArrayList<>(path);
        to.add(name);
        array(json, to);
      } else {
        json.skipChildren();
        identified |= path.isEmpty() && Names.identifies(Names.words(name), table);
      }
    }
  }

  private void array(JsonParser json, List<String> path) throws IOException {
    long elements = 0;
    boolean objects = true;
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      objects &= token == JsonToken.START_OBJECT;
      elements++;
      json.skipChildren();
    }
    if (objects && elements > 0 && path.stream().noneMatch(key -> key.contains("."))) {
      candidates.add(new Candidate(path, elements));
    }
  }

  private List<String> best() {
    if (identified) {
      return List.of();
    }
    List<Candidate> named = candidates.stream().filter(one -> isName(last(one))).toList();
    if (named.size() == 1) {
      return named.get(0).path();
    }
    return named.isEmpty() && candidates.size() == 1 && candidates.get(0).elements() > 1
        ? candidates.get(0).path()
        : List.of();
  }

  private boolean isName(String key) {
    String words = Names.words(key);
    return words.equals(table) || RECORDS.contains(words.toLowerCase(Locale.ROOT));
  }

  private static String last(Candidate candidate) {
    return candidate.path().get(candidate.path().size() - 1);
  }
}
