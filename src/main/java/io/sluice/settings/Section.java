package io.sluice.settings;

import io.sluice.settings.Node.Kind;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The keys of one map. A reader that finds a wrong value reports it and returns what it returns for
 * a missing key, so that reading goes on to the next problem. Not thread-safe.
 */
public final class Section {
  private static final URI NO_ADDRESS = URI.create("http://wrong.invalid");

  private final Node node;
  private final Problems problems;
  private final Map<String, String> variables;
  private final Set<String> read = new TreeSet<>();

  /** Opens a map; one of another kind is reported and then read as an empty one. */
  public Section(Node node, Problems problems) {
    this(node, problems, Map.of());
  }

  private Section(Node node, Problems problems, Map<String, String> variables) {
    this.problems = problems;
    this.variables = variables;
    if (node.isMap()) {
      this.node = node;
    } else {
      problems.add(
          node,
          Wrong.of(
                  node.quoted()
                      + " stands where a map of keys must be"
                      + MissingColon.told(node.text()).map(told -> "; " + told).orElse(""))
              .expecting("a map of keys"));
      this.node = Node.map(node.file(), node.line(), node.path(), Map.of());
    }
  }

  /**
   * A section that was read before and is kept as {@link Node#plain}, with problems of its own.
   *
   * @param path of the section, such as {@code connections.zuora}
   * @param variables the process's environment, which references to secrets are looked up in
   */
  public static Section of(String path, Map<String, ?> plain, Map<String, String> variables) {
    return new Section(Node.of("", path, plain), new Problems(), variables);
  }

  /** What is wrong with this section and with all that was opened with it. */
  public Problems problems() {
    return problems;
  }

  /** The map. */
  public Node node() {
    return node;
  }

  /** Reports keys that are not among the known ones, with the nearest of these. */
  public void allow(Collection<String> known) {
    allow(known, key -> Wrong.key(key, known));
  }

