package io.sluice.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of the documentation as its reader tries it: files to write and commands to type, each
 * with what it prints. In Markdown these are fenced blocks:
 *
 * <ul>
 *   <li>{@code ```csv file=PATH encoding=windows-1252}: a file to write
 *   <li>{@code ```console}: lines that begin with {@code $} are commands, the others their output;
 *       a line {@code ...} stands for any lines
 *   <li>{@code ```sh untested}: commands that no test can run, such as those of a cluster
 * </ul>
 */
record Page(Path file, List<Block> blocks) {

  /**
   * A fenced block.
   *
   * @param line of its first line of content, from 0
   * @param info what stands behind the fence
   */
  record Block(int line, String info, List<String> content) {
    String language() {
      return info.split(" ", 2)[0];
    }

    Optional<String> attribute(String name) {
      return Stream.of(info.split(" "))
          .filter(part -> part.startsWith(name + "="))
          .map(part -> part.substring(name.length() + 1))
          .findFirst();
    }

    List<Command> commands() {
      List<Command> commands = new ArrayList<>();
      for (int i = 0; i < content.size(); i++) {
        if (content.get(i).startsWith("$ ")) {
          int end = i + 1;
          while (end < content.size() && !content.get(end).startsWith("$ ")) {
            end++;
          }
          commands.add(
              new Command(content.get(i).substring(2), content.subList(i + 1, end), line + i + 1));
        }
      }
      return commands;
    }
  }

  /**
   * A command.
   *
   * @param line of the first line of its output
   */
  record Command(String text, List<String> output, int line) {}

  /** README and all pages below docs, but those on decisions. */
  static List<Page> all() {
    try (Stream<Path> pages = Files.walk(Path.of("docs"))) {
      return Stream.concat(Stream.of(Path.of("README.md")), pages)
          .filter(page -> page.toString().endsWith(".md"))
          .filter(page -> !page.startsWith("docs/adr"))
          .sorted()
          .map(Page::read)
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      List<Block> blocks = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).startsWith("```")) {
          int end = i + 1;
          while (!lines.get(end).startsWith("```")) {
            end++;
          }
          blocks.add(
              new Block(i + 1, lines.get(i).substring(3).strip(), lines.subList(i + 1, end)));
          i = end;
        }
      }
      return new Page(file, blocks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isTried() {
    return blocks.stream().anyMatch(block -> block.language().equals("console"));
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
