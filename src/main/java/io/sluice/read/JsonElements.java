package io.sluice.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.stream.ByteBuilder;
import io.sluice.stream.ByteOrderMark;
import io.sluice.stream.LongRecordException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The elements of a JSON document: those of the array that it is, or that it has at a path; or the
 * one object. A byte-order mark is taken off. Both the pass that counts and the one that reads rows
 * use it. Not thread-safe; the caller closes the stream.
 */
final class JsonElements {
  /** Enough to see what a document is. */
  private static final int MOST_KEYS = 20;

  private static final int LONGEST_KEY = 100;

  private final Kept bytes;
  private final JsonParser parser;
  private final JsonToken root;
  private final Optional<String> fault;
  private final int depth;
  private boolean begun;
  private long start;

  /**
   * The elements of a document.
   *
   * @param most bytes that one may have, with what stands before it
   * @param path the keys that lead to the array; empty where the document is it
   */
  JsonElements(InputStream plain, long most, List<String> path) throws IOException {
    bytes = new Kept(withoutMark(plain), most);
    parser = CanonicalJson.MAPPER.createParser((InputStream) bytes);
    parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    root = parser.nextToken();
    fault = root == null ? Optional.empty() : toArray(path);
    boolean single = path.isEmpty() && root != JsonToken.START_ARRAY;
    depth = single ? 0 : nesting(parser.getParsingContext());
  }

  /** Goes into the array at the path; returns what stands there instead. */
  private Optional<String> toArray(List<String> path) throws IOException {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    bytes.passOver();
    String at = "the document";
    for (String key : path) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        return Optional.of(at + " is " + kind() + " and no object,");
      }
      Set<String> others = new LinkedHashSet<>();
      if (!toKey(key, others)) {
        return Optional.of(at + " has no key \"" + key + "\", found " + others);
      }
      at = "\"" + key + "\"";
    }
    return parser.currentToken() == JsonToken.START_ARRAY
        ? Optional.empty()
        : Optional.of(at + " is " + kind() + " and no array,");
  }

  private boolean toKey(String key, Set<String> others) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.getCurrentName();
      parser.nextToken();
      if (name.equals(key)) {
        return true;
      }
      if (others.size() < MOST_KEYS) {
        others.add(name.substring(0, Math.min(name.length(), LONGEST_KEY)));
      }
      parser.skipChildren();
    }
    return false;
  }

  private String kind() {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      default -> "a single value";
    };
  }

  /** What the document has instead of an array at the path. */
  Optional<String> fault() {
    return fault;
  }

  private static InputStream withoutMark(InputStream plain) throws IOException {
    PushbackInputStream bytes = TextFiles.peekable(plain);
    byte[] start = TextFiles.start(bytes);
    bytes.skipNBytes(ByteOrderMark.length(start, start.length));
    return bytes;
  }

  /** What the document is; nothing where it is empty. */
  Optional<JsonToken> root() {
    return Optional.ofNullable(root);
  }

  /** Goes to the next element, over what is left of the last; false at the end. */
  boolean next() throws IOException {
    if (fault.isPresent()) {
      return false;
    }
    if (depth == 0) {
      boolean first = !begun && root != null;
      begun = true;
      return first;
    }
    bytes.from(parser.currentLocation().getByteOffset(), parser.currentLocation().getLineNr());
    JsonToken token = parser.nextToken();
    start = parser.currentTokenLocation().getByteOffset();
    return token != null && token != JsonToken.END_ARRAY;
  }

  /** Goes over the value of a field, at whose first token the parser is. */
  interface Fields {
    void skip(String name, JsonParser value) throws IOException;
  }

  /** Goes over the element, field by field. */
  void skip(Fields fields) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.getCurrentName();
      parser.nextToken();
      fields.skip(name, parser);
    }
  }

  /**
   * Goes over the element and returns it; nothing where it holds what the parser cannot make a
   * value of. {@link #text} has it then.
   *
   * @throws IOException if the document cannot be read any further
   */
  Optional<JsonNode> node() throws IOException {
    try {
      return Optional.of(CanonicalJson.ELEMENTS.readTree(parser));
    } catch (JsonProcessingException | RuntimeException | StackOverflowError e) {
      while (nesting(parser.getParsingContext()) > depth) {
        if (parser.nextToken() == null) {
          throw new IOException("the document ends within an element", e);
        }
      }
      return Optional.empty();
    }
  }

  /** The element that was gone over last, as it stands in the file. */
  String text() {
    return bytes.text(start, parser.currentLocation().getByteOffset());
  }

  /** Whether nothing but white space follows the document, whose elements were gone over. */
  boolean isLast() throws IOException {
    bytes.passOver();
    while (nesting(parser.getParsingContext()) > 0) {
      parser.nextToken();
    }
    return parser.nextToken() == null;
  }

  /** Whether the parser, which has failed, wanted more than the file holds. */
  boolean isCutOff() {
    return bytes.ended;
  }

  private static int nesting(JsonStreamContext context) {
    int levels = 0;
    for (JsonStreamContext at = context; !at.inRoot(); at = at.getParent()) {
      levels++;
    }
    return levels;
  }

  /** Keeps what was read of an element, and hands out no more than one may have. */
  private static final class Kept extends FilterInputStream {
    private final long most;
    private final ByteBuilder kept = new ByteBuilder();
    private long keptFrom;
    private long from;
    private long line = 1;
    private boolean passing;
    private boolean ended;

    Kept(InputStream in, long most) {
      super(in);
      this.most = most;
    }

    /** An element begins behind this byte. */
    void from(long offset, long lineNumber) {
      from = offset;
      line = lineNumber;
      passing = false;
    }

    /** What is read from here on belongs to no element, until one begins. */
    void passOver() {
      passing = true;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      long over = passing ? kept.length() : Math.min(kept.length(), from - keptFrom);
      kept.drop((int) over);
      keptFrom = passing ? keptFrom + over : from;
      long left = most - kept.length();
      if (left <= 0) {
        throw new LongRecordException("the element", line, from, most);
      }
      int count = in.read(buffer, offset, (int) Math.min(left, length));
      ended |= count < 0;
      if (count > 0) {
        kept.append(buffer, offset, offset + count);
      }
      return count;
    }

    String text(long start, long end) {
      return kept.text((int) (start - keptFrom), (int) (end - keptFrom));
    }
  }
}
