package io.sluice.settings;

import io.sluice.error.ConfigurationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what is wrong in all files, so that one run names everything. Not thread-safe. */
public final class Problems {
  private final Set<Finding> found = new LinkedHashSet<>();

  /** Adds a problem; the same one is kept once, as files of defaults are read for each job. */
  public void add(Finding finding) {
    found.add(finding);
  }

  /** Adds a problem of a place in a file. */
  public void add(String file, int line, String path, String message) {
    add(new Finding(file, line, path, Wrong.of(message)));
  }

  /** Adds a problem of a value to the file that the value comes from. */
  public void add(Node node, String message) {
    add(node, Wrong.of(message));
  }

  /** Adds a problem of a value, told in parts as well. */
  public void add(Node node, Wrong wrong) {
    add(new Finding(node.file(), node.line(), node.path(), wrong.in(node)));
  }

  /** How many different ones there are. */
  public int count() {
    return found.size();
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
    throw new ConfigurationException(lines(found, ", nothing was run"));
  }

  /**
   * A line for each file with how many problems it has, and below it a line for each of them.
   *
   * @param state what state things are in, behind the number
   */
  public static List<String> lines(Collection<Finding> findings, String state) {
    Map<String, List<Finding>> files = new LinkedHashMap<>();
    findings.forEach(one -> files.computeIfAbsent(one.file(), file -> new ArrayList<>()).add(one));
    List<String> lines = new ArrayList<>();
    files.forEach(
        (file, some) -> {
          lines.add(
              file + ": " + some.size() + (some.size() == 1 ? " problem" : " problems") + state);
          some.forEach(finding -> lines.add("  " + finding.text()));
        });
    return lines;
  }
}
