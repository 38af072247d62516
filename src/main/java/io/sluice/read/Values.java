package io.sluice.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.TextForm;
import io.sluice.spec.TextForm.NumberSigns;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.RowFactory;

/**
 * Text and JSON to the Java values that Spark's rows hold, without any loss: text is checked before
 * it is converted (docs/merge-law.md, case 18). Null stands for null inside of values, as in rows.
 */
final class Values {
  private static final int LONGEST_INTEGER = 400;
  private static final Pattern NUMBER =
      Pattern.compile(
          "[+-]?(?:[0-9]{1,400}(?:\\.[0-9]{0,400})?|\\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,9})?");
  private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(?:NaN|Infinity)");

  private final Optional<ZoneId> zone;
  private boolean lossy;
  private boolean cut;

  /**
   * Values of one cell.
   *
   * @param zone of times that are written without one
   */
  Values(Optional<ZoneId> zone) {
    this.zone = zone;
  }

  /** Whether a struct held fields that its type lacks; they are not in the value. */
  boolean leftFieldsOut() {
    return lossy;
  }

  /** Whether an instant was finer than a microsecond; what is below is not in the value. */
  boolean cutNanoseconds() {
    return cut;
  }

  /** Whether a cell is null: a null of JSON, or one of these texts, as CSV knows no other null. */
  static boolean isNull(Object cell, List<String> nulls) {
    return cell == null
        || (cell instanceof String text && nulls.contains(text))
        || (cell instanceof JsonNode node && node.isNull());
  }

  static boolean isNumber(String text) {
    return isPlainDecimal(text) || NUMBER.matcher(text).matches();
  }

  /** A cell as JSON. */
  static JsonNode node(Object cell) {
    if (cell instanceof JsonNode node) {
      return node;
    }
    return cell == null
        ? CanonicalJson.MAPPER.nullNode()
        : CanonicalJson.MAPPER.getNodeFactory().textNode(cell.toString());
  }

  /** A cell as text; a number in JSON has the digits of the file. */
  static String text(Object cell) {
    return cell instanceof JsonNode node && !node.isContainerNode()
        ? node.asText()
        : cell.toString();
  }

  /**
   * The value of a cell that is not null; null where its text is empty and the type has no such.
   */
  Object of(ColumnSpec column, Object cell) throws BadValueException {
    boolean ownForm = column.form().isEpoch() || !column.form().formats().isEmpty();
    if (ownForm && !(cell instanceof ColumnarText)) {
      return ownForm(column, cell);
    }
    if (cell instanceof JsonNode node && !(isText(node) && hasOwnWords(column))) {
      return fromNode(column.type(), node);
    }
    String text = text(cell);
    if (text.isEmpty()) {
      return emptyOf(column.type());
    }
    if (column.type() == ColumnType.Simple.BOOLEAN) {
      return flag(column.form(), text).orElseThrow(Values::notABoolean);
    }
    return fromText(
        column.type(),
        column.form().numbers().equals(NumberSigns.USUAL)
            ? text
            : WrittenNumber.usual(column.form().numbers(), text));
  }

  /** Whether it is text that the source has written, and nothing that has its type in the file. */
  static boolean isText(JsonNode node) {
    return node.isTextual() && !(node instanceof ColumnarText);
  }

  private static boolean hasOwnWords(ColumnSpec column) {
    return column.type() == ColumnType.Simple.BOOLEAN
        || !column.form().numbers().equals(NumberSigns.USUAL);
  }

  private static BadValueException notABoolean() {
    return new BadValueException("not a boolean");
  }

  private Object ownForm(ColumnSpec column, Object cell) throws BadValueException {
    String text = text(cell);
    if (text.isEmpty()) {
      return null;
    }
    Object value = WrittenTime.of(column.type(), column.form(), text, zone);
    return value instanceof Instant instant ? toMicroseconds(instant) : value;
  }

  private Instant toMicroseconds(Instant instant) {
    Instant micros = instant.truncatedTo(ChronoUnit.MICROS);
    cut |= !micros.equals(instant);
    return micros;
  }

  /** What a text, which is not empty, means as a flag; nothing where it is none of the tokens. */
  static Optional<Boolean> flag(TextForm form, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (form.trueValues().contains(lower)) {
      return Optional.of(true);
    }
    return form.falseValues().contains(lower) ? Optional.of(false) : Optional.empty();
  }

  /** The value of a text that is not empty. */
  Object fromText(ColumnType type, String text) throws BadValueException {
    if (type instanceof ColumnType.Simple simple) {
      return simple(simple, text);
    }
    if (type instanceof ColumnType.Decimal decimal) {
      return decimal(decimal, text);
    }
    return fromNode(type, CanonicalJson.parse(text));
  }

  /** The value of a JSON node; null where it is null, or an empty text that is no value of it. */
  Object fromNode(ColumnType type, JsonNode node) throws BadValueException {
    if (node.isNull()) {
      return null;
    }
    if (type == ColumnType.Simple.JSON) {
      return CanonicalJson.text(node);
    }
    if (node.isTextual() && node.textValue().isEmpty()) {
      return emptyOf(type);
    }
    if (type instanceof ColumnType.Array array) {
      return array(array, node);
    }
    if (type instanceof ColumnType.Struct struct) {
      return struct(struct, node);
    }
    if (node.isContainerNode()) {
      throw new BadValueException("a JSON object or array, not a " + type.text());
    }
    return fromText(type, node.asText());
  }

