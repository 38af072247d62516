package io.sluice.config;

import io.sluice.config.YamlNode.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The keys of one map. A reader that finds a wrong value reports it and returns what it returns for
 * a missing key, so that reading goes on to the next problem.
 */
final class Section {
  private final YamlNode node;
  private final Problems problems;

  /** Opens a map; one of another kind is reported and then read as an empty one. */
  Section(YamlNode node, Problems problems) {
    this.problems = problems;
    if (node.isMap()) {
      this.node = node;
    } else {
      problems.add(node, node.quoted() + " stands where a map of keys must be");
      this.node = YamlNode.map(node.file(), node.path(), Map.of());
    }
  }

  Problems problems() {
    return problems;
  }

  YamlNode node() {
    return node;
  }

  /** Reports keys that are not among the known ones, with the nearest of these. */
  void allow(Set<String> known) {
    node.entries()
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                problems.add(value, "unknown key" + NearestWord.hint(key, known));
              }
            });
  }

  /** Reports a problem of a key where it is written, or where it is missing. */
  void problem(String key, String message) {
    node.entry(key)
        .ifPresentOrElse(
            value -> problems.add(value, message),
            () -> problems.add(node.file(), node.pathOf(key), message));
  }

  boolean has(String key) {
    return node.entry(key).isPresent();
  }

  Optional<YamlNode> value(String key) {
    return node.entry(key);
  }

  /** The section below a key; an empty one where the key is missing. */
  Section section(String key) {
    YamlNode none = YamlNode.map(node.file(), node.pathOf(key), Map.of());
    return new Section(node.entry(key).orElse(none), problems);
  }

  /** A scalar as it was written. */
  Optional<String> text(String key) {
    return node.entry(key).flatMap(this::text);
  }

  /** The scalar of this value, which must not be empty. */
  Optional<String> text(YamlNode value) {
    if (!value.isScalar()) {
      problems.add(value, value.quoted() + " stands where text must be");
      return Optional.empty();
    }
    if (value.text().isBlank()) {
      problems.add(value, "is empty");
      return Optional.empty();
    }
    return Optional.of(value.text());
  }

  /** A list of scalars; a single scalar is a list of one. */
  List<YamlNode> list(String key) {
    Optional<YamlNode> value = node.entry(key);
    if (value.isEmpty()) {
      return List.of();
    }
    return value.get().kind() == Kind.LIST ? value.get().items() : List.of(value.get());
  }

  /** One of an enum's constants, written in lower case with hyphens. */
  <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    return node.entry(key).flatMap(value -> choice(value, type));
  }

  /** The constant that this value names. */
  <E extends Enum<E>> Optional<E> choice(YamlNode value, Class<E> type) {
    Map<String, E> known = new LinkedHashMap<>();
    Arrays.stream(type.getEnumConstants()).forEach(constant -> known.put(word(constant), constant));
    Optional<String> text = text(value);
    if (text.isPresent() && !known.containsKey(text.get())) {
      String words = String.join(", ", known.keySet());
      String nearest =
          NearestWord.of(text.get(), known.keySet())
              .map(word -> "; did you mean \"" + word + "\"?")
              .orElse("");
      problems.add(value, "\"" + text.get() + "\" is not one of " + words + nearest);
    }
    return text.map(known::get);
  }

  Optional<Boolean> flag(String key) {
    Optional<YamlNode> value = node.entry(key);
    if (value.isPresent() && value.get().kind() != Kind.FLAG) {
      problems.add(value.get(), value.get().quoted() + " is neither true nor false");
      return Optional.empty();
    }
    return value.map(flag -> Boolean.valueOf(flag.text().toLowerCase(Locale.ROOT)));
  }

  /** A duration of zero or more. */
  Optional<Duration> duration(String key) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Durations.parse(text.get()));
    } catch (IllegalArgumentException e) {
      problem(key, e.getMessage());
      return Optional.empty();
    }
  }

  /** A whole number of at least {@code least}. */
  Optional<Long> number(String key, long least) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      long number = new BigDecimal(text.get().replace("_", "")).longValueExact();
      if (number >= least) {
        return Optional.of(number);
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Falls through to the one message for all that is no such number.
    }
    problem(key, "\"" + text.get() + "\" is not a whole number of at least " + least);
    return Optional.empty();
  }

  /**
   * A size in bytes of 1 or more.
   *
   * @param greatest that is allowed, as people write it
   */
  Optional<Long> size(String key, String greatest) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong bytes = Sizes.parse(text.get());
    if (bytes.isPresent() && bytes.getAsLong() <= Sizes.parse(greatest).orElseThrow()) {
      return Optional.of(bytes.getAsLong());
    }
    problem(key, "\"" + text.get() + "\" is not a size up to " + greatest + ", such as 64MB");
    return Optional.empty();
  }

  /** A map of scalars in the order of the file; {@code null} values are left out. */
  Map<String, String> texts(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    section(key).node().entries().values().stream()
        .filter(value -> value.kind() != Kind.NOTHING)
        .forEach(value -> text(value).ifPresent(text -> texts.put(name(value, key), text)));
    return texts;
  }

  private String name(YamlNode value, String key) {
    return value.path().substring(node.pathOf(key).length() + 1);
  }

  /** An enum's constant as files write it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A set that keeps its order, for messages that list it. */
  static Set<String> ordered(String... words) {
    return new LinkedHashSet<>(Arrays.asList(words));
  }
}
