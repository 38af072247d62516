package io.sluice.cli;

import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.why.Explanation;
import io.sluice.run.why.KeyGiven;
import io.sluice.run.why.WhyVerb;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code why}. */
final class WhyCommand extends Command {
  static final String KEY = "key";

  WhyCommand() {
    super("why", "tells how the row of a key came to be");
  }

  @Override
  boolean startsSpark() {
    return true;
  }

  @Override
  Options options() {
    return Flags.withFiles(
        Flags.value(KEY, "A=1,B=2", "the key by the names of its columns"), Flags.utc());
  }

  @Override
  String about() {
    return """
        Usage: sluice why <dataset> <key>... [options]

        Tells how the row of a key came to be: every row of it in the order of their versions, what
        became of each and why; then what the table has. Reads only.
        """;
  }

  @Override
  String more() {
    return """

        A key is the value of each key column, in their order and as show prints them, or
        --key id=1,country=at. What begins with "-" goes behind "--".

        won          it is in the table, or is the tombstone
        superseded   beaten by a row that came later, or in the same increment
        duplicate    equal to a row of its increment
        stale        beaten by the row that was in the table when it came
        blocked      beaten by the tombstone, or older than a load that was there when it came
        removed      it was in the table, and a later load does not have it
        quarantined  it could not be used

        Increments that are pending are told of too: what would become of their rows. Increments
        whose raw files are gone or changed cannot be read; each is named.

        Examples:
          sluice why zuora/account 2c92c0f9
          sluice why shop/prices at 4711
          sluice why shop/prices --key country=at,id=4711
          sluice why shop/readings -- -1

        Exit codes: 0 done; 64 usage; 65 the key was never seen, or the table is not what the law
        says; 75 try again; 78 no such dataset or table.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    Workplace where = given.firstDataset();
    List<String> values = given.names().subList(1, given.names().size());
    Optional<String> named = given.text(KEY);
    if (named.isPresent() && !values.isEmpty()) {
      throw given.wrong("values and --key contradict each other");
    }
    if (named.isEmpty() && values.isEmpty()) {
      throw given.wrong("a key is missing, such as: sluice why " + where.names().get(0) + " 4711");
    }
    return new Asked(where, new KeyGiven(values, named), given.style());
  }

  /** What the arguments ask for. */
  record Asked(Workplace where, KeyGiven key, Style style) implements VerbInvocation<Explanation> {
    @Override
    public Explanation run(Run run) {
      return new WhyVerb(run, where).why(key);
    }

    @Override
    public int print(Explanation found, Session session) throws IOException {
      if (style.json()) {
        WhyJson.write(found, session.out());
      } else {
        session.out().text(style.view().folded(new WhyText(style.view()).of(found)));
      }
      found.problem().ifPresent(problem -> session.err().println("problem: " + problem.strip()));
      return found.exitCode().code();
    }
  }
}
