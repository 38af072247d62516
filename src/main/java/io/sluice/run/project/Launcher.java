package io.sluice.run.project;

import io.sluice.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The script that runs Sluice on a project, from Sluice's jar and a Spark that it may fetch.
 *
 * @param verbsWithoutSpark those that it starts without Spark
 * @param sparkVersion of the Spark that it fetches
 */
public record Launcher(List<String> verbsWithoutSpark, String sparkVersion) {
  /** Its file in the folder of the project. */
  public static final String NAME = "sluice";

  /** Copies the list. */
  public Launcher {
    verbsWithoutSpark = List.copyOf(verbsWithoutSpark);
  }

  /** The script. */
  public String text() {
    return filled("launcher.sh");
  }

  /** A template of a project, with what the launcher knows filled in. */
  String filled(String resource) {
    try (InputStream in = Launcher.class.getResourceAsStream("/project/" + resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@VERBS_WITHOUT_SPARK@", String.join(" ", verbsWithoutSpark))
          .replace("@SPARK_VERSION@", sparkVersion);
    } catch (IOException e) {
      throw new ConfigurationException(
          "Sluice's jar cannot be read, " + e.getMessage() + ". Nothing was written.", e);
    }
  }
}
