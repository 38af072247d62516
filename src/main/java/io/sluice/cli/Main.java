package io.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The entry point of the jar, for spark-submit and for the launcher {@code ./sluice}. */
public final class Main {
  private Main() {}

  /** Prints the version, whatever the arguments. */
  public static void main(String[] args) {
    System.out.println("sluice " + version());
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
