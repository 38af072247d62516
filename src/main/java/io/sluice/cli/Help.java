package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;

import java.util.List;
import org.apache.commons.cli.Option;

/** What a newcomer reads: each verb with its options, their defaults, examples and exit codes. */
final class Help {
  /** Stands for what the user types to call this program. */
  private static final String PROGRAM = "sluice ";

  private Help() {}

  /** One line that names the verbs, for those who mistyped one. */
  static String known(String program) {
    List<String> verbs = Verb.words();
    return "The verbs are " + String.join(", ", verbs) + ". See: " + program + " help";
  }

  /** All verbs, what they have in common, and where to start. */
  static String text(String program) {
    TextTable verbs = new TextTable(left(""), left(""), left(""));
    for (Verb verb : Verb.values()) {
      verbs.add(List.of("", verb.word(), verb.summary()));
    }
    return called(
            program,
            """
            Sluice keeps the clean tables of a data lake in step with the systems they come from.

            Usage: sluice <verb> [dataset or source ...] [options]

            """)
        + verbs.body()
        + called(
            program,
            """

            A dataset is named like its job file, zuora/account; a source, zuora, stands for all
            its datasets; no name stands for every job file.

            """)
        + "Options that the verbs have in common (demo brings its own files, so it takes no --conf and --jobs):\n"
        + options(Verb.CHECK)
        + called(
            program,
            """
              --version    as the only argument: which Sluice this is

            Results go to standard output; logs, progress and errors to standard error.
            Files that an option does not name are looked for here, then where Sluice is installed.

            Start here:
              sluice demo                          see it work on sample data
              sluice check                         is every job file right?
              sluice extract                       export what has changed at the sources
              sluice ingest                        merge what has arrived
              sluice show zuora/account            look at a table
              sluice help ingest                   more on a verb

            Exit codes:
               0  done, or nothing to do
              64  the command line is wrong
              65  an increment was refused or is held by the guard; the others were applied
              66  a dataset is not fresh (status --fail-when-stale)
              70  a fault of this program
              73  another run holds the lease of a dataset
              75  something failed that may pass: try again
              78  a job file, an environment file or what they point at is wrong
              79  a commit whose outcome is unknown: look before anything is removed
            Of several datasets that end differently the gravest counts: 79, 70, 78, 65, 73, 75.
            """);
  }

  /** One verb. */
  static String of(Verb verb, String program) {
    return called(program, about(verb))
        + (verb == Verb.HELP ? "" : "\nOptions:\n" + options(verb))
        + called(program, more(verb));
  }

  private static String about(Verb verb) {
    return switch (verb) {
      case DEMO ->
          """
          Usage: sluice demo [--lake DIR]

          Makes a fresh lake and runs every sample dataset through all its increments, one after
          the other, then says where the tables lie. Needs no network and no configuration. A lake
          of an earlier demo is replaced.
          """;
      case CHECK ->
          """
          Usage: sluice check [dataset or source ...] [options]

          Reads the environment file and the job files and says everything that is wrong with them,
          each problem with its file and place. Runs nothing, writes nothing, needs no Spark.
          """;
      case INGEST ->
          """
          Usage: sluice ingest [dataset or source ...] [options]

          Merges what has arrived in the raw zone and is not yet in a table into the clean tables.
          Each dataset commits for itself: readers see a table as it was or as it is, never between.
          Where nothing is pending, no Spark is started. Several datasets go side by side, and one
          that fails does not stop the others. To run it again never does harm.
          """;
      case EXTRACT ->
          """
          Usage: sluice extract [dataset or source ...] [options]

          Asks the sources for what has changed and seals it as increments in the raw zone, where
          ingest takes them up. What is asked for is in the ledger before it is asked, so that a run
          that was killed is taken up where it stood by the next one. Datasets whose job files have
          no extract section are left out. Needs no Spark.
          """;
      case EXPORTS ->
          """
          Usage: sluice exports [dataset or source ...] [options]

          Prints the ledger of exports, oldest first: what was asked of the sources, from when or
          from which cursor on, and what came of it. Reads only, needs no Spark.
          """;
      case STATUS ->
          """
          Usage: sluice status [dataset or source ...] [options]

          Says for each dataset how many increments are pending and which, what is wrong with them,
          the rows and version of its table, the rows in quarantine, the newest data in it, how the
          last run ended and whether the table is fresh. Reads only, needs no Spark.
          """;
      case SHOW ->
          """
          Usage: sluice show <dataset> [options]

          Prints rows of a clean table in the order of their key.
          """;
      case HELP ->
          """
          Usage: sluice help [verb]

          Explains a verb; without one, names them all.
          """;
    };
  }

