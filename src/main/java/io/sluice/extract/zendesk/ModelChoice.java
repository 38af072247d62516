package io.sluice.extract.zendesk;

import io.sluice.error.UsageException;
import io.sluice.extract.ExtractRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which models a run exports: {@code --models}.
 *
 * @param names empty: all of them
 */
record ModelChoice(List<String> names) {
  static ModelChoice of(ExtractRequest request) {
    return new ModelChoice(
        request
            .option("models")
            .map(text -> List.of(text.strip().split("\\s*,\\s*", -1)))
            .orElse(List.of()));
  }

  boolean takes(ZendeskModel model) {
    return names.isEmpty() || names.contains(model.name());
  }

  /**
   * Refuses a name that none of these has.
   *
   * @throws UsageException naming those that there are
   */
  void refuseUnknown(List<ZendeskModel> models) {
    Set<String> known = new TreeSet<>();
    models.forEach(model -> known.add(model.name()));
    for (String name : names) {
      if (!known.contains(name)) {
        throw new UsageException(
            "sluice extract: --models names \""
                + name
                + "\", the models of the datasets named are "
                + String.join(", ", known)
                + ". Nothing was run");
      }
    }
  }
}
