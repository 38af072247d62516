package io.sluice.settings;

import io.sluice.error.ConfigurationException;
import io.sluice.error.Redaction;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of one section, read by key. A value that is wrong is noted and read as if it were
 * missing, so that all problems are found in one go; keys that nobody read are problems too. Not
 * thread-safe.
 */
public final class Settings {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,14})(ms|s|m|h|d)");

  /** A longer one does not go with any date. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** Digits that a number of settings may have; others stay as they were written. */
  private static final int MOST_DIGITS = 1000;

  private static final int MOST_PORT = 65_535;

  private final String path;
  private final Map<String, ?> values;
  private final UnaryOperator<String> secrets;
  private final Set<String> read = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * The settings of a section.
   *
   * @param path of the section, such as {@code connections.zuora}
   * @param secrets reveals a reference to a secret
   */
  public Settings(String path, Map<String, ?> values, UnaryOperator<String> secrets) {
    this.path = path;
    this.values = Map.copyOf(values);
    this.secrets = secrets;
  }

  /** Where the section is, for messages. */
  public String path() {
    return path;
  }

  /** A text; a number or a flag as it was written. */
  public Optional<String> text(String key) {
    read.add(key);
    Object value = values.get(key);
    if (value instanceof Map || value instanceof List) {
      problem(key, "a text is expected");
      return Optional.empty();
    }
    return value instanceof BigDecimal number && Math.abs((long) number.scale()) < MOST_DIGITS
        ? Optional.of(number.toPlainString())
        : Optional.ofNullable(value).map(Object::toString);
  }

  /** A text that must be there; empty where it is missing, which is then a problem. */
  public String required(String key) {
    Optional<String> text = text(key).filter(value -> !value.isBlank());
    if (text.isEmpty()) {
      problem(key, "is missing");
    }
    return text.orElse("");
  }

  /** A list of texts; a single text is a list of one. */
  public List<String> texts(String key) {
    read.add(key);
    Object value = values.get(key);
    if (value instanceof List<?> list) {
      return list.stream().map(Object::toString).toList();
    }
    return text(key).stream().toList();
  }

  /** Texts by name; the order is the file's. */
  public Map<String, String> map(String key) {
    read.add(key);
    Object value = values.get(key);
    Map<String, String> texts = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, text) -> texts.put(name.toString(), text.toString()));
    } else if (value != null) {
      problem(key, "names and values are expected");
    }
    return texts;
  }

  /** True or false. */
  public boolean flag(String key, boolean otherwise) {
    return parsed(key, "true or false", Settings::flag).orElse(otherwise);
  }

  /** A whole number of at least {@code least}. */
  public long number(String key, long least, long otherwise) {
    return parsed(
            key,
            "a whole number of at least " + least,
            text -> {
              long number = new BigDecimal(text).longValueExact();
              return number >= least ? number : null;
            })
        .orElse(otherwise);
  }

  /** A length of time, such as {@code 500ms}, {@code 30s}, {@code 12h} or {@code PT30S}. */
  public Duration duration(String key, Duration otherwise) {
    Duration duration =
        parsed(key, "a duration such as 500ms, 30s or 12h", Settings::duration).orElse(otherwise);
    if (duration.compareTo(LONGEST) > 0) {
      problem(key, "is longer than " + LONGEST.toDays() + "d; write that or less");
      return otherwise;
    }
    return duration;
  }

  /** A length of time of at least a millisecond. */
  public Duration wait(String key, Duration otherwise) {
    Duration duration = duration(key, otherwise);
    if (duration.compareTo(Duration.ofMillis(1)) < 0) {
      problem(key, "is shorter than 1ms; write that or more");
      return otherwise;
    }
    return duration;
  }

  /** An address that must be there, without a slash at its end; http or https. */
  public URI uri(String key) {
    String text = required(key);
    if (text.isEmpty()) {
      return URI.create("http://missing.invalid");
    }
    try {
      URI uri = URI.create(text.replaceFirst("/+$", ""));
      if (uri.getRawUserInfo() != null) {
        problem(key, "holds a user or a password; give those by the keys that are for them");
        return URI.create("http://wrong.invalid");
      }
      if (uri.getHost() != null
          && uri.getScheme() != null
          && uri.getScheme().matches("https?")
          && uri.getPort() <= MOST_PORT
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // One message for all that is no address.
    }
    problem(key, "\"" + text + "\" is not an address such as https://api.example.com");
    return URI.create("http://wrong.invalid");
  }

  /** What {@code parse} makes of a text; a text that it throws at or returns null for is wrong. */
  public <T> Optional<T> parsed(String key, String expected, Function<String, T> parse) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> value = Optional.empty();
    try {
      value = Optional.ofNullable(parse.apply(text.get()));
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      // One message for all that is no such value.
    }
    if (value.isEmpty()) {
      problem(key, "\"" + text.get() + "\" is not " + expected);
    }
    return value;
  }

  /**
   * A secret that must be there. It is looked up when it is asked for and kept nowhere; where the
   * reference is wrong that throws {@link ConfigurationException}.
   */
  public Supplier<String> secret(String key) {
    String reference = required(key);
    return () -> {
      String secret = secrets.apply(reference);
      Redaction.hide(secret);
      return secret;
    };
  }

  /** Notes that a value is wrong. */
  public void problem(String key, String message) {
    problems.add(path + "." + key + ": " + message);
  }

  /** What is wrong so far, and the keys that nobody has read. */
  public List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    for (String key : new TreeSet<>(values.keySet())) {
      if (!read.contains(key)) {
        all.add(path + "." + key + ": unknown key; they are " + String.join(", ", known()));
      }
    }
    return all;
  }

  private Set<String> known() {
    return new TreeSet<>(read);
  }

  private static Boolean flag(String text) {
    return (text.equals("true") || text.equals("false")) ? Boolean.valueOf(text) : null;
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      Duration iso = Duration.parse(text);
      return iso.isNegative() ? null : iso;
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
