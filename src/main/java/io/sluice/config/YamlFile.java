package io.sluice.config;

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
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one YAML file into nodes. Reads the parser's tokens and not a tree of Jackson's, which
 * keeps neither a scalar as it was written nor a key that is there twice. Whatever the file holds,
 * the outcome is a map or a problem that says where.
 */
final class YamlFile {
  private static final YAMLFactory FACTORY = new YAMLFactory();
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_LEVELS = 50;

  /** Editors of Windows write it before UTF-8. */
  private static final String BYTE_ORDER_MARK = "\ufeff";

  /** Those that say what a value is anyway, such as {@code !!str}. */
  private static final Set<String> TAGS =
      Set.of("str", "int", "float", "bool", "null", "map", "seq", "binary", "timestamp");

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
      return yaml.content(path).flatMap(yaml::parsed);
    } catch (NoSuchFileException e) {
      yaml.broken(1, "there is no such file");
    } catch (IOException e) {
      yaml.broken(1, "the file cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<String> content(Path path) throws IOException {
    try (InputStream stream = Files.newInputStream(path)) {
      byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException(
            "it is longer than " + MOST_BYTES + " bytes, the limit of such a file");
      }
      CharBuffer decoded = CharBuffer.allocate(bytes.length);
      CoderResult end =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), decoded, true);
      String content = decoded.flip().toString();
      if (end.isError() || content.indexOf('\0') >= 0) {
        notText(bytes, content, end.isError());
        return Optional.empty();
      }
      return Optional.of(content.startsWith(BYTE_ORDER_MARK) ? content.substring(1) : content);
    }
  }

  /**
   * The file is not UTF-8, or not text.
   *
   * @param content as far as it could be decoded
   */
  private void notText(byte[] bytes, String content, boolean undecodable) {
    boolean utf16 =
        content.isEmpty() || (content.length() > 1 && content.substring(0, 2).indexOf('\0') >= 0);
    int line =
        undecodable ? lineAt(content, content.length()) : lineAt(content, content.indexOf('\0'));
    if (utf16 && bytes.length > 1 && (bytes[0] == 0 || bytes[1] == 0 || hasUtf16Mark(bytes))) {
      broken(1, "the file looks like UTF-16; save it as UTF-8");
    } else if (undecodable) {
      int at = content.getBytes(StandardCharsets.UTF_8).length;
      broken(
          line,
          String.format(
              Locale.ROOT,
              "the file is not UTF-8: the byte 0x%02X in this line is no part of it; save the file"
                  + " as UTF-8",
              bytes[at]));
    } else {
      broken(line, "the file is not text: it has a zero byte in this line; write it anew");
    }
  }

  private static boolean hasUtf16Mark(byte[] bytes) {
    int mark = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    return mark == 0xfeff || mark == 0xfffe;
  }

  private static int lineAt(String content, int end) {
    return 1 + (int) content.substring(0, end).chars().filter(c -> c == '\n').count();
  }

  private void broken(int line, String message) {
    problems.add(file, line, "", message);
  }

  private Optional<Node> parsed(String content) {
    try {
      return parse(content);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      BrokenYaml told = BrokenYaml.of(e, content, line);
      broken(told.line(), told.message());
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // The parser has more ways to fail than it declares.
      BrokenYaml told = BrokenYaml.of(e, content, 1);
      broken(told.line(), told.message());
    }
    return Optional.empty();
  }

  private Optional<Node> parse(String content) throws IOException {
    try (YAMLParser parser = FACTORY.createParser(content)) {
      int before = problems.count();
      if (parser.nextToken() == null) {
        return Optional.of(Node.map(file, 1, "", Map.of()));
      }
      Node root = value(parser, 1, "", 1);
      if (parser.nextToken() != null) {
        broken(
            parser.getTokenLocation().getLineNr(),
            "a second YAML document begins here; a file may have only one, so remove the line ---");
      }
      if (root.kind() == Kind.NOTHING) {
        return Optional.of(Node.map(file, 1, "", Map.of()));
      }
      if (!root.isMap()) {
        broken(
            root.line(),
            "the file is "
                + root.kind().words()
                + ", it must be a map of keys, such as key: value");
      }
      return problems.count() == before ? Optional.of(root) : Optional.empty();
    }
  }

  /** Reads a value; its line is that of its key where it is a map or a list, or empty. */
  private Node value(YAMLParser parser, int line, String path, int level) throws IOException {
    if (level > MOST_LEVELS) {
      throw new JsonParseException(
          parser, "values are nested more than " + MOST_LEVELS + " levels deep");
    }
    if (parser.isCurrentAlias()) {
      problems.add(file, line, path, "anchors and aliases are not supported; write the value out");
    }
    String tag = parser.getTypeId();
    if (tag != null && !TAGS.contains(tag)) {
      problems.add(
          file,
          line,
          path,
          "a value cannot begin with !, which is a tag of YAML; put the value in quotes");
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return map(parser, line, path, level);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Node> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int at = parser.getTokenLocation().getLineNr();
        items.add(value(parser, at, path + "[" + items.size() + "]", level + 1));
      }
      return Node.list(file, line, path, items);
    }
    Kind kind = kind(token);
    int at = kind == Kind.NOTHING ? line : parser.getTokenLocation().getLineNr();
    return Node.scalar(file, at, path, kind, parser.getText());
  }

  private Node map(YAMLParser parser, int line, String path, int level) throws IOException {
    Map<String, Node> entries = new LinkedHashMap<>();
    Map<String, Integer> lines = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.getCurrentName();
      int at = parser.getTokenLocation().getLineNr();
      parser.nextToken();
      String below = path.isEmpty() ? key : path + "." + key;
      entries.put(key, value(parser, at, below, level + 1));
      Integer before = lines.putIfAbsent(key, at);
      if (before != null) {
        problems.add(
            file, at, below, "the key occurs twice, first at line " + before + "; remove one");
      }
    }
    return Node.map(file, line, path, entries);
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
}
