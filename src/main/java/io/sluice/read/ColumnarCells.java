package io.sluice.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The values of Avro and Parquet rows as JSON has them, each with all of its digits: so one parser
 * serves all formats.
 */
final class ColumnarCells implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** A number that is longer without its exponent keeps it. */
  private static final int LONGEST_PLAIN = 40;

  private final ColumnarSchema schema;

  ColumnarCells(ColumnarSchema schema) {
    this.schema = schema;
  }

  /** Whether values of the type have a form in JSON. */
  static boolean canHold(DataType type) {
    if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        if (!canHold(field.dataType())) {
          return false;
        }
      }
      return true;
    }
    if (type instanceof MapType map) {
      return canHold(map.keyType()) && canHold(map.valueType());
    }
    return type instanceof ArrayType array
        ? canHold(array.elementType())
        : type instanceof BooleanType
            || type instanceof ByteType
            || type instanceof ShortType
            || type instanceof IntegerType
            || type instanceof LongType
            || type instanceof FloatType
            || type instanceof DoubleType
            || type instanceof DecimalType
            || type instanceof StringType
            || type instanceof BinaryType
            || type instanceof DateType
            || type instanceof TimestampType
            || type instanceof TimestampNTZType
            || type instanceof NullType;
  }

  /** The cells of a row, in the order of the schema. Nothing of the row is kept. */
  List<JsonNode> of(InternalRow row) {
    List<JsonNode> cells = new ArrayList<>(schema.read().length());
    for (int i = 0; i < schema.read().length(); i++) {
      cells.add(node(row, i, type(schema.read(), i), type(schema.meant(), i)));
    }
    return cells;
  }

  private static DataType type(StructType struct, int field) {
    return struct.fields()[field].dataType();
  }

  private static JsonNode node(SpecializedGetters values, int i, DataType read, DataType meant) {
    if (read instanceof NullType || values.isNullAt(i)) {
      return NODES.nullNode();
    }
    if (read instanceof StringType) {
      return NODES.textNode(text(values.getUTF8String(i)));
    }
    if (read instanceof LongType) {
      return whole(values.getLong(i), meant);
    }
    if (read instanceof IntegerType) {
      return NODES.numberNode(values.getInt(i));
    }
    if (read instanceof ShortType) {
      return NODES.numberNode(values.getShort(i));
    }
    if (read instanceof ByteType) {
      return NODES.numberNode(values.getByte(i));
    }
    if (read instanceof BooleanType) {
      return NODES.booleanNode(values.getBoolean(i));
    }
    if (read instanceof DoubleType) {
      return floating(Double.toString(values.getDouble(i)));
    }
    if (read instanceof FloatType) {
      return floating(Float.toString(values.getFloat(i)));
    }
    if (read instanceof DecimalType type) {
      BigDecimal number = values.getDecimal(i, type.precision(), type.scale()).toJavaBigDecimal();
      return NumberText.of(number.toPlainString());
    }
    if (read instanceof DateType) {
      return new ColumnarText(LocalDate.ofEpochDay(values.getInt(i)).toString());
    }
    if (read instanceof TimestampType || read instanceof TimestampNTZType) {
      return instant(values.getLong(i), 1_000_000, read instanceof TimestampNTZType);
    }
    if (read instanceof BinaryType) {
      return NODES.textNode(Base64.getEncoder().encodeToString(values.getBinary(i)));
    }
    return nested(values, i, read, meant);
  }

  private static JsonNode nested(SpecializedGetters values, int i, DataType read, DataType meant) {
    if (read instanceof StructType struct) {
      InternalRow row = values.getStruct(i, struct.length());
      ObjectNode object = NODES.objectNode();
      for (int field = 0; field < struct.length(); field++) {
        object.set(
            struct.fields()[field].name(),
            node(row, field, type(struct, field), type((StructType) meant, field)));
      }
      return object;
    }
    if (read instanceof ArrayType type) {
      return array(values.getArray(i), type.elementType(), ((ArrayType) meant).elementType());
    }
    if (read instanceof MapType type) {
      MapData map = values.getMap(i);
      MapType meantMap = (MapType) meant;
      return map(
          array(map.keyArray(), type.keyType(), meantMap.keyType()),
          array(map.valueArray(), type.valueType(), meantMap.valueType()));
    }
    throw new IllegalStateException(read + " passed the check");
  }

  private static ArrayNode array(ArrayData data, DataType read, DataType meant) {
    ArrayNode array = NODES.arrayNode();
    for (int i = 0; i < data.numElements(); i++) {
      array.add(node(data, i, read, meant));
    }
    return array;
  }

  /** An object by the texts of the keys; pairs where two keys have one text. */
  private static JsonNode map(ArrayNode keys, ArrayNode values) {
    ObjectNode object = NODES.objectNode();
    ArrayNode pairs = NODES.arrayNode();
    for (int i = 0; i < keys.size(); i++) {
      object.set(Values.text(keys.get(i)), values.get(i));
      ObjectNode pair = NODES.objectNode();
      pair.set("key", keys.get(i));
      pair.set("value", values.get(i));
      pairs.add(pair);
    }
    return object.size() == keys.size() ? object : pairs;
  }

  private static JsonNode whole(long value, DataType meant) {
    if (meant instanceof TimestampType || meant instanceof TimestampNTZType) {
      return instant(value, 1_000_000_000, meant instanceof TimestampNTZType);
    }
    return NODES.numberNode(value);
  }

  private static JsonNode instant(long value, long perSecond, boolean local) {
    long second = Math.floorDiv(value, perSecond);
    long nanos = Math.floorMod(value, perSecond) * (1_000_000_000 / perSecond);
    return new ColumnarText(
        local
            ? LocalDateTime.ofEpochSecond(second, (int) nanos, ZoneOffset.UTC).toString()
            : Instant.ofEpochSecond(second, nanos).toString());
  }

  /** The shortest digits that give the same number; NaN and infinity are text. */
  private static JsonNode floating(String text) {
    if (!Character.isDigit(text.charAt(text.length() - 1))) {
      return NODES.textNode(text);
    }
    if (text.indexOf('E') >= 0) {
      String plain = new BigDecimal(text).toPlainString();
      return NumberText.of(plain.length() <= LONGEST_PLAIN ? plain : text);
    }
    return NumberText.of(text);
  }

  /**
   * The text; bytes that are no UTF-8 become halves of surrogate pairs, which no table takes, so
   * that two different texts are not taken for one.
   */
  private static String text(UTF8String utf8) {
    String text = utf8.toString();
    return text.indexOf('\uFFFD') < 0 ? text : exactly(ByteBuffer.wrap(utf8.getBytes()));
  }

  private static String exactly(ByteBuffer bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.remaining() + 1);
    while (true) {
      CoderResult result = decoder.decode(bytes, text, true);
      if (!result.isError()) {
        return text.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        text.put((char) (0xDC00 + (bytes.get() & 0xFF)));
      }
    }
  }
}
