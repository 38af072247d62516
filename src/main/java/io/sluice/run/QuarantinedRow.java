package io.sluice.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.read.ReadColumns;
import io.sluice.spec.HiddenColumns;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A row in quarantine, as its line says (docs/format.md).
 *
 * @param column that is to blame, where one is
 * @param value that column's text
 * @param file below the raw folder
 * @param fileOrdinal of the file in its increment
 * @param record which one of the file it is, from 1, where that is known
 * @param raw the row as it was read
 */
public record QuarantinedRow(
    String reason,
    Optional<String> column,
    Optional<String> value,
    Optional<String> file,
    int fileOrdinal,
    OptionalLong record,
    String increment,
    Optional<String> processedDate,
    Optional<String> raw) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** The row of a line. */
  static QuarantinedRow of(String line) throws JsonProcessingException {
    JsonNode row = MAPPER.readTree(line);
    return new QuarantinedRow(
        row.path(ReadColumns.REASON).asText(),
        text(row, ReadColumns.COLUMN),
        text(row, ReadColumns.VALUE),
        text(row, ReadColumns.FILE),
        row.path(HiddenColumns.FILE_ORDINAL).asInt(),
        row.hasNonNull(ReadColumns.RECORD)
            ? OptionalLong.of(row.path(ReadColumns.RECORD).asLong())
            : OptionalLong.empty(),
        row.path(HiddenColumns.INCREMENT).asText(),
        text(row, HiddenColumns.PROCESSED_DATE),
        text(row, ReadColumns.RAW));
  }

  private static Optional<String> text(JsonNode row, String key) {
    return row.hasNonNull(key) ? Optional.of(row.path(key).asText()) : Optional.empty();
  }
}
