package io.sluice.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import java.io.Serializable;
import java.text.Normalizer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One record of a file to one row of {@link ReadColumns#schema}: typed, or with the reason why it
 * is in quarantine. Depends on nothing but its input, and can be sent to executors.
 */
final class RowParser implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many columns {@link ReadColumns#schema} has behind the contract's. */
  private static final int ADDED = HiddenColumns.ALL.size() + 3 + ReadColumns.QUARANTINE.size();

  /** What a path says of nothing. */
  private static final List<String> NONE = List.of("");

  private final ArrayList<ColumnSpec> columns;
  private final ArrayList<String> key;
  private final String deleteFlag;
  private final boolean keepsKeyTexts;
  private final ArrayList<String> nulls;

  /** Null where the job says none. */
  private final ZoneId zone;

  private final Storable storable;
  private final RowJudge judge;
  private final boolean explains;

  /** A parser of rows that are judged at once. */
  RowParser(JobSpec job) {
    this(job, new RowJudge(job));
  }

  /**
   * A parser by the contract of a job's files.
   *
   * @param judge of rows that nothing changes between reading and merging; else null
   */
  RowParser(JobSpec job, RowJudge judge) {
    this(job, judge, false);
  }

  /**
   * The same.
   *
   * @param explains whether every row has the number of its record, and a refused one keeps what
   *     can be read of its key
   */
  RowParser(JobSpec job, RowJudge judge, boolean explains) {
    this.explains = explains;
    columns = new ArrayList<>(job.raw().columns());
    key = new ArrayList<>(job.merge().key());
    deleteFlag = job.merge().deleteFlag().orElse("");
    keepsKeyTexts = job.normalisesKey();
    zone = job.raw().zone().orElse(null);
    nulls = new ArrayList<>(FileForm.of(job.raw()).nullTexts());
    storable = new Storable(job.clean().format());
    this.judge = judge;
  }

  /** Binds the contract to a file's header, once for all its rows. */
  Binding bind(List<String> header) {
    return Binding.of(columns, header);
  }

  /** A row of cells: the texts of CSV, where an empty one is null, or values as JSON has them. */
  Row cells(Binding binding, List<?> cells, SourceFile file) {
    return row(binding, cells, file, refusal -> refusal);
  }

  /**
   * The same of a record that has no line end: where its last cell is no value of its column, the
   * file may be cut off within it.
   */
  Row unended(Binding binding, List<?> cells, SourceFile file) {
    return row(binding, cells, file, refusal -> perhapsCutOff(refusal, binding));
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
    return row(bind(names), cells, file, refusal -> refusal);
  }

  /** A row that cannot be read as a record at all. */
  Row unreadable(String reason, String raw, SourceFile file) {
    return refused(new RowRefusedException(reason, null, null), raw, file);
  }

  /** A second header line. */
  Row repeatedHeader(String raw, SourceFile file) {
    return refused(
        new RowRefusedException(
            ReadColumns.REPEATED_HEADER, null, "a second header line, nothing to do"),
        raw,
        file);
  }

  /** A row whose fields are not those of the header. */
  Row ragged(String difference, String raw, SourceFile file) {
    return refused(new RowRefusedException("ragged", null, difference), raw, file);
  }

  /** The row with the number of its record, from 1, where somebody is to find it. */
  Row numbered(Row row, long record) {
    int reason = row.length() - 1 - ReadColumns.QUARANTINE.size();
    if (!explains && row.isNullAt(reason)) {
      return row;
    }
    Object[] cells = new Object[row.length()];
    for (int i = 0; i < cells.length - 1; i++) {
      cells[i] = row.get(i);
    }
    cells[cells.length - 1] = record;
    return RowFactory.create(cells);
  }

  private Row row(
      Binding binding,
      List<?> cells,
      SourceFile file,
      UnaryOperator<RowRefusedException> explained) {
    try {
      return accepted(binding, cells, file.origin());
    } catch (RowRefusedException e) {
      Row refused = refused(explained.apply(e), binding.raw(cells), file);
      return explains ? withKey(refused, binding, cells, file.origin()) : refused;
    } catch (RuntimeException | StackOverflowError e) {
      // The boundary around one row: if a library throws on data, only the row fails.
      return unreadable("bad-value", binding.raw(cells), file);
    }
  }

  /** A refused row with what can be read of its key. */
  private Row withKey(Row refused, Binding binding, List<?> cells, Increment.Origin origin) {
    Object[] row = new Object[refused.length()];
    for (int i = 0; i < row.length; i++) {
      row[i] = refused.get(i);
    }
    for (int i = 0; i < columns.size(); i++) {
      ColumnSpec column = columns.get(i);
      if (key.contains(column.name())) {
        try {
          Object original = column.fromPath() ? ofPath(column, origin) : binding.cell(i, cells);
          Object cell = normalised(column, original);
          boolean none = isNull(column, original) || isNull(column, cell);
          row[i] = none ? null : new Values(Optional.ofNullable(zone)).of(column, cell);
        } catch (BadValueException | RowRefusedException | RuntimeException e) {
          row[i] = null;
        }
      }
    }
    return RowFactory.create(row);
  }

  /** Where the last cell is to blame, what is cut off it may be. */
  private RowRefusedException perhapsCutOff(RowRefusedException refusal, Binding binding) {
    for (int i = 0; i < columns.size(); i++) {
      if (binding.place(i) == binding.width() - 1 && refusal.isBadValueOf(columns.get(i).name())) {
        return new RowRefusedException(
            "cut-off",
            null,
            "a bad value of "
                + columns.get(i).name()
                + ", the last of the file, whose last line has no line end: the file may be cut"
                + " off, see whether it is whole");
      }
    }
    return refusal;
  }

  private Row accepted(Binding binding, List<?> cells, Increment.Origin origin)
      throws RowRefusedException {
    Object[] row = new Object[columns.size() + ADDED];
    Map<String, JsonNode> kept = binding.rest(cells, nulls);
    List<String> cut = new ArrayList<>();
    ObjectNode keyTexts = CanonicalJson.MAPPER.createObjectNode();
    boolean twoNames = !binding.twice().isEmpty();
    Optional<ZoneId> ofTimes = Optional.ofNullable(zone);
    for (int i = 0; i < columns.size(); i++) {
      ColumnSpec column = columns.get(i);
      if (twoNames) {
        requireOneName(binding, i, cells);
      }
      Object original = column.fromPath() ? ofPath(column, origin) : binding.cell(i, cells);
      if (keepsKeyTexts && key.contains(column.name())) {
        keyTexts.set(column.name(), Values.node(original));
      }
      Object cell = normalised(column, original);
      if (isNull(column, original) || (cell != original && isNull(column, cell))) {
        continue;
      }
      Values values = new Values(ofTimes);
      try {
        row[i] = values.of(column, cell);
        storable.require(row[i]);
      } catch (BadValueException | RuntimeException | StackOverflowError e) {
        String reason = column.name().equals(deleteFlag) ? "bad-flag" : "bad-value";
        throw new RowRefusedException(reason, column.name(), Values.text(original));
      }
      if (values.leftFieldsOut()) {
        kept.put(column.name(), whole(cell));
      }
      if (values.cutNanoseconds()) {
        cut.add(column.name());
      }
    }
    byte operation = judge == null ? 0 : judge.operation(row, origin.processedDate());
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

  /** Records of JSON may have both names of a column; which of two values is meant nobody knows. */
  private void requireOneName(Binding binding, int column, List<?> cells)
      throws RowRefusedException {
    Integer second = binding.twice().get(column);
    if (second != null
        && !isNull(columns.get(column), binding.cell(column, cells))
        && !isNull(columns.get(column), cells.get(second))) {
      throw new RowRefusedException(
          "two-names", columns.get(column).name(), Values.text(cells.get(second)));
    }
  }

  private boolean isNull(ColumnSpec column, Object cell) {
    List<String> own = column.form().nullValues();
    return own.isEmpty()
        ? Values.isNull(cell, column.fromPath() ? NONE : nulls)
        : Values.isNull(cell, List.of()) || own.contains(Values.text(cell));
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

  /** What is kept beside the columns must come back as well. */
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

  private static Object normalised(ColumnSpec column, Object cell) {
    if (column.normalise().isEmpty()
        || cell == null
        || (cell instanceof JsonNode typed
            && column.type() != ColumnType.Simple.STRING
            && !Values.isText(typed))
        || (cell instanceof JsonNode nothing && nothing.isNull())
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

  private Row refused(RowRefusedException refusal, String raw, SourceFile file) {
    Object[] row = new Object[columns.size() + ADDED];
    int next = columns.size() + 1;
    row[next++] = file.origin().processedDate();
    row[next++] = file.origin().increment();
    row[next++] = file.origin().fileOrdinal();
    next += 2;
    for (String cell : refusal.cells(file.path(), raw)) {
      row[next++] = cell;
    }
    return RowFactory.create(row);
  }
}
