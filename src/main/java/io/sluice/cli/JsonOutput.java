package io.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.sluice.error.ExitCode;
import io.sluice.error.Redaction;
import io.sluice.run.show.ShownRows;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Results as JSON, one document in one line. The keys are part of the public interface: every key
 * is always present, with null if there is no value.
 */
final class JsonOutput implements AutoCloseable {
  private static final JsonFactory FACTORY =
      ((JsonFactoryBuilder) JsonFactory.builder())
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .characterEscapes(new UnprintableEscapes())
          .build();

  private final JsonGenerator json;

  private JsonOutput(Writer target) throws IOException {
    this.json = FACTORY.createGenerator(target);
  }

  /** Writes the keys of a value into the object that is open. */
  interface Keys<T> {
    void write(JsonOutput object, T value) throws IOException;
  }

  /** A document that has begun; {@link #close} ends it. */
  static JsonOutput begin(Writer target) throws IOException {
    JsonOutput document = new JsonOutput(target);
    document.json.writeStartObject();
    return document;
  }

  @Override
  public void close() throws IOException {
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
  }

  JsonOutput text(String key, String value) throws IOException {
    return text(key, Optional.of(value));
  }

  JsonOutput text(String key, Optional<String> value) throws IOException {
    json.writeFieldName(key);
    json.writeString(value.map(Redaction::of).orElse(null));
    return this;
  }

  JsonOutput flag(String key, boolean value) throws IOException {
    json.writeBooleanField(key, value);
    return this;
  }

  JsonOutput number(String key, long value) throws IOException {
    json.writeNumberField(key, value);
    return this;
  }

  JsonOutput number(String key, OptionalLong value) throws IOException {
    if (value.isPresent()) {
      return number(key, value.getAsLong());
    }
    json.writeNullField(key);
    return this;
  }

  JsonOutput numbers(String key, Map<String, Long> values) throws IOException {
    json.writeObjectFieldStart(key);
    for (Map.Entry<String, Long> entry : values.entrySet()) {
      number(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
    return this;
  }

  JsonOutput seconds(String key, Duration value) throws IOException {
    json.writeNumberField(key, value.toMillis() / 1000.0);
    return this;
  }

  JsonOutput seconds(String key, Optional<Duration> value) throws IOException {
    if (value.isPresent()) {
      return seconds(key, value.get());
    }
    json.writeNullField(key);
    return this;
  }

  JsonOutput texts(String key, List<String> values) throws IOException {
    json.writeArrayFieldStart(key);
    for (String value : values) {
      json.writeString(Redaction.of(value));
    }
    json.writeEndArray();
    return this;
  }

  JsonOutput texts(String key, Optional<List<String>> values) throws IOException {
    if (values.isPresent()) {
      return texts(key, values.get());
    }
    json.writeNullField(key);
    return this;
  }

  JsonOutput texts(String key, Map<String, String> values) throws IOException {
    json.writeObjectFieldStart(key);
    for (Map.Entry<String, String> entry : values.entrySet()) {
      text(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
    return this;
  }

  /** A text, a number, or a list or map of such values. */
  JsonOutput value(String key, Object value) throws IOException {
    json.writeFieldName(key);
    write(value);
    return this;
  }

  private void write(Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        value(entry.getKey().toString(), entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object item : list) {
        write(item);
      }
      json.writeEndArray();
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else {
      json.writeString(Redaction.of(value.toString()));
    }
  }

  <T> JsonOutput object(String key, Optional<T> value, Keys<T> keys) throws IOException {
    json.writeFieldName(key);
    if (value.isPresent()) {
      object(value.get(), keys);
    } else {
      json.writeNull();
    }
    return this;
  }

  <T> JsonOutput objects(String key, List<T> values, Keys<T> keys) throws IOException {
    json.writeArrayFieldStart(key);
    for (T value : values) {
      object(value, keys);
    }
    json.writeEndArray();
    return this;
  }

  private <T> void object(T value, Keys<T> keys) throws IOException {
    json.writeStartObject();
    keys.write(this, value);
    json.writeEndObject();
  }

  /** One row of a table as an object. It is data, so nothing in it is hidden. */
  static void row(Writer target, ShownRows shown, List<Optional<String>> cells) throws IOException {
    try (JsonOutput object = begin(target)) {
      for (int i = 0; i < cells.size(); i++) {
        String column = shown.columns().get(i);
        object.cell(column, cells.get(i), shown.bare().contains(column));
      }
    }
  }

  /**
   * A cell of a table. It is data, so nothing in it is hidden.
   *
   * @param bare whether its text is JSON already
   */
  JsonOutput cell(String column, Optional<String> text, boolean bare) throws IOException {
    json.writeFieldName(column);
    if (text.isPresent() && bare) {
      json.writeRawValue(UnprintableEscapes.within(text.get()));
    } else {
      json.writeString(text.orElse(null));
    }
    return this;
  }

  static void error(Writer target, String message, ExitCode exitCode) throws IOException {
    try (JsonOutput document = begin(target)) {
      document.text("error", message).number("exit_code", exitCode.code());
    }
  }
}
