package io.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which version of this program runs. */
final class ProgramVersion {
  private ProgramVersion() {}

  static String text() {
    return property("version");
  }

  /** The version of the Spark that this program is made for. */
  static String ofSpark() {
    return property("spark");
  }

  private static String property(String name) {
    Properties properties = new Properties();
    try (InputStream in = ProgramVersion.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(name);
  }
}
