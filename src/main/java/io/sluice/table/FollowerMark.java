package io.sluice.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The version that a follower has reached, as {@code _followers/<name>} in the table's folder says.
 * Telling it needs no engine, and none of the systems that the follower writes to. What cannot be
 * understood counts as none: the follower then follows again.
 */
public final class FollowerMark {
  /** Beside the versions; readers of the table's folder skip names that begin so. */
  public static final String FOLDER = "_followers";

  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Storage storage;
  private final Location file;

  /** The mark of the follower of this name at the table in this folder. */
  public FollowerMark(Storage storage, Location table, String name) {
    this.storage = storage;
    this.file = table.append(FOLDER).append(name);
  }

  /**
   * What was reached.
   *
   * @param committedAt as text; where versions were removed by hand, a number comes again
   * @param note what else the follower wrote down; may be empty
   */
  public record Reached(long version, String committedAt, String note) {
    /** Whether this very version is the one. */
    public boolean is(Snapshot snapshot) {
      return version == snapshot.number() && committedAt.equals(snapshot.committedAt().toString());
    }
  }

  /** The number of the version that was reached; nothing where there is no mark. */
  public OptionalLong version() {
    return load().stream().mapToLong(Reached::version).findFirst();
  }

  /** Says that the version was reached. */
  public void put(Snapshot snapshot, String note) {
    ObjectNode mark =
        JSON.createObjectNode()
            .put("format", FORMAT)
            .put("version", snapshot.number())
            .put("committed_at", snapshot.committedAt().toString());
    if (!note.isEmpty()) {
      mark.put("note", note);
    }
    storage.put(file, mark.toPrettyString().getBytes(StandardCharsets.UTF_8));
  }

  /** What was reached; nothing where there is no mark. */
  public Optional<Reached> load() {
    return storage
        .load(file)
        .flatMap(FollowerMark::parsed)
        .filter(mark -> mark.path("format").asInt() == FORMAT)
        .map(
            mark ->
                new Reached(
                    mark.path("version").asLong(),
                    mark.path("committed_at").asText(),
                    mark.path("note").asText()));
  }

  private static Optional<JsonNode> parsed(byte[] content) {
    try {
      return Optional.ofNullable(JSON.readTree(content));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
