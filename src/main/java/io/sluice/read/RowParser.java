package io.sluice.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

  RowParser(JobSpec job) {
    columns = new ArrayList<>(job.columns());
    key = new ArrayList<>(job.merge().key());
    job.merge().orderBy().forEach(order -> orderBy.put(order.column(), order));
    partitionBy = new ArrayList<>(job.merge().partitionBy());
    deleteFlag = job.merge().deleteFlag().orElse("");
    maxSkew = job.merge().maxSkew();
    keepsKeyTexts = key.stream().anyMatch(name -> !job.column(name).normalise().isEmpty());
  }

  /** Binds the contract to a file's header, once for all its rows. */
  Binding bind(List<String> header) {
    return Binding.of(columns, header);
  }

  /** A row of cells: CSV, or columns that Spark has read as text. */
  Row cells(Binding binding, List<String> cells, SourceFile file) {
    return row(binding, cells, file);
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
    }
  }

  private Row accepted(Binding binding, List<?> cells, Increment.Origin origin)
      throws RowRefusedException {
    Object[] row = new Object[columns.size() + ADDED];
    byte operation = 0;
    Map<String, JsonNode> kept = binding.rest(cells);
    ObjectNode keyTexts = CanonicalJson.MAPPER.createObjectNode();
    for (int i = 0; i < columns.size(); i++) {
      ColumnSpec column = columns.get(i);
      Object original =
          column.fromPath() ? origin.pathGroups().get(column.pathGroup()) : binding.cell(i, cells);
      if (keepsKeyTexts && key.contains(column.name())) {
        keyTexts.set(column.name(), Values.node(original));
      }
      Object cell = normalised(column, original);
      if (Values.isEmpty(cell)) {
        continue;
      }
      if (column.name().equals(deleteFlag)) {
        boolean delete =
            Values.flag(Values.text(cell))
                .orElseThrow(
                    () ->
                        new RowRefusedException("bad-flag", column.name(), Values.text(original)));
        operation = (byte) (delete ? 1 : 0);
      }
      Values values = new Values();
      try {
        row[i] = values.of(column.type(), cell);
      } catch (BadValueException e) {
        throw new RowRefusedException("bad-value", column.name(), Values.text(original));
      }
      if (values.leftFieldsOut()) {
        kept.put(column.name(), whole(cell));
      }
    }
    checkLaw(row, origin.processedDate());
    int next = columns.size();
    row[next++] =
        kept.isEmpty()
            ? null
            : CanonicalJson.text(CanonicalJson.MAPPER.createObjectNode().setAll(kept));
    row[next++] = origin.processedDate();
    row[next++] = origin.increment();
    row[next++] = origin.fileOrdinal();
    row[next++] = operation;
    row[next] = keepsKeyTexts ? CanonicalJson.text(keyTexts) : null;
    return RowFactory.create(row);
  }

  /** Keys and order values, once all cells have their types: cases 4, 5 and 6 of the law. */
  private void checkLaw(Object[] row, Instant processedDate) throws RowRefusedException {
    for (int i = 0; i < columns.size(); i++) {
      if (row[i] == null && key.contains(columns.get(i).name())) {
        throw new RowRefusedException("null-key", columns.get(i).name(), null);
      }
      // Spark writes null so: the two would lie in one folder, and both come back as null.
      if (PartitionText.NULL.equals(row[i]) && partitionBy.contains(columns.get(i).name())) {
        throw new RowRefusedException("bad-partition", columns.get(i).name(), PartitionText.NULL);
      }
    }
    for (int i = 0; i < columns.size() && !orderBy.isEmpty(); i++) {
      String name = columns.get(i).name();
      MergeSpec.OrderBy order = orderBy.get(name);
      if (order == null) {
        continue;
      }
      if (row[i] == null && !order.elseProcessedDate()) {
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

  private static Object normalised(ColumnSpec column, Object cell) {
    return column.normalise().isEmpty()
            || Values.isEmpty(cell)
            || (cell instanceof JsonNode node && node.isContainerNode())
        ? cell
        : normalise(column, Values.text(cell));
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
    row[next++] = refusal.column();
    row[next++] = refusal.value();
    row[next++] = file.path();
    row[next] = raw;
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
