package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.TerminalSession.Seen;
import io.sluice.run.bundle.BundleReport;
import io.sluice.run.bundle.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageCommandTest {
  @TempDir Path folder;
  private TerminalSession terminal;

  @BeforeEach
  void open() {
    terminal = new TerminalSession(folder);
    terminal.runner.outcome =
        new BundleReport(
            Path.of("b.tar.gz"),
            20_300_000,
            2,
            List.of("manifest.json", "lib/sluice.jar"),
            List.of());
  }

  @Test
  void givenNothingElse_whenPackage_thenTheUsualPlacesAndWhatWasWritten() {
    Seen seen = terminal.type("package");

    PackageCommand.Asked asked = asked(0);
    assertThat(asked.place()).isEqualTo(folder.resolve("sluice-bundle.tar.gz"));
    assertThat(asked.standalone()).isFalse();
    assertThat(asked.project().jobs()).isEqualTo(folder.resolve("jobs"));
    assertThat(asked.project().conf()).isEqualTo(folder.resolve("conf"));
    assertThat(seen)
        .isEqualTo(
            new Seen(
                0,
                """
                Wrote b.tar.gz: 3 files, 2 datasets, 20 MB.

                Next:
                  tar xzf b.tar.gz                      makes the folder sluice
                  cd sluice && sha256sum -c SHA256SUMS  is everything whole?
                """,
                ""));
  }

  @Test
  void givenAPlace_whenPackage_thenTheFileOrAFileInTheFolder() throws IOException {
    Files.createDirectories(folder.resolve("build"));

    terminal.type("package", "--out", "build", "--standalone");
    terminal.type("package", "--out", "new/");
    terminal.type("package", "--out", "x.tar.gz", "--conf", "envs/prod.yaml");

    assertThat(asked(0).place()).isEqualTo(folder.resolve("build/sluice-standalone.tar.gz"));
    assertThat(asked(0).standalone()).isTrue();
    assertThat(asked(1).place()).isEqualTo(folder.resolve("new/sluice-bundle.tar.gz"));
    assertThat(asked(2).place()).isEqualTo(folder.resolve("x.tar.gz"));
    assertThat(asked(2).project().conf()).isEqualTo(folder.resolve("envs"));
  }

  @Test
  void givenADataset_whenPackage_thenRefused() {
    Seen seen = terminal.type("package", "shop/orders");

    assertThat(seen.exitCode()).isEqualTo(64);
    assertThat(seen.err()).contains("a bundle has all datasets, so none is named");
  }

  @Test
  void givenJson_whenPackage_thenADocument() {
    assertThat(terminal.type("package", "--json").out())
        .contains(
            "\"file\":\"b.tar.gz\",\"bytes\":20300000,\"datasets\":2,\"files\":[\"manifest.json\",")
        .endsWith("\"warnings\":[]}\n");
  }

  @Test
  void givenNoJar_whenTheProgramIsAskedFor_thenRefused() {
    Assertions.assertThatThrownBy(() -> Program.running("1", "3.5.7"))
        .hasMessageContaining("is no jar, so there is none to pack. Nothing was written.");
  }

  private PackageCommand.Asked asked(int number) {
    return terminal.runner.asked(number, PackageCommand.Asked.class);
  }
}
