package io.sluice.run.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ExitCode;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.check.CheckReport.Remark;
import io.sluice.settings.Finding;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a job file is broken, {@code check} ends as documented and says where. */
class BrokenJobFilesTest {
  private static final Pattern BLOCK =
      Pattern.compile("```yaml\n(dataset: .*?)```", Pattern.DOTALL);
  private static final Pattern VALUE = Pattern.compile("(?m)^( *(?:- )?[\\w.]+: )([^\\n]+)$");
  private static final Pattern INNER = Pattern.compile("([{,\\[] ?(?:\\w+: )?)([^{},\\[\\]\"':]+)");
  private static final List<String> VALUES =
      List.of(
          "[a, b]",
          "[]",
          "{a: b}",
          "{}",
          "null",
          "",
          "17",
          "-1.5e300",
          "true",
          "2026-02-30",
          "\"\"",
          "' '",
          "'" + "x".repeat(30_000) + "'",
          "*a",
          "@a",
          "%a",
          "`a`",
          "\"a",
          "[a",
          "{a: b",
          "a: b: c",
          "a\tb",
          "|",
          "!!binary x",
          "\u00e9\u4e2d\ud83d\ude00");

  /** Changes of one of the many files, and of each place of one of the few. */
  private static final int SAMPLE = 40;

  @TempDir Path home;
  private final Random random = new Random(20261127);
  private int checked;

  @BeforeEach
  void writeEnvironment() throws IOException {
    Files.writeString(home.resolve("conf.yaml"), "lake: " + home.resolve("lake") + "\n");
  }

  /** The job files that are checked: by their datasets. */
  private static Map<String, String> files() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (Stream<Path> shipped = Files.walk(Path.of("jobs"))) {
      for (Path file : shipped.filter(Files::isRegularFile).sorted().toList()) {
        files.put(Path.of("jobs").relativize(file).toString(), Files.readString(file));
      }
    }
    BLOCK
        .matcher(Files.readString(Path.of("docs/job-file.md")))
        .results()
        .map((MatchResult block) -> block.group(1))
        .forEach(
            text -> {
              String dataset =
                  text.lines().findFirst().orElseThrow().substring("dataset: ".length());
              files.put("documented/" + dataset.replace('/', '_') + ".yaml", text);
            });
    return files;
  }

  @Test
  void givenEachJobFile_whenBrokenInManyWays_thenEachProblemHasFileAndLine() throws IOException {
    for (Map.Entry<String, String> file : files().entrySet()) {
      String source = file.getKey().substring(0, file.getKey().indexOf('/'));
      Path defaults = Path.of("jobs", source, "_source.yaml");
      Path target = home.resolve("jobs").resolve(file.getKey());
      Files.createDirectories(target.getParent());
      if (Files.exists(defaults)) {
        Files.copy(
            defaults,
            target.resolveSibling("_source.yaml"),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
      if (file.getKey().endsWith("_source.yaml")) {
        Files.writeString(target.resolveSibling("one.yaml"), "dataset: " + source + "/one\n");
      }
      for (byte[] broken : broken(file.getValue())) {
        Files.write(target, broken);
        check(broken);
      }
      deleteAll(home.resolve("jobs"));
    }

    assertThat(checked).isGreaterThan(2000);
  }

  private void check(byte[] content) {
    CheckReport report = null;
    try {
      report =
          new CheckVerb(
                  new Run(
                      Clock.fixed(Instant.parse("2026-11-20T00:00:00Z"), ZoneOffset.UTC),
                      Map.of(),
                      Progress.NONE),
                  new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of()))
              .check(false);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(
          "check failed for\n" + new String(content, StandardCharsets.UTF_8), e);
    }
    checked++;
    String told = report.toString();
    assertThat(report.exitCode())
        .as(told)
        .isEqualTo(report.problems().isEmpty() ? ExitCode.DONE : ExitCode.CONFIGURATION);
    Stream.concat(report.problems().stream(), report.warnings().stream())
        .map(Remark::finding)
        .forEach(finding -> assertPlaced(finding, told));
  }

  private void assertPlaced(Finding finding, String told) {
    assertThat(Path.of(finding.file())).as(told).startsWith(home).isRegularFile();
    assertThat(finding.line()).as(told).isBetween(1, 1 + lines(Path.of(finding.file())));
    assertThat(finding.message()).as(told).isNotBlank().doesNotContain("Exception", "snakeyaml");
  }

  private static int lines(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int lines = 1;
      for (byte one : bytes) {
        lines += one == '\n' ? 1 : 0;
      }
      return lines;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<byte[]> broken(String text) {
    List<byte[]> all = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    List<String> lines = List.of(text.split("\n", -1));
    for (int i = 0; i < lines.size(); i++) {
      texts.add(joined(lines, i, List.of()));
      texts.add(joined(lines, i, List.of(lines.get(i), lines.get(i))));
      texts.add(joined(lines, i, List.of("\t" + lines.get(i))));
      texts.add(joined(lines, i, List.of("   " + lines.get(i))));
      texts.add(joined(lines, i, List.of(lines.get(i).stripLeading())));
    }
    for (Pattern pattern : List.of(VALUE, INNER)) {
      Matcher value = pattern.matcher(text);
      while (value.find()) {
        for (String other : VALUES) {
          texts.add(text.substring(0, value.start(2)) + other + text.substring(value.end(2)));
        }
      }
    }
    for (int i = 0; i < SAMPLE; i++) {
      texts.add(text.substring(0, random.nextInt(text.length())));
    }
    java.util.Collections.shuffle(texts, random);
    texts.stream().limit(SAMPLE).forEach(one -> all.add(one.getBytes(StandardCharsets.UTF_8)));
    all.add(new byte[0]);
    all.add("\u0000\u0001\u0002PNG".getBytes(StandardCharsets.UTF_8));
    all.add("id,name\n1,Ada\n".getBytes(StandardCharsets.UTF_8));
    all.add(("\ufeff" + text).getBytes(StandardCharsets.UTF_8));
    all.add(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "ISO-8859-1")) {
      all.add(("# \u00e9\n" + text).getBytes(Charset.forName(charset)));
    }
    return all;
  }

  private static String joined(List<String> lines, int instead, List<String> others) {
    List<String> joined = new ArrayList<>(lines.subList(0, instead));
    joined.addAll(others);
    joined.addAll(lines.subList(instead + 1, lines.size()));
    return String.join("\n", joined);
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