  /** Reports keys that are not among the known ones, with what is wrong with each. */
  public void allow(Collection<String> known, Function<String, Wrong> unknown) {
    node.entries()
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                problems.add(value, unknown.apply(key));
              }
            });
  }

  /** Reports keys that nobody has read. Exactly the keys that were read are known. */
  public void allowRead() {
    allow(read);
  }

  /** Reports a problem of a key where it is written, or where it is missing. */
  public void problem(String key, String message) {
    problem(key, Wrong.of(message));
  }

  /** The same, told in parts as well. */
  public void problem(String key, Wrong wrong) {
    node.entry(key)
        .ifPresentOrElse(
            value -> problems.add(value, wrong),
            () -> {
              Node at = node.entries().getOrDefault(key, node);
              problems.add(new Finding(at.file(), at.line(), node.pathOf(key), wrong));
            });
  }

  /**
   * Reports a problem of a path for the file of this map, though what stands there may come from
   * another one, whose values are defaults.
   */
  public void problemAt(String path, Wrong wrong) {
    problems.add(new Finding(node.file(), node.lineOf(path), path, wrong));
  }

  /** Whether a key has a value. */
  public boolean has(String key) {
    return value(key).isPresent();
  }

  /** The value of a key; empty where the key is missing or says {@code null}. */
  public Optional<Node> value(String key) {
    read.add(key);
    return node.entry(key);
  }

  /** The section below a key; an empty one where the key is missing. */
  public Section section(String key) {
    Node at = node.entries().getOrDefault(key, node);
    Node none = Node.map(at.file(), at.line(), node.pathOf(key), Map.of());
    return new Section(value(key).orElse(none), problems, variables);
  }

  /** A scalar as it was written. */
  public Optional<String> text(String key) {
    return value(key).flatMap(this::text);
  }

  /** The scalar of this value, which must not be empty. */
  public Optional<String> text(Node value) {
    if (!value.isScalar()) {
      problems.add(
          value, Wrong.of(value.quoted() + " stands where text must be").expecting("text"));
      return Optional.empty();
    }
    if (value.text().isBlank()) {
      problems.add(value, "is empty");
      return Optional.empty();
    }
    return Optional.of(value.text());
  }

  /** A text that must be there; an empty one where it is missing. */
  public String required(String key) {
    if (!has(key)) {
      problem(key, "is missing");
    }
    return text(key).orElse("");
  }

  /** A list of scalars; a single scalar is a list of one. */
  public List<Node> list(String key) {
    Optional<Node> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    return value.get().kind() == Kind.LIST ? value.get().items() : List.of(value.get());
  }

  /** A list of texts; a single text is a list of one. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    list(key).forEach(value -> text(value).ifPresent(texts::add));
    return texts;
  }

  /** A map of scalars in the order of the file; {@code null} values are left out. */
  public Map<String, String> map(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    section(key)
        .node()
        .entries()
        .forEach(
            (name, value) -> {
              if (value.kind() != Kind.NOTHING) {
                text(value).ifPresent(text -> texts.put(name, text));
              }
            });
    return texts;
  }

  /** One of an enum's constants, written in lower case with hyphens. */
  public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    return value(key).flatMap(value -> choice(value, type));
  }

  /** The constant that this value names. */
  public <E extends Enum<E>> Optional<E> choice(Node value, Class<E> type) {
    Map<String, E> known = new LinkedHashMap<>();
    Arrays.stream(type.getEnumConstants()).forEach(constant -> known.put(word(constant), constant));
    Optional<String> text = text(value);
    if (text.isPresent() && !known.containsKey(text.get())) {
      String words = String.join(", ", known.keySet());
      Optional<String> nearest = Nearest.to(text.get(), known.keySet());
      problems.add(
          value,
          Wrong.of(
                  "\""
                      + text.get()
                      + "\" is not one of "
                      + words
                      + nearest.map(word -> "; did you mean \"" + word + "\"?").orElse(""))
              .expecting("one of " + words)
              .suggesting(nearest));
    }
    return text.map(known::get);
  }

  /** True or false. */
  public Optional<Boolean> flag(String key) {
    Optional<Node> value = value(key);
    if (value.isPresent() && value.get().kind() != Kind.FLAG) {
      problems.add(
          value.get(),
          Wrong.of(value.get().quoted() + " is neither true nor false").expecting("true or false"));
      return Optional.empty();
    }
    return value.map(flag -> Boolean.valueOf(flag.text().toLowerCase(Locale.ROOT)));
  }

  /** A duration of zero or more. */
  public Optional<Duration> duration(String key) {
    return converted(key, "a duration, such as 26h", Durations::parse);
  }

  /** A duration of a millisecond or more. */
  public Optional<Duration> wait(String key) {
    return converted(key, "a duration, such as 30s", Durations::parseWait);
  }

  /** A whole number of at least {@code least}. */
  public Optional<Long> number(String key, long least) {
    return parsed(
        key,
        "a whole number of at least " + least,
        text -> {
          long number = new BigDecimal(text.replace("_", "")).longValueExact();
          return number >= least ? number : null;
        });
  }

  /**
   * A size in bytes of 1 or more.
   *
   * @param greatest that is allowed, as people write it
   */
  public Optional<Long> size(String key, String greatest) {
    long most = Sizes.parse(greatest).orElseThrow();
    return parsed(
        key,
        "a size up to " + greatest + ", such as 64MB",
        text -> {
          OptionalLong bytes = Sizes.parse(text);
          return bytes.isPresent() && bytes.getAsLong() <= most ? bytes.getAsLong() : null;
        });
  }

  /** An address that must be there, without a slash at its end; http or https. */
  public URI uri(String key) {
    if (required(key).isEmpty()) {
      return NO_ADDRESS;
    }
    return converted(key, "an address that begins with https:// or http://", Addresses::parse)
        .orElse(NO_ADDRESS);
  }

  /**
   * A secret that must be there: a reference to it, or the secret itself. It is looked up each time
   * that it is asked for and kept nowhere.
   *
   * @return what throws {@link io.sluice.error.ConfigurationException} where it cannot be had
   */
  public Supplier<String> secret(String key) {
    String written = required(key);
    return () -> Secret.reveal(written, variables);
  }

  /**
   * The result of {@code parse}; the text is wrong if it throws or returns null.
   *
   * @param expected what the text must be, for the message
   */
  public <T> Optional<T> parsed(String key, String expected, Function<String, T> parse) {
    return converted(
        key,
        expected,
        text -> {
          try {
            T value = parse.apply(text);
            if (value != null) {
              return value;
            }
          } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            // One message for all wrong values.
          }
          throw new IllegalArgumentException("\"" + text + "\" is not " + expected);
        });
  }

  /** What {@code parse} makes of a text, or throws a message for people at. */
  private <T> Optional<T> converted(String key, String expected, Function<String, T> parse) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(text.get()));
    } catch (IllegalArgumentException e) {
      problem(key, Wrong.of(e.getMessage()).expecting(expected));
      return Optional.empty();
    }
  }

  /** An enum's constant as files write it. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A set that keeps its order, for messages that list it. */
  public static Set<String> ordered(String... words) {
    return new LinkedHashSet<>(Arrays.asList(words));
  }
}
