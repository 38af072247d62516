package io.sluice.read;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** A number of JSON with the digits of the file: 0.00000012 and 1.2E-7 are not the same text. */
final class NumberText extends NumericNode {
  private static final long serialVersionUID = 1L;

  /** Of the plain form, before or after the point; decimals of Java can count few more. */
  private static final long MOST_DIGITS = 1_000_000_000;

  private final String text;
  private final BigDecimal value;
  private final boolean bounded;

  private NumberText(String text, BigDecimal value, boolean bounded) {
    this.text = text;
    this.value = value;
    this.bounded = bounded;
  }

  static NumberText of(String text) {
    try {
      BigDecimal value = new BigDecimal(text);
      if (Math.abs((long) value.scale()) < MOST_DIGITS) {
        return new NumberText(text, value, true);
      }
    } catch (NumberFormatException e) {
      // JSON bounds no exponent; a decimal of Java does.
    }
    return new NumberText(text, BigDecimal.ZERO, false);
  }

  /** Whether the exponent is so small that the number has a value; other ones are text alone. */
  boolean isBounded() {
    return bounded;
  }

  @Override
  public String asText() {
    return text;
  }

  @Override
  public BigDecimal decimalValue() {
    return value;
  }

  @Override
  public Number numberValue() {
    return value;
  }

  @Override
  public int intValue() {
    return value.intValue();
  }

  @Override
  public long longValue() {
    return value.longValue();
  }

  @Override
  public double doubleValue() {
    return value.doubleValue();
  }

  @Override
  public BigInteger bigIntegerValue() {
    return value.toBigInteger();
  }

  @Override
  public boolean canConvertToInt() {
    return false;
  }

  @Override
  public boolean canConvertToLong() {
    return false;
  }

  @Override
  public JsonParser.NumberType numberType() {
    return JsonParser.NumberType.BIG_DECIMAL;
  }

  @Override
  public JsonToken asToken() {
    return JsonToken.VALUE_NUMBER_FLOAT;
  }

  @Override
  public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
    json.writeNumber(text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NumberText number && number.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
