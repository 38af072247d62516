package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Does what the pages say, in an empty folder that stands for /home/ada, and compares what is
 * printed. Times and random names may differ. With {@code -Dsluice.docs.update=true} the pages are
 * given the output that is printed.
 */
class DocumentedPagesIT {
  private static final boolean UPDATE = Boolean.getBoolean("sluice.docs.update");
  private static final Instant NOW = Instant.parse("2026-11-04T08:00:00Z");
  private static final String SHOWN_FOLDER = "/home/ada";
  private static final Pattern SAID = Pattern.compile("^(problem|warning|gap|note|plan|drift): ");

  /** Of the terminal. */
  private static final int WIDTH = 80;

  private static final Path CLONE = Path.of("").toAbsolutePath();

  @TempDir static Path temporary;
  @TempDir static Path logs;

  private static Path home;
  private static final Map<Path, LauncherProcess> LAUNCHERS = new HashMap<>();

  private Path folder;
  private int lastExitCode;
  private int commands;
  private boolean inProject = true;

  @BeforeAll
  static void find() throws IOException {
    home = Files.createDirectory(temporary.toRealPath().resolve("home"));
  }

  @AfterAll
  static void end() throws IOException {
    endLaunchers();
    LAUNCHERS.remove(home).close();
  }

  /** Those of folders that a page has made. That of the home stays: it has a Spark that is warm. */
  private static void endLaunchers() throws IOException {
    for (Path project : List.copyOf(LAUNCHERS.keySet())) {
      if (!project.equals(home)) {
        LAUNCHERS.remove(project).close();
      }
    }
  }

  @BeforeEach
  void empty() throws IOException {
    endLaunchers();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(home)) {
          Files.delete(file);
        }
      }
    }
  }

  static List<Page> pages() {
    return Page.all().stream().filter(Page::isTried).toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void givenAPage_whenItIsFollowed_thenThatIsPrinted(Page page)
      throws IOException, InterruptedException {
    folder = home;
    if (Files.readString(page.file()).contains("$ ./sluice init-project")) {
      inProject = false;
    } else {
      Files.createDirectory(folder.resolve("conf"));
      Files.writeString(folder.resolve("conf/local.yaml"), "lake: lake\n");
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(page.file()));
    int moved = 0;
    for (Page.Block block : page.blocks()) {
      Optional<String> file = block.attribute("file");
      if (file.isPresent()) {
        write(file.get(), block);
      }
      for (Page.Command command :
          block.language().equals("console") ? block.commands() : List.<Page.Command>of()) {
        List<String> printed = printed(command.text());
        if (UPDATE && !command.output().contains("...")) {
          int from = command.line() + moved;
          lines.subList(from, from + command.output().size()).clear();
          lines.addAll(from, printed);
          moved += printed.size() - command.output().size();
        } else {
          assertThat(same(command.output(), printed))
              .as(
                  "%s:%d: $ %s%nprinted:%n%s%ninstead of:%n%s",
                  page.file(),
                  command.line(),
                  command.text(),
                  String.join("\n", printed),
                  String.join("\n", command.output()))
              .isTrue();
        }
      }
    }
    if (UPDATE) {
      Files.write(page.file(), lines);
    }
  }

  private void write(String name, Page.Block block) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Charset charset =
        block.attribute("encoding").map(Charset::forName).orElse(StandardCharsets.UTF_8);
    Files.writeString(file, String.join("\n", block.content()) + "\n", charset);
  }

  private List<String> printed(String withComment) throws IOException, InterruptedException {
    String command = withComment.replaceFirst(" +# .*", "");
    if (command.startsWith("cd ")) {
      folder = folder.resolve(command.substring("cd ".length())).normalize();
      inProject = true;
      return List.of();
    }
    String text;
    if (command.equals("echo $?")) {
      text = lastExitCode + "\n";
    } else if (command.startsWith("./sluice ")) {
      text = sluice(ShellWords.of(command.substring("./sluice ".length())));
    } else {
      text = bash(command);
    }
    return unfolded(text.lines().map(String::stripTrailing).toList()).stream()
        .map(line -> line.replace(home.toString(), SHOWN_FOLDER))
        .flatMap(
            line ->
                SAID.matcher(line).find() ? Wrapped.folded(line, WIDTH).lines() : Stream.of(line))
        .toList();
  }

  /** Messages in a line each: where they break depends on the name of the folder. */
  private static List<String> unfolded(List<String> lines) {
    List<String> unfolded = new ArrayList<>();
    String before = "";
    for (String line : lines) {
      int last = unfolded.size() - 1;
      boolean fold =
          line.startsWith("  ")
              && last >= 0
              && SAID.matcher(unfolded.get(last)).find()
              && before.length() + 1 + line.strip().split(" ", 2)[0].length() > WIDTH;
      if (fold) {
        unfolded.set(last, unfolded.get(last) + " " + line.strip());
      } else {
        unfolded.add(line);
      }
      before = line;
    }
    return unfolded;
  }

  private String sluice(List<String> arguments) throws IOException {
    if (!LAUNCHERS.containsKey(folder)) {
      LAUNCHERS.put(folder, LauncherProcess.in(folder, logs.resolve("launcher.log")));
    }
    commands++;
    LauncherProcess.Answer answer =
        LAUNCHERS
            .get(folder)
            .run(arguments, inProject ? folder : CLONE, NOW.plus(Duration.ofMinutes(commands)));
    lastExitCode = answer.exitCode();
    return answer.printed();
  }

  private String bash(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("bash", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    lastExitCode = process.waitFor();
    return text;
  }

  /** Whether the lines are these; a line {@code ...} stands for any lines. */
  private static boolean same(List<String> expected, List<String> printed) {
    if (expected.isEmpty()) {
      return printed.isEmpty();
    }
    if (expected.get(0).equals("...")) {
      List<String> rest = expected.subList(1, expected.size());
      for (int from = 0; from <= printed.size(); from++) {
        if (same(rest, printed.subList(from, printed.size()))) {
          return true;
        }
      }
      return false;
    }
    return !printed.isEmpty()
        && masked(expected.get(0)).equals(masked(printed.get(0)))
        && same(expected.subList(1, expected.size()), printed.subList(1, printed.size()));
  }

  /** Without what differs from run to run. */
  private static String masked(String line) {
    return line.replaceAll("\\d+\\.\\d+s\\b", "T")
        .replaceAll("\\b\\d+m \\d\\ds\\b", "T")
        .replaceAll("\\d+ (s|min) ago", "T ago")
        .replaceAll("\\bv(\\d+)-[0-9a-f]{8}", "v$1-X")
        .replaceAll("\\bpart-[0-9a-f-]+", "part-X")
        .replaceAll("(rebuilt table|--accept|--drop) [0-9a-f]{8}\\b", "$1 X")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z", "I")
        .replaceAll("\\d+(\\.\\d+)? (B|kB)\\b", "N B")
        .replaceAll("[ -]+", " ")
        .strip();
  }
}
