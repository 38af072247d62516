package io.sluice.settings;

import io.sluice.error.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what is wrong in all files, so that one run names everything. Not thread-safe. */
public final class Problems {
  private final Set<Finding> found = new LinkedHashSet<>();
  private int added;

  /** Adds a problem; the same one is kept once, as files of defaults are read for each job. */
  public void add(String file, String path, String message) {
    found.add(new Finding(file, path, message));
    added++;
  }

  /** Adds a problem of a value to the file that the value comes from. */
  public void add(Node node, String message) {
    add(node.file(), node.path(), message);
  }

  /** How many different ones there are. */
  public int count() {
    return found.size();
  }

  /**
   * How often a problem was added, repeated ones too. If the number has not grown, nothing was
   * wrong.
   */
  public int added() {
    return added;
  }

  /** All of them, in the order in which they were found. */
  public List<Finding> all() {
    return List.copyOf(found);
  }

  /**
   * Does nothing where nothing was found.
   *
   * @throws ConfigurationException naming every problem, file by file
   */
  public void throwIfAny() {
    if (found.isEmpty()) {
      return;
    }
    Map<String, List<Finding>> files = new LinkedHashMap<>();
    found.forEach(f -> files.computeIfAbsent(f.file(), file -> new ArrayList<>()).add(f));
    List<String> lines = new ArrayList<>();
    files.forEach(
        (file, findings) -> {
          int count = findings.size();
          lines.add(
              file + ": " + count + (count == 1 ? " problem" : " problems") + ", nothing was run");
          findings.forEach(finding -> lines.add("  " + finding.text()));
        });
    throw new ConfigurationException(lines);
  }
}
