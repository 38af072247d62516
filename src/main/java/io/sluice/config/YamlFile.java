package io.sluice.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.sluice.settings.Node;
import io.sluice.settings.Node.Kind;
import io.sluice.settings.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one YAML file into nodes. Reads the parser's tokens and not a tree of Jackson's, which
 * keeps neither a scalar as it was written nor a key that is there twice. Whatever the file holds,
 * the outcome is a map or a problem that says where.
 */
final class YamlFile {
  private static final YAMLFactory FACTORY = new YAMLFactory();
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_LEVELS = 50;

  private final String file;
  private final Problems problems;

  private YamlFile(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Reads a file that holds one map; empty where it does not, which the problems then say. */
  static Optional<Node> read(Path path, Problems problems) {
    YamlFile yaml = new YamlFile(path.toString(), problems);
    try {
      return yaml.parse(content(path));
    } catch (NoSuchFileException e) {
      problems.add(yaml.file, "", "there is no such file");
    } catch (CharacterCodingException e) {
      problems.add(yaml.file, "", "the file is not UTF-8");
    } catch (JsonProcessingException e) {
      problems.add(yaml.file, place(e.getLocation()), firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      problems.add(yaml.file, "", "the file cannot be read: " + e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      // The parser has more ways to fail than it declares.
      problems.add(yaml.file, "", firstLine(e.toString()));
    }
    return Optional.empty();
  }

  private static String content(Path path) throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      byte[] bytes = file.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException(
            "it is longer than " + MOST_BYTES + " bytes, the limit of such a file");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  private Optional<Node> parse(String content) throws IOException {
    try (YAMLParser parser = FACTORY.createParser(content)) {
      int before = problems.count();
      if (parser.nextToken() == null) {
        return Optional.of(Node.map(file, "", Map.of()));
      }
      Node root = value(parser, "", 1);
      if (parser.nextToken() != null) {
        problems.add(
            file,
            place(parser.getTokenLocation()),
            "a second YAML document; a file may have only one");
      }
      if (root.kind() == Kind.NOTHING) {
        return Optional.of(Node.map(file, "", Map.of()));
      }
      if (!root.isMap()) {
        problems.add(file, "", "the file is " + root.kind().words() + ", it must be a map of keys");
      }
      return problems.count() == before ? Optional.of(root) : Optional.empty();
    }
  }

  private Node value(YAMLParser parser, String path, int level) throws IOException {
    if (level > MOST_LEVELS) {
      throw new JsonParseException(
          parser, "values are nested more than " + MOST_LEVELS + " levels deep");
    }
    if (parser.isCurrentAlias()) {
      problems.add(file, path, "anchors and aliases are not supported; write the value out");
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return map(parser, path, level);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Node> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(parser, path + "[" + items.size() + "]", level + 1));
      }
      return Node.list(file, path, items);
    }
    return Node.scalar(file, path, kind(token), parser.getText());
  }

  private Node map(YAMLParser parser, String path, int level) throws IOException {
    Map<String, Node> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.getCurrentName();
      JsonLocation location = parser.getTokenLocation();
      parser.nextToken();
      Node value = value(parser, path.isEmpty() ? key : path + "." + key, level + 1);
      if (entries.put(key, value) != null) {
        problems.add(file, value.path(), "the key occurs twice, again at " + place(location));
      }
    }
    return Node.map(file, path, entries);
  }

  private static Kind kind(JsonToken token) {
    if (token == JsonToken.VALUE_NULL) {
      return Kind.NOTHING;
    }
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return Kind.FLAG;
    }
    return token.isNumeric() ? Kind.NUMBER : Kind.TEXT;
  }

  private static String place(JsonLocation location) {
    return location == null
        ? ""
        : "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String firstLine(String message) {
    return "broken YAML: " + message.lines().findFirst().orElse("");
  }
}