  private static String more(Verb verb) {
    return switch (verb) {
      case DEMO ->
          """

          Examples:
            sluice demo
            sluice demo --lake /tmp/lake

          Exit codes: 0 done, 64 usage, 78 the folder cannot be used.
          """;
      case CHECK ->
          """

          Then it looks at the lake, where that lies on local disks: version files, the current data
          files, and the ledger. --deep reads every byte of the current tables, of any lake.

          Examples:
            sluice check
            sluice check zuora --conf conf/production.yaml
            sluice check --deep

          Exit codes: 0 no problems (there may be warnings), 64 usage, 65 something in the lake is
          broken, 75 the lake is away, 78 problems in files, all of them listed.
          """;
      case INGEST ->
          """

          The summary has a row for each dataset that had something to do. ROWS IN are those read,
          DELETED those taken out of the table, by deletes and by full loads alike; QUARANTINED those
          that could not be used. Further counts are in the JSON.

          The guard holds back a run that would delete or shrink more than the job file allows.
          --approve alone approves whatever it holds, --approve ID,ID only those increments. What
          follows --approve and looks like a dataset or a source is taken for one, as in
          "--approve zuora/account"; for ids that look so, write --approve=ID,ID.

          --max-bytes bounds the raw files of one commit, for a first run with years to catch up on:
          where more is pending, the oldest increments are committed first, then the next ones, in
          the same run. An increment is never split. The guard judges each commit for itself.

          Examples:
            sluice ingest
            sluice ingest zuora price-migration/cohort-items
            sluice ingest zuora/account --approve
            sluice ingest zuora/account --approve 20261121T003000Z-7f3a
            sluice ingest zuora/account --max-bytes 5GB
            sluice ingest --conf conf/production.yaml --run-id nightly-7 --json

          Exit codes: 0 done, or nothing to do (--empty-exit-code N tells the latter); 64 usage;
          65 an increment was refused or is held; 70 a fault of this program; 73 another run holds
          the lease; 75 try again; 78 configuration; 79 a commit whose outcome is unknown. Several
          at once: 79, 70, 78, 65, 73, 75, in this order. Quarantined rows alone end with 0.
          """;
      case EXTRACT ->
          """

          All datasets of a Zuora session are exported by one job, as the session moves for all of
          them at once: name the source, or no name. --from DATE, --job-id and --full move nothing,
          and so go with single datasets. A full load that nobody asked for is held: ingest merges
          it once it is approved.

          The datasets of a Zendesk account go one after the other, at most ten requests a minute for
          what comes incrementally. A start that leaves out changes moves nothing: the export after
          it goes on where the one before it ended.

          Examples:
            sluice extract zuora
            sluice extract zuora/account --from 2026-11-01
            sluice extract zuora/account --job-id 2c92c0f9aaaa
            sluice extract zuora/invoice-item --full --window month
            sluice extract zuora --event event.json --json
            sluice extract zendesk --models tickets,users
            sluice extract zendesk/tickets --start-time 2026-11-01

          Exit codes: 0 done; 64 usage, or an export that would lose other datasets' changes; 65 a
          query failed, a file is not what the source counted, or an increment is held; 70 a fault
          of this program; 73 another run exports the dataset; 75 try again: what was asked for is
          taken up; 78 configuration. Several at once: 70, 78, 65, 73, 75, in this order.
          """;
      case EXPORTS ->
          """

          sealed   its increment is in the raw zone
          asked    a run has asked and not finished; the next one takes it up
          sealing  its files are there, its manifest may be
          failed   nothing came of it; the next export covers its window

          Examples:
            sluice exports zuora/account
            sluice exports --format csv > exports.csv
            sluice exports zuora --json

          Exit codes: 0 done; 64 usage; 65 a file of the ledger is broken, the others are shown; 75
          try again; 78 configuration.
          """;
      case STATUS ->
          """

          A dataset that was never loaded is not fresh; one whose job file sets no freshness is
          fresh once it was loaded.

          Examples:
            sluice status
            sluice status zuora --fail-when-stale
            sluice status zuora/account --json

          What is broken is a problem of its dataset, and says the way back: FRESHNESS is damaged
          where readers may see wrong rows, and unknown where the table cannot be read.

          Exit codes: 0 done; 64 usage; 65 files of the lake are damaged; 66 a dataset is not fresh
          (--fail-when-stale); 75 try again; 78 configuration, or a folder that cannot be read.
          """;
      case SHOW ->
          """

          table  for people: null is shown as null, line breaks as \\n, cells are cut at 60 characters
          csv    data and nothing else: a header, quoting by RFC 4180, null is an empty cell, UTF-8
          json   an object a line, each value as text, null as null; --json says the same

          Examples:
            sluice show zuora/account
            sluice show zuora/account --where "currency = 'EUR' and balance > 100" --limit 5
            sluice show zuora/account --version 11
            sluice show zuora/account --format csv --limit 0 > accounts.csv

          Exit codes: 0 done; 64 usage; 65 the table is damaged, the message says the way back; 75
          try again; 78 no such dataset, table, version or column.
          """;
      case HELP -> "";
    };
  }

  private static String options(Verb verb) {
    TextTable table = new TextTable(left(""), left(""), left(""));
    for (Option option : Flags.of(verb).getOptions()) {
      table.add(List.of("", name(option), option.getDescription()));
    }
    return table.body();
  }

  private static String name(Option option) {
    String name =
        (option.getOpt() == null ? "" : "-" + option.getOpt() + ", ") + "--" + option.getLongOpt();
    if (!option.hasArg()) {
      return name;
    }
    return option.getLongOpt().equals(Flags.APPROVE)
        ? name + " [" + option.getArgName() + "]"
        : name + " " + option.getArgName();
  }

  /** Examples as they can be typed: the name of the program at the beginning of a command. */
  private static String called(String program, String text) {
    return text.replace("Usage: " + PROGRAM, "Usage: " + program + " ")
        .replace("\n  " + PROGRAM, "\n  " + program + " ");
  }
}
