package io.sluice.run.why;

import io.sluice.error.UsageException;
import io.sluice.settings.Nearest;
import io.sluice.spec.JobSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key as it is typed: values in the order of the key columns, or {@code a=1,b=2}.
 *
 * @param values in order; empty where the key is named
 * @param named column, equals sign and value, with commas between them
 */
public record KeyGiven(List<String> values, Optional<String> named) {
  /** Copies the list. */
  public KeyGiven {
    values = List.copyOf(values);
  }

  /**
   * The texts of the key columns, in their order.
   *
   * @throws UsageException if they are not those of the job's key
   */
  List<String> texts(JobSpec job) {
    List<String> key = job.merge().key();
    if (key.isEmpty()) {
      throw new UsageException(
          job.dataset()
              + ": rows have no key (mode: append), so none has a history. Nothing was read. Use"
              + " show --where to find rows");
    }
    List<String> texts = named.map(text -> named(job, text)).orElse(values);
    if (texts.size() != key.size()) {
      throw new UsageException(
          job.dataset()
              + ": the key has "
              + key.size()
              + (key.size() == 1 ? " column, " : " columns, ")
              + String.join(", ", key)
              + "; found "
              + texts.size()
              + (texts.size() == 1 ? " value" : " values")
              + ". Nothing was read. Give "
              + (key.size() == 1 ? "one value" : "a value for each, in this order"));
    }
    return texts;
  }

  private static List<String> named(JobSpec job, String text) {
    List<String> key = job.merge().key();
    Map<String, String> found = new LinkedHashMap<>();
    String last = "";
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? "" : part.substring(0, equals).strip();
      if (key.contains(name)) {
        last = name;
        if (found.put(name, part.substring(equals + 1)) != null) {
          throw wrong(job, "names " + name + " twice");
        }
      } else if (equals < 0 && !last.isEmpty()) {
        found.merge(last, part, (before, rest) -> before + "," + rest);
      } else {
        String word = equals < 0 ? part.strip() : name;
        throw wrong(job, "has \"" + word + "\", which is no key column" + Nearest.hint(word, key));
      }
    }
    List<String> missing = key.stream().filter(name -> !found.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw wrong(job, "lacks " + String.join(", ", missing));
    }
    List<String> texts = new ArrayList<>();
    key.forEach(name -> texts.add(found.get(name)));
    return texts;
  }

  private static UsageException wrong(JobSpec job, String what) {
    String example = String.join("=..,", job.merge().key()) + "=..";
    return new UsageException(
        job.dataset()
            + ": --key "
            + what
            + (what.endsWith("?") ? "" : ".")
            + " Nothing was read. Give --key "
            + example);
  }
}
