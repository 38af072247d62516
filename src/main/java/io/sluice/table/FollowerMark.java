package io.sluice.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
   * Whether this very version is the one that was reached: where versions were removed by hand, a
   * number comes again.
   */
  public boolean isAt(Snapshot snapshot) {
    return load()
        .filter(mark -> mark.path("version").asLong() == snapshot.number())
        .filter(
            mark -> mark.path("committed_at").asText().equals(snapshot.committedAt().toString()))
        .isPresent();
  }

  /** The number of the version that was reached; nothing where there is no mark. */
  public OptionalLong version() {
    return load().stream().mapToLong(mark -> mark.path("version").asLong()).findFirst();
  }

  /** Says that the version was reached. */
  public void put(Snapshot snapshot) {
    String text =
        JSON.createObjectNode()
            .put("format", FORMAT)
            .put("version", snapshot.number())
            .put("committed_at", snapshot.committedAt().toString())
            .toPrettyString();
    storage.put(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<JsonNode> load() {
    return storage
        .load(file)
        .flatMap(FollowerMark::parsed)
        .filter(mark -> mark.path("format").asInt() == FORMAT);
  }

  private static Optional<JsonNode> parsed(byte[] content) {
    try {
      return Optional.ofNullable(JSON.readTree(content));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
