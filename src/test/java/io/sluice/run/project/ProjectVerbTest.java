package io.sluice.run.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.Configuration;
import io.sluice.error.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectVerbTest {
  @TempDir Path folder;

  @Test
  void givenAFolder_whenMade_thenAProjectWhoseEnvironmentsAreRight() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    Path project = folder.resolve("My Lake");

    List<Path> written = make(project);

    assertThat(written)
        .extracting(path -> project.relativize(path).toString())
        .containsExactly(
            ".github/workflows/check.yaml",
            ".gitignore",
            "README.md",
            "conf/dev.yaml",
            "conf/local.yaml",
            "conf/prod.yaml",
            "jobs/.gitkeep",
            "sluice");
    assertThat(Configuration.environment(project.resolve("conf/prod.yaml")).raw())
        .isEqualTo("s3a://my-lake-lake-prod/raw");
    assertThat(Configuration.environment(project.resolve("conf/dev.yaml")).raw())
        .isEqualTo("s3a://my-lake-lake-dev/raw");
    assertThat(Configuration.environment(project.resolve("conf/local.yaml")).raw())
        .endsWith("lake/raw");
    assertThat(Files.readAllLines(project.resolve("README.md")))
        .hasSizeLessThanOrEqualTo(10)
        .anyMatch(line -> line.contains(".sluice-clone") && line.contains("nothing has to be put"));
    for (Path file : written) {
      assertThat(file)
          .content()
          .as("no dataset that the project lacks")
          .doesNotContain("zuora", "shop/");
    }
    assertThat(project.resolve("sluice")).isExecutable().content().contains("\"check status\"");
  }

  @Test
  void givenAProject_whenMadeAgain_thenRefusedAndNothingChanged() throws IOException {
    make(folder);
    Files.writeString(folder.resolve("README.md"), "mine");

    assertThatThrownBy(() -> make(folder))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("README.md")
        .hasMessageContaining("exist already. Nothing was written.");
    assertThat(folder.resolve("README.md")).hasContent("mine");
  }

  @Test
  void givenTheLauncher_whenSomethingIsMissing_thenItSaysWhat() throws Exception {
    make(folder);

    assertThat(run(folder.resolve("sluice"), "check"))
        .startsWith("78 sluice: ")
        .contains("/lib/sluice.jar is missing.");
  }

  @Test
  void givenAProjectOfAClone_whenItHasNoJar_thenTheCloneRunsIt() throws Exception {
    Path clone = Files.createDirectories(folder.resolve("a clone"));
    Files.writeString(clone.resolve("sluice"), "#!/bin/sh\necho \"$SLUICE_PROJECT:$*:$(pwd)\"\n");
    assertThat(clone.resolve("sluice").toFile().setExecutable(true)).isTrue();
    Path project = folder.resolve("p");
    new ProjectVerb(project, new Launcher(List.of("check"), "3.5.7")).make(Optional.of(clone));

    assertThat(run(project.resolve("sluice"), "check", "a/b"))
        .isEqualTo(
            "0 " + project.toRealPath() + ":check a/b:" + Path.of("").toAbsolutePath() + "\n");
    assertThat(Files.readAllLines(project.resolve(".gitignore"))).contains("/.sluice-clone");

    Files.delete(clone.resolve("sluice"));
    assertThat(run(project.resolve("sluice"), "check"))
        .startsWith("78 sluice: " + clone + ", the clone of Sluice that made this project,");
  }

  private static List<Path> make(Path folder) {
    return new ProjectVerb(folder, new Launcher(List.of("check", "status"), "3.5.7"))
        .make(Optional.empty());
  }

  private static String run(Path launcher, String... arguments) throws Exception {
    ProcessBuilder process = new ProcessBuilder(launcher.toString());
    process.command().addAll(List.of(arguments));
    process.environment().remove("SPARK_HOME");
    process.environment().remove("SLUICE_JAR");
    Process started = process.redirectErrorStream(true).start();
    String out = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return started.waitFor() + " " + out;
  }
}