  /** What an empty text is, where it is not null; null where no value is written so. */
  private static Object emptyOf(ColumnType type) {
    if (type == ColumnType.Simple.STRING) {
      return "";
    }
    return type == ColumnType.Simple.BINARY ? new byte[0] : null;
  }

  private Object simple(ColumnType.Simple type, String text) throws BadValueException {
    return switch (type) {
      case STRING -> text;
      case JSON -> fromNode(type, CanonicalJson.parse(text));
      case BOOLEAN -> flag(TextForm.USUAL, text).orElseThrow(Values::notABoolean);
      case TINYINT -> (byte) integer(text, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SMALLINT -> (short) integer(text, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT -> (int) integer(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BIGINT -> integer(text, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> floating(text);
      case DOUBLE -> doubling(text);
      case DATE -> TemporalText.date(text);
      case TIMESTAMP -> toMicroseconds(TemporalText.timestamp(text, zone));
      case BINARY -> binary(text);
    };
  }

  private static long integer(String text, long least, long greatest) throws BadValueException {
    if (!isInteger(text)) {
      throw new BadValueException("not a whole number");
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= greatest) {
        return value;
      }
    } catch (NumberFormatException e) {
      // More digits than any whole number type has, so out of range.
    }
    throw new BadValueException("out of range: " + least + " to " + greatest);
  }

  private static boolean isInteger(String text) {
    int start = text.charAt(0) == '+' || text.charAt(0) == '-' ? 1 : 0;
    return digitsFrom(text, start) == text.length()
        && text.length() > start
        && text.length() <= LONGEST_INTEGER;
  }

  /** Digits, a point, digits: the usual form, recognised without a regular expression. */
  private static boolean isPlainDecimal(String text) {
    int start = text.charAt(0) == '-' ? 1 : 0;
    int point = digitsFrom(text, start);
    return point > start
        && text.length() <= LONGEST_INTEGER
        && (point == text.length()
            || (text.charAt(point) == '.' && digitsFrom(text, point + 1) == text.length()));
  }

  private static int digitsFrom(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static BigDecimal decimal(ColumnType.Decimal type, String text) throws BadValueException {
    if (!isNumber(text)) {
      throw new BadValueException("not a number");
    }
    BigDecimal stripped = new BigDecimal(text).stripTrailingZeros();
    if (stripped.signum() == 0) {
      return BigDecimal.ZERO.setScale(type.scale());
    }
    if (stripped.scale() > type.scale()) {
      throw new BadValueException("more than " + type.scale() + " digits after the point");
    }
    if ((long) stripped.precision() - stripped.scale() > type.precision() - type.scale()) {
      throw new BadValueException(
          "more than " + (type.precision() - type.scale()) + " digits before the point");
    }
    return stripped.setScale(type.scale());
  }

  private static float floating(String text) throws BadValueException {
    boolean special = NOT_FINITE.matcher(text).matches();
    if (!special && !NUMBER.matcher(text).matches()) {
      throw new BadValueException("not a number");
    }
    float value = Float.parseFloat(text);
    if (Float.isInfinite(value) && !special) {
      throw new BadValueException("out of range of float");
    }
    return value == 0 ? 0.0f : value;
  }

  private static double doubling(String text) throws BadValueException {
    boolean special = NOT_FINITE.matcher(text).matches();
    if (!special && !NUMBER.matcher(text).matches()) {
      throw new BadValueException("not a number");
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value) && !special) {
      throw new BadValueException("out of range of double");
    }
    // The merge treats the two zeros as equal, so only one may be stored.
    return value == 0 ? 0.0 : value;
  }

  private static byte[] binary(String text) throws BadValueException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new BadValueException("not base64: " + e.getMessage());
    }
  }

  private Object array(ColumnType.Array type, JsonNode node) throws BadValueException {
    if (!node.isArray()) {
      throw new BadValueException("not a JSON array");
    }
    List<Object> elements = new ArrayList<>();
    for (JsonNode element : node) {
      elements.add(within("[" + elements.size() + "]", type.element(), element));
    }
    return elements.toArray();
  }

  /** A value within another one; what it refuses says where it lies. */
  private Object within(String step, ColumnType type, JsonNode node) throws BadValueException {
    try {
      return fromNode(type, node);
    } catch (BadValueException e) {
      throw e.within(step, text(node), type);
    }
  }

  private Object struct(ColumnType.Struct type, JsonNode node) throws BadValueException {
    if (!node.isObject()) {
      throw new BadValueException("not a JSON object");
    }
    Map<String, JsonNode> byName = new HashMap<>();
    node.fields()
        .forEachRemaining(
            field -> byName.putIfAbsent(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
    List<Object> fields = new ArrayList<>();
    int bound = 0;
    for (Map.Entry<String, ColumnType> field : type.fields().entrySet()) {
      JsonNode exact = node.get(field.getKey());
      JsonNode value = exact != null ? exact : byName.get(field.getKey().toLowerCase(Locale.ROOT));
      bound += value == null ? 0 : 1;
      fields.add(value == null ? null : within("." + field.getKey(), field.getValue(), value));
    }
    lossy |= bound < node.size();
    return RowFactory.create(fields.toArray());
  }
}
