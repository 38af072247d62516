package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:30:00Z");

  private static View view(OptionalInt columns, boolean utc) {
    return new View(columns, false, utc, NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T00:29:30.9Z,29 s ago",
    "2026-11-21T00:28:00Z,2 min ago",
    "2026-11-20T22:31:00Z,119 min ago",
    "2026-11-20T21:30:00Z,3 h ago",
    "2026-11-19T00:31:00Z,47 h ago",
    "2026-11-19T00:30:00Z,2 d ago",
    "2025-11-21T00:30:00Z,365 d ago",
    "2026-11-21T03:30:00Z,in 3 h",
  })
  void givenATerminal_whenATimeIsShown_thenHowLongAgo(Instant time, String shown) {
    assertThat(view(OptionalInt.of(80), false).time(time)).isEqualTo(shown);
  }

  @Test
  void givenNoTerminalOrUtc_whenATimeIsShown_thenExactToTheSecond() {
    Instant time = Instant.parse("2026-11-20T21:30:00.123Z");

    assertThat(view(OptionalInt.empty(), false).time(time)).isEqualTo("2026-11-20T21:30:00Z");
    assertThat(view(OptionalInt.of(80), true).time(time)).isEqualTo("2026-11-20T21:30:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T21:30:00Z done,3 h ago done",
    "2026-11-20T21:30:00Z,3 h ago",
    "eyJjdXJzb3IiOjF9,eyJjdXJzb3IiOjF9",
    "2026-11-20,2026-11-20",
  })
  void givenAText_whenItsFirstWordIsATime_thenThatAloneIsRelative(String text, String shown) {
    assertThat(view(OptionalInt.of(80), false).time(text)).isEqualTo(shown);
  }

  @Test
  void givenLongLines_whenFolded_thenBrokenAtBlanksAndWordsStayWhole() {
    String text =
        """
        warning: shop/orders: a short one
        problem: jobs/shop/orders.yaml: 2 problems
          line 12: columns.amount.type: "decimals(18,2)" is not a type; did you mean it?
        problem: /a/path/that/is/longer/than/the/whole/line/and/stays/whole.csv is wrong
        """;

    assertThat(view(OptionalInt.of(44), false).folded(text))
        .isEqualTo(
            """
            warning: shop/orders: a short one
            problem: jobs/shop/orders.yaml: 2 problems
              line 12: columns.amount.type:
                "decimals(18,2)" is not a type; did you
                mean it?
            problem:
              /a/path/that/is/longer/than/the/whole/line/and/stays/whole.csv
              is wrong
            """);
    assertThat(view(OptionalInt.empty(), false).folded(text)).isEqualTo(text);
  }

  @Test
  void givenAPageOfHelp_whenItIsSetInAWidth_thenParagraphsAreJoinedAndColumnsKept() {
    String page =
        """
        Usage: sluice ingest

        Merges the pending increments of the raw zone into
        the clean tables.

        Options:
          --quiet         results only
          --max-bytes N   the most raw bytes of one commit, oldest first

        csv    a header and rows, quoted,
               in UTF-8
        json   one object a line
        """;

    assertThat(Wrapped.page(page, 40))
        .isEqualTo(
            """
            Usage: sluice ingest

            Merges the pending increments of the raw
            zone into the clean tables.

            Options:
              --quiet         results only
              --max-bytes N   the most raw bytes of
                              one commit, oldest
                              first

            csv    a header and rows, quoted, in
                   UTF-8
            json   one object a line
            """);
  }
}
