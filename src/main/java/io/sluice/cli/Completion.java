package io.sluice.cli;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;

/**
 * A script for the tab key, made of the tables of verbs and options. It starts no program: datasets
 * are the names of job files.
 */
final class Completion {
  /** Stands before the script: zsh understands it by bash's way of completion. */
  static final String FOR_ZSH = "autoload -U +X bashcompinit && bashcompinit\n";

  private static final String SCRIPT =
      """
      # Completion for bash, made by "sluice completion"; make it anew after an upgrade.

      _sluice_datasets() { # one a line: sources, and the names of their job files
        local jobs= folder file source name last= i
        for ((i = 1; i < COMP_CWORD; i++)); do
          if [[ ${COMP_WORDS[i]} == --jobs ]]; then
            jobs=${COMP_WORDS[i + 1]}
            if [[ $jobs == = ]]; then jobs=${COMP_WORDS[i + 2]}; fi
          elif [[ ${COMP_WORDS[i]} == --jobs=* ]]; then
            jobs=${COMP_WORDS[i]#*=}
          fi
        done
        if [[ -n $jobs ]]; then
          folder=${jobs/#\\~\\//$HOME/}
        else
          for folder in jobs "${COMP_WORDS[0]%/*}/jobs" @HOME@/jobs; do
            if [[ -d $folder ]]; then break; fi
          done
        fi
        for file in "$folder"/*/*.yaml; do
          name=${file##*/}
          name=${name%.yaml}
          source=${file%/*}
          source=${source##*/}
          if [[ $name == _* || ! -f $file ]]; then continue; fi
          if [[ $source != "$last" ]]; then printf '%s\\n' "$source"; fi
          printf '%s/%s\\n' "$source" "$name"
          last=$source
        done
      }

      _sluice() {
        local IFS=$' \\t\\n'
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
        local verb=${COMP_WORDS[1]} options= words=
        if [[ $current == = ]]; then
          current=
        elif [[ $previous == = ]]; then
          previous=${COMP_WORDS[COMP_CWORD - 2]}
        fi
        if ((COMP_CWORD == 1)); then
          COMPREPLY=($(compgen -W '@VERBS@ --help --version' -- "$current"))
          return
        fi
        case $previous in
      @VALUES@  esac
        case $verb in
      @OPTIONS@  esac
        if [[ $current == -* ]]; then words=$options; fi
        if [[ -n $words ]]; then
          COMPREPLY=($(compgen -W "$words" -- "$current"))
        else
          _sluice_files -f
        fi
      }

      _sluice_files() { # -f for files, -d for folders
        local IFS=$'\\n'
        COMPREPLY=($(compgen "$1" -- "$current"))
        compopt -o filenames 2>/dev/null || true # unknown to zsh
      }

      complete -F _sluice sluice
      """;

  private Completion() {}

  /**
   * The script for bash.
   *
   * @param home the installation, whose job files are used where there are none in the folder
   */
  static String script(Optional<Path> home) {
    StringBuilder options = new StringBuilder();
    for (Command command : Commands.ALL) {
      options.append("    " + command.word() + ")\n");
      options.append("      options='" + names(command.options().getOptions()) + "'\n");
      if (!command.words().isEmpty()) {
        options.append("      words='" + String.join(" ", command.words()) + "'\n");
      } else if (command.namesDatasets()) {
        options.append("      words=$(_sluice_datasets)\n");
        options.append("      if [[ -z $words && $current != -* ]]; then return; fi\n");
      }
      options.append("      ;;\n");
    }
    return SCRIPT
        .replace("@VERBS@", String.join(" ", Commands.words()))
        .replace("@VALUES@", values())
        .replace("@OPTIONS@", options)
        .replace("@HOME@", home.map(Path::toString).map(Style::quoted).orElse("."));
  }

  /** What stands behind options that have a value. */
  private static String values() {
    List<Option> valued =
        Commands.ALL.stream()
            .flatMap(command -> command.options().getOptions().stream())
            .filter(Option::hasArg)
            .filter(option -> !option.getArgName().startsWith("["))
            .toList();
    StringBuilder values = new StringBuilder();
    values.append(arm(valued, option -> option.getArgName().equals("FILE"), "_sluice_files -f"));
    values.append(arm(valued, option -> option.getArgName().equals("DIR"), "_sluice_files -d"));
    valued.stream()
        .map(Flags::choices)
        .filter(choices -> !choices.isEmpty())
        .distinct()
        .forEach(
            choices ->
                values.append(
                    arm(
                        valued,
                        option -> Flags.choices(option).equals(choices),
                        "COMPREPLY=($(compgen -W '"
                            + String.join(" ", choices)
                            + "' -- \"$current\"))")));
    // Behind the others, as bash takes the first that fits.
    values.append(arm(valued, option -> true, ": # nothing is known of it"));
    return values.toString();
  }

  private static String arm(List<Option> options, Predicate<Option> which, String what) {
    String names =
        options.stream()
            .filter(which)
            .map(option -> "--" + option.getLongOpt())
            .distinct()
            .collect(Collectors.joining(" | "));
    return "    " + names + ")\n      " + what + "\n      return\n      ;;\n";
  }

  private static String names(Collection<Option> options) {
    return options.stream()
        .map(option -> "--" + option.getLongOpt())
        .collect(Collectors.joining(" "));
  }
}
