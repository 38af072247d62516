package io.sluice.table.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import io.sluice.table.files.VersionParser.BrokenException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The parts of a table's versions; reads each of them once, for as many versions as name it. */
final class PartFiles implements Parts.Loader {
  private final Storage storage;
  private final Location root;
  private final Map<Part, List<JsonNode>> known = new ConcurrentHashMap<>();

  PartFiles(Storage storage, Location root) {
    this.storage = storage;
    this.root = root;
  }

  @Override
  public List<JsonNode> load(List<Part> parts) throws BrokenException {
    List<Part> unknown = parts.stream().filter(part -> !known.containsKey(part)).toList();
    List<Optional<byte[]>> contents =
        Requests.each(
            root, Requests.AT_ONCE, unknown, part -> storage.load(root.append(part.path())));
    for (int i = 0; i < unknown.size(); i++) {
      known.put(unknown.get(i), entries(unknown.get(i), contents.get(i)));
    }
    List<JsonNode> entries = new ArrayList<>();
    parts.forEach(part -> entries.addAll(known.get(part)));
    return entries;
  }

  private static List<JsonNode> entries(Part part, Optional<byte[]> content)
      throws BrokenException {
    if (content.isEmpty()) {
      throw new BrokenException("its part " + part.path() + " is gone");
    }
    try {
      return VersionParser.entries(content.get(), part);
    } catch (BrokenException e) {
      throw new BrokenException("its part " + part.path() + ": " + e.getMessage(), e);
    }
  }
}
