package io.sluice.run.why;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.error.TemporaryException;
import io.sluice.read.ReadColumns;
import io.sluice.run.Lake;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import io.sluice.table.SideFolder;
import io.sluice.table.Snapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the table's quarantine says of some records.
 *
 * @param increments the ids of all increments with rows in quarantine
 * @param records why records are there, of those that were asked for
 */
record Quarantine(Set<String> increments, Map<Place, Reason> records) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** A record of a file. */
  record Place(String increment, int fileOrdinal, long record) {}

  /** Why a record is in quarantine, with the column that is to blame and its text. */
  record Reason(String reason, Optional<String> column, Optional<String> value) {
    /** In words. */
    String text() {
      return reason
          + column.map(name -> " in column " + name).orElse("")
          + value.map(found -> ": \"" + found + "\"").orElse("");
    }
  }

  /** Reads all quarantine of a version, a line at a time. */
  static Quarantine of(Lake lake, JobSpec job, Snapshot version, Set<Place> asked) {
    Set<String> increments = new HashSet<>();
    Map<Place, Reason> records = new HashMap<>();
    Location root = lake.table(job).root();
    for (SideFolder folder : version.quarantine()) {
      for (Storage.StoredFile file : lake.storage().list(root.append(folder.path()))) {
        if (file.location().text().endsWith(".json")) {
          read(lake.storage(), file.location(), asked, increments, records);
        }
      }
    }
    return new Quarantine(increments, records);
  }

  private static void read(
      Storage storage,
      Location file,
      Set<Place> asked,
      Set<String> increments,
      Map<Place, Reason> records) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(storage.read(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode row = MAPPER.readTree(line);
        String increment = row.path(HiddenColumns.INCREMENT).asText();
        increments.add(increment);
        Place place =
            new Place(
                increment,
                row.path(HiddenColumns.FILE_ORDINAL).asInt(),
                row.path(ReadColumns.RECORD).asLong(-1));
        if (asked.contains(place)) {
          records.put(
              place,
              new Reason(
                  row.path(ReadColumns.REASON).asText(),
                  text(row, ReadColumns.COLUMN),
                  text(row, ReadColumns.VALUE)));
        }
      }
    } catch (IOException e) {
      throw new TemporaryException(
          file + ": reading failed, " + e.getMessage() + ". Nothing was changed. Try again", e);
    }
  }

  private static Optional<String> text(JsonNode row, String key) {
    return row.hasNonNull(key) ? Optional.of(row.path(key).asText()) : Optional.empty();
  }
}
