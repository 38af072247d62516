package io.sluice.extract.zendesk;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.extract.Export;
import io.sluice.extract.ExportStream;
import io.sluice.http.Answer;
import java.io.IOException;
import java.util.Set;

/**
 * Writes the records of an answer to a file of the increment while they come, one a line; a page
 * without records makes no file. Numbers keep their digits.
 */
final class PageReader {
  private static final Set<String> KNOWN =
      Set.of("end_of_stream", "after_cursor", "end_time", "next_page", "count", "meta");
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .nodeFactory(new JsonNodeFactory(true))
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Export export;
  private final String key;
  private final String file;

  /**
   * Reads one page.
   *
   * @param key of the answer that has the records
   * @param file to write, within the increment
   */
  PageReader(Export export, String key, String file) {
    this.export = export;
    this.key = key;
    this.file = file;
  }

  /**
   * Reads an answer to its end.
   *
   * @throws IOException where it broke off or is no page
   */
  Page read(Answer answer) throws IOException {
    try (JsonParser parser = MAPPER.createParser(answer.body())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the answer is not a JSON object");
      }
      ObjectNode rest = MAPPER.createObjectNode();
      long rows = -1;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.getCurrentName();
        JsonToken value = parser.nextToken();
        if (name.equals(key) && value == JsonToken.START_ARRAY) {
          rows = records(parser);
        } else if (KNOWN.contains(name)) {
          rest.set(name, MAPPER.readTree(parser));
        } else {
          parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw new IOException("the answer continues after its end");
      }
      if (rows < 0) {
        throw new IOException("the answer has no list \"" + key + "\"");
      }
      return new Page(rows, rest).timed();
    }
  }

  private long records(JsonParser parser) throws IOException {
    if (parser.nextToken() == JsonToken.END_ARRAY) {
      return 0;
    }
    return export.write(file, out -> lines(parser, out)).rows();
  }

  private static void lines(JsonParser parser, ExportStream out) throws IOException {
    long rows = 0;
    do {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new IOException("a record is not a JSON object");
      }
      out.write(MAPPER.writeValueAsBytes(MAPPER.readTree(parser)));
      out.write('\n');
      rows++;
      out.rows(rows);
    } while (parser.nextToken() != JsonToken.END_ARRAY);
  }
}
