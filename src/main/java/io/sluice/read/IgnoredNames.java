package io.sluice.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which names in a raw folder are not data: those that begin with {@code .} or {@code _}, those
 * that tools leave beside data (docs/job-file.md lists them), and what the job says by {@code
 * raw.ignore}.
 */
final class IgnoredNames {
  /** Unfinished files, checksums, markers, and files of desktops. */
  private static final List<String> NO_DATA =
      List.of(
          "*.tmp",
          "*.temp",
          "*.part",
          "*.partial",
          "*.filepart",
          "*.incomplete",
          "*.crdownload",
          "*.inprogress",
          "*._COPYING_",
          "*.swp",
          "~$*",
          "*.crc",
          "*.md5",
          "*.sha1",
          "*.sha256",
          "*.sha512",
          "*.md5sum",
          "*.sha256sum",
          "*.asc",
          "*.sig",
          "*.lock",
          "*.lck",
          "*.done",
          "*.ok",
          "*.ready",
          "*.success",
          "*.trg",
          "*.ctl",
          "*_$folder$",
          "Thumbs.db",
          "desktop.ini",
          "lost+found");

  /** Copies of data: usually not data of their own, so they are ignored with a warning. */
  private static final List<String> COPIES =
      List.of("*.bak", "*.backup", "*.old", "*.orig", "*.save", "*~");

  /** What the name of a file says of it. */
  enum Sort {
    DATA,
    /** It, or a folder that it lies in, begins with a dot or an underscore. */
    HIDDEN,
    /** By its ending, or as the job says. */
    NO_DATA,
    COPY
  }

  /** Most patterns are an ending, which is compared faster than an expression is matched. */
  private record Rule(
      Optional<String> ending, Pattern pattern, boolean wholePath, boolean lastPart, Sort sort) {
    boolean fits(String text) {
      return ending.map(text::endsWith).orElseGet(() -> pattern.matcher(text).matches());
    }
  }

  private final List<Rule> rules = new ArrayList<>();

  /** With the patterns of a job behind those that are known. */
  IgnoredNames(List<String> ignore) {
    NO_DATA.forEach(pattern -> rules.add(rule(pattern, true, Sort.NO_DATA)));
    COPIES.forEach(pattern -> rules.add(rule(pattern, true, Sort.COPY)));
    for (String written : ignore) {
      rules.add(
          written.startsWith("!")
              ? rule(written.substring(1), false, Sort.DATA)
              : rule(written, false, Sort.NO_DATA));
    }
  }

  /** Whether the file of this path below the raw folder is no increment and no part of one. */
  boolean ignores(String path) {
    return sort(path) != Sort.DATA;
  }

  /** As {@link #ignores} for a folder, given with its trailing slash; endings say nothing of it. */
  boolean ignoresFolder(String folder) {
    return ignores(folder + "x");
  }

  Sort sort(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    String[] parts = lower.split("/", -1);
    for (String part : parts) {
      if (part.startsWith(".") || part.startsWith("_")) {
        return Sort.HIDDEN;
      }
    }
    Sort sort = Sort.DATA;
    for (Rule rule : rules) {
      if (fits(rule, lower, parts)) {
        sort = rule.sort();
      }
    }
    return sort;
  }

  private static boolean fits(Rule rule, String path, String[] parts) {
    if (rule.wholePath()) {
      return rule.fits(path);
    }
    for (int i = rule.lastPart() ? parts.length - 1 : 0; i < parts.length; i++) {
      if (rule.fits(parts[i])) {
        return true;
      }
    }
    return false;
  }

  /**
   * A pattern without a slash matches the name of a file or folder; one with a slash matches a path
   * from its start.
   */
  private static Rule rule(String written, boolean lastPart, Sort sort) {
    String glob = written.toLowerCase(Locale.ROOT);
    boolean wholePath = glob.indexOf('/') >= 0;
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '*' && glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    // A folder that matches includes everything in it.
    String whole = wholePath ? regex + "(?:/.*)?" : regex.toString();
    Optional<String> ending =
        Optional.of(glob).filter(one -> one.matches("\\*[^*?/]+")).map(one -> one.substring(1));
    return new Rule(ending, Pattern.compile(whole, Pattern.DOTALL), wholePath, lastPart, sort);
  }
}
