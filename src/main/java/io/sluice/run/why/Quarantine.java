package io.sluice.run.why;

import io.sluice.run.OpenQuarantine;
import io.sluice.table.SideFolder;
import io.sluice.table.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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

  /** Reads all quarantine of a version, dismissed rows among it, a line at a time. */
  static Quarantine of(Snapshot version, Set<Place> asked) {
    Set<String> increments = new HashSet<>();
    Map<Place, Reason> records = new HashMap<>();
    List<SideFolder> folders = new ArrayList<>(version.quarantine());
    folders.addAll(version.dismissed());
    OpenQuarantine.each(
        version,
        folders,
        row -> {
          increments.add(row.increment());
          Place place = new Place(row.increment(), row.fileOrdinal(), row.record().orElse(-1));
          if (asked.contains(place)) {
            records.put(place, new Reason(row.reason(), row.column(), row.value()));
          }
          return true;
        });
    return new Quarantine(increments, records);
  }
}
