package io.sluice.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.spark.PartitionText;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec;
import java.io.Serializable;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One record of a file to one row of {@link ReadColumns#schema}: typed, or with the reason why it
 * is in quarantine. Depends on nothing but its input, and can be sent to executors.
 */
final class RowParser implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many columns {@link ReadColumns#schema} has behind the contract's. */
  private static final int ADDED = HiddenColumns.ALL.size() + 2 + ReadColumns.QUARANTINE.size();

  private final ArrayList<ColumnSpec> columns;
  private final ArrayList<String> key;
  private final HashMap<String, MergeSpec.OrderBy> orderBy = new HashMap<>();
  private final ArrayList<String> partitionBy;
  private final String deleteFlag;
  private final Duration maxSkew;
  private final boolean keepsKeyTexts;
  private final Storable storable;

  RowParser(JobSpec job) {
    columns = new ArrayList<>(job.columns());
    key = new ArrayList<>(job.merge().key());
    job.merge().orderBy().forEach(order -> orderBy.put(order.column(), order));
    partitionBy = new ArrayList<>(job.merge().partitionBy());
    deleteFlag = job.merge().deleteFlag().orElse("");
    maxSkew = job.merge().maxSkew();
    keepsKeyTexts = key.stream().anyMatch(name -> !job.column(name).normalise().isEmpty());
    storable = new Storable(job.clean().format());
  }

  /** Binds the contract to a file's header, once for all its rows. */
  Binding bind(List<String> header) {
    return Binding.of(columns, header);
  }

  /** A row of cells: the texts of CSV, where an empty one is null, or values as JSON has them. */
  Row cells(Binding binding, List<?> cells, SourceFile file) {
    return row(binding, cells, file);
  }

  /** The columns of the contract. */
  List<ColumnSpec> columns() {
    return columns;
  }

  /** A JSON text that should hold one object. */
  Row json(String text, SourceFile file) {
    try {
      return json(CanonicalJson.parse(text), text, file);
    } catch (BadValueException e) {
      return unreadable("bad-json", text, file);
    }
  }

  /** An element of a JSON document. */
  Row json(JsonNode node, String raw, SourceFile file) {
    if (!node.isObject()) {
      return unreadable("bad-json", raw, file);
    }
    List<String> names = new ArrayList<>();
    List<JsonNode> cells = new ArrayList<>();
    node.fields()
        .forEachRemaining(
            field -> {
              names.add(field.getKey());
              cells.add(field.getValue());
            });
    return row(bind(names), cells, file);
  }

  /** A row that cannot be read as a record at all. */
  Row unreadable(String reason, String raw, SourceFile file) {
    return refused(new Refusal(reason, null, null), raw, file);
  }

  private Row row(Binding binding, List<?> cells, SourceFile file) {
    try {
      return accepted(binding, cells, file.origin());
    } catch (RowRefusedException e) {
      return refused(e.refusal, binding.raw(cells), file);
    } catch (RuntimeException | StackOverflowError e) {
      // The boundary around one row: if a library throws on data, only the row fails.
      return unreadable("bad-value", binding.raw(cells), file);
    }
  }

  private Row accepted(Binding binding, List<?> cells, Increment.Origin origin)
      throws RowRefusedException {
    Object[] row = new Object[columns.size() + ADDED];
    byte operation = 0;
    Map<String, JsonNode> kept = binding.rest(cells);
    List<String> cut = new ArrayList<>();
    ObjectNode keyTexts = CanonicalJson.MAPPER.createObjectNode();
    for (int i = 0; i < columns.size(); i++) {
      ColumnSpec column = columns.get(i);
      Object original = column.fromPath() ? ofPath(column, origin) : binding.cell(i, cells);
      if (keepsKeyTexts && key.contains(column.name())) {
        keyTexts.set(column.name(), Values.node(original));
      }
      Object cell = normalised(column, original);
      if (Values.isNull(cell)) {
        continue;
      }
      if (column.name().equals(deleteFlag) && isDelete(column, cell, original)) {
        operation = 1;
      }
      Values values = new Values();
      try {
        row[i] = values.of(column, cell);
        storable.require(row[i]);
      } catch (BadValueException | RuntimeException | StackOverflowError e) {
        throw new RowRefusedException("bad-value", column.name(), Values.text(original));
      }
      if (values.leftFieldsOut()) {
        kept.put(column.name(), whole(cell));
      }
      if (values.cutNanoseconds()) {
        cut.add(column.name());
      }
    }
    checkLaw(row, origin.processedDate());
    int next = columns.size();
    row[next++] =
        kept.isEmpty() ? null : text(CanonicalJson.MAPPER.createObjectNode().setAll(kept));
    row[next++] = origin.processedDate();
    row[next++] = origin.increment();
    row[next++] = origin.fileOrdinal();
    row[next++] = operation;
    row[next++] = keepsKeyTexts ? text(keyTexts) : null;
    row[next + ReadColumns.QUARANTINE.indexOf(ReadColumns.COLUMN)] =
        cut.isEmpty() ? null : String.join(", ", cut);
    return RowFactory.create(row);
  }

  private static String ofPath(ColumnSpec column, Increment.Origin origin)
      throws RowRefusedException {
    String text = origin.pathGroups().get(column.pathGroup());
    if (text == null || !column.form().decode()) {
      return text;
    }
    try {
      return PercentText.decoded(text);
    } catch (BadValueException e) {
      throw new RowRefusedException("bad-value", column.name(), text);
    }
  }

  private static boolean isDelete(ColumnSpec column, Object cell, Object original)
      throws RowRefusedException {
    String text = Values.text(cell);
    if (text.isEmpty()) {
      return false;
    }
    return Values.flag(text)
        .orElseThrow(
            () -> new RowRefusedException("bad-flag", column.name(), Values.text(original)));
  }

  /** Values in {@code _rescued} must be storable too. */
  private static String text(ObjectNode beside) throws RowRefusedException {
    try {
      return storableText(beside);
    } catch (BadValueException e) {
      throw refusal(beside);
    }
  }

  /** Names the first field that cannot be stored. */
  private static RowRefusedException refusal(ObjectNode beside) {
    for (Map.Entry<String, JsonNode> field : beside.properties()) {
      try {
        Storable.requireWhole(field.getKey());
        storableText(field.getValue());
      } catch (BadValueException e) {
        return new RowRefusedException("bad-value", field.getKey(), Values.text(field.getValue()));
      }
    }
    throw new IllegalStateException("no field of those that cannot be stored");
  }

  private static String storableText(JsonNode node) throws BadValueException {
    String text = CanonicalJson.text(node);
    Storable.requireWhole(text);
    return text;
  }

  /** Keys and order values, once all cells have their types: cases 4, 5 and 6 of the law. */
  private void checkLaw(Object[] row, Instant processedDate) throws RowRefusedException {
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).name();
      if (isNothing(row[i]) && key.contains(name)) {
        throw new RowRefusedException("null-key", name, null);
      }
      if (row[i] != null && partitionBy.contains(name) && !PartitionText.fits(name, row[i])) {
        throw new RowRefusedException("bad-partition", name, PartitionText.of(row[i]));
      }
    }
    for (int i = 0; i < columns.size() && !orderBy.isEmpty(); i++) {
      String name = columns.get(i).name();
      MergeSpec.OrderBy order = orderBy.get(name);
      if (order == null) {
        continue;
      }
      if (isNothing(row[i]) && !order.elseProcessedDate()) {
        throw new RowRefusedException("null-order", name, null);
      }
      Instant at = null;
      if (row[i] instanceof Instant instant) {
        at = instant;
      } else if (row[i] instanceof LocalDate date) {
        at = date.atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      if (at != null && at.isAfter(processedDate.plus(maxSkew))) {
        throw new RowRefusedException("future-order", name, row[i].toString());
      }
    }
  }

  /** An empty value neither identifies nor orders a row. */
  private static boolean isNothing(Object value) {
    return value == null || value.equals("");
  }

  private static Object normalised(ColumnSpec column, Object cell) {
    if (column.normalise().isEmpty()
        || Values.isNull(cell)
        || (cell instanceof JsonNode node && node.isContainerNode())) {
      return cell;
    }
    String text = normalise(column, Values.text(cell));
    return cell instanceof JsonNode ? TextNode.valueOf(text) : text;
  }

  static String normalise(ColumnSpec column, String text) {
    String result = text;
    for (ColumnSpec.Normaliser normaliser : column.normalise()) {
      result =
          switch (normaliser) {
            case TRIM -> result.strip();
            case LOWER -> result.toLowerCase(Locale.ROOT);
            case UPPER -> result.toUpperCase(Locale.ROOT);
            case NFC -> Normalizer.normalize(result, Normalizer.Form.NFC);
          };
    }
    return result;
  }

  private static JsonNode whole(Object cell) {
    try {
      return cell instanceof JsonNode node ? node : CanonicalJson.parse(cell.toString());
    } catch (BadValueException e) {
      throw new IllegalStateException("parsed once, and not again", e);
    }
  }

  private Row refused(Refusal refusal, String raw, SourceFile file) {
    Object[] row = new Object[columns.size() + ADDED];
    int next = columns.size() + 1;
    row[next++] = file.origin().processedDate();
    row[next++] = file.origin().increment();
    row[next++] = file.origin().fileOrdinal();
    next += 2;
    row[next++] = refusal.reason();
    row[next++] = refusal.column() == null ? null : Storable.escaped(refusal.column());
    row[next++] = refusal.value() == null ? null : Storable.escaped(refusal.value());
    row[next++] = file.path();
    row[next] = Storable.escaped(raw);
    return RowFactory.create(row);
  }

  /**
   * Why a row is in quarantine; column and value are null, as in the row, where no cell is to
   * blame.
   */
  private record Refusal(String reason, String column, String value) implements Serializable {}

  private static final class RowRefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Refusal refusal;

    RowRefusedException(String reason, String column, String value) {
      super(reason, null, false, false);
      this.refusal = new Refusal(reason, column, value);
    }
  }
}
