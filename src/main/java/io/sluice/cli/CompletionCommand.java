package io.sluice.cli;

import java.util.List;
import org.apache.commons.cli.Options;

/** {@code completion}. */
final class CompletionCommand extends Command {
  private static final List<String> SHELLS = List.of("bash", "zsh");

  CompletionCommand() {
    super("completion", "prints a script that completes verbs, options and datasets");
  }

  @Override
  boolean startsSpark() {
    return false;
  }

  @Override
  Options options() {
    return Flags.withoutFiles();
  }

  @Override
  String about() {
    return """
        Usage: sluice completion bash|zsh

        Prints a script for your shell. With it the tab key completes verbs, options, their values,
        and the names of datasets and sources: those of the job files in --jobs, or in jobs.
        """;
  }

  @Override
  String more() {
    return """

        bash, with the package bash-completion, for all shells from now on:
          mkdir -p ~/.local/share/bash-completion/completions
          sluice completion bash > ~/.local/share/bash-completion/completions/sluice

        zsh, which reads the file in .zshrc, behind compinit:
          sluice completion zsh > ~/.sluice-completion.zsh

        Exit codes: 0 done; 64 usage.
        """;
  }

  @Override
  List<String> words() {
    return SHELLS;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    List<String> names = given.names();
    if (names.size() != 1 || !SHELLS.contains(names.get(0))) {
      String found = names.isEmpty() ? "" : ", found \"" + String.join(" ", names) + "\"";
      throw given.wrong("the name of a shell is needed, bash or zsh" + found);
    }
    return new Invocation.Print(
        (names.get(0).equals("zsh") ? Completion.FOR_ZSH : "")
            + Completion.script(surroundings.home()));
  }
}
