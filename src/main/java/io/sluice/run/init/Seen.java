package io.sluice.run.init;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** All values that were seen in one place of JSON: a column, a field of a struct, an element. */
final class Seen {
  /** More are keys that are data, and no fields. */
  private static final int MOST_FIELDS = 100;

  private static final Pattern FIELD = Pattern.compile("[\\p{L}\\p{N}_-]+");

  private final Texts texts = new Texts();
  private final Texts numbers = new Texts();
  private long flags;
  private long objects;
  private long arrays;
  private boolean unfit;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private Seen elements;

  /** A field by the name that it had first. */
  private record Field(String name, Seen seen) {}

  /** Whether the type of a struct can name the field. */
  static boolean isField(String name) {
    return FIELD.matcher(name).matches();
  }

  /** How many values are not null. */
  long count() {
    return texts.count() + numbers.count() + flags + objects + arrays;
  }

  /** Takes a cell of CSV, which is not empty. */
  void add(String cell) {
    texts.add(cell);
  }

  /** Takes a value; null and an empty text say nothing of a type. */
  void add(JsonNode value) {
    switch (value.getNodeType()) {
      case STRING -> {
        if (!value.textValue().isEmpty()) {
          texts.add(value.textValue());
        }
      }
      case NUMBER ->
          numbers.add(
              value.isBigDecimal() || value.isIntegralNumber()
                  ? value.decimalValue().toString()
                  : value.asText());
      case BOOLEAN -> flags++;
      case OBJECT -> {
        objects++;
        value.fields().forEachRemaining(field -> add(field.getKey(), field.getValue()));
      }
      case ARRAY -> {
        arrays++;
        elements = elements == null ? new Seen() : elements;
        value.forEach(elements::add);
      }
      case NULL, MISSING, BINARY, POJO -> {}
    }
  }

  private void add(String name, JsonNode value) {
    Field field =
        unfit
            ? null
            : fields.computeIfAbsent(
                name.toLowerCase(Locale.ROOT), key -> new Field(name, new Seen()));
    unfit |= field == null || !field.name().equals(name) || !isField(name);
    unfit |= fields.size() > MOST_FIELDS;
    if (!unfit) {
      field.seen().add(value);
    }
  }

  /** What its texts say of the sign before fractions. */
  Optional<DecimalSign> decimal() {
    return texts.decimal();
  }

  /** What cells of CSV are. */
  Guess ofCells(String name, DecimalSign decimal) {
    return count() == 0 ? Guess.text("empty in all rows") : texts.ofCells(name, decimal);
  }

  /** What values of JSON are. */
  Guess guess(String name, DecimalSign decimal) {
    long count = count();
    if (count == 0) {
      return Guess.text("empty in all rows");
    }
    if (count == texts.count()) {
      return texts.ofTexts(name, decimal);
    }
    if (count == numbers.count() + texts.count() && texts.values() == 0) {
      return numbers.ofNumbers(name, texts);
    }
    if (count == flags) {
      return Guess.of(Simple.BOOLEAN, "all values are true or false");
    }
    if (count == objects) {
      return ofObjects(decimal);
    }
    if (count == arrays) {
      return ofArrays(name, decimal);
    }
    return objects + arrays > 0
        ? Guess.of(Simple.JSON, "values of several kinds")
        : Guess.text("text, numbers or flags");
  }

  private Guess ofObjects(DecimalSign decimal) {
    if (unfit || fields.isEmpty()) {
      return Guess.of(Simple.JSON, "objects without fields that a struct could have");
    }
    Map<String, ColumnType> types = new LinkedHashMap<>();
    fields
        .values()
        .forEach(
            field ->
                types.put(field.name(), field.seen().guess(field.name(), decimal).nestedType()));
    return ofParts(new ColumnType.Struct(types), "objects");
  }

  private Guess ofArrays(String name, DecimalSign decimal) {
    return elements.count() == 0
        ? Guess.of(Simple.JSON, "arrays, all of them empty")
        : ofParts(new ColumnType.Array(elements.guess(name, decimal).nestedType()), "arrays");
  }

  private Guess ofParts(ColumnType type, String reason) {
    boolean binary = hasBinary() && type.text().contains(Simple.DOUBLE.text());
    return Guess.of(
        type, binary ? reason + "; of the numbers in it, " + Numbers.OF_BINARY : reason);
  }

  private boolean hasBinary() {
    return numbers.areBinary()
        || (elements != null && elements.hasBinary())
        || fields.values().stream().anyMatch(field -> field.seen().hasBinary());
  }
}
