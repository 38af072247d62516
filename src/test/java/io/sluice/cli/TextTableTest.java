package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;
import static io.sluice.cli.TextTable.Column.right;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private final TextTable table =
      new TextTable(
          left("NAME"),
          right("READ"),
          right("BAD"),
          left("LATER").ranked(2),
          left("SOONER").ranked(1));

  @BeforeEach
  void fill() {
    table.add(List.of("shop/orders", "10", "0", "x", "y"));
    table.add(List.of("a/b", "7", "-", "x", "y"));
  }

  @Test
  void givenRoom_whenFitted_thenNothingIsLeftOut() {
    assertThat(table.fit(80)).isEmpty();
    assertThat(table.text())
        .isEqualTo(
            """
            NAME         READ  BAD  LATER  SOONER
            shop/orders    10    0  x      y
            a/b             7    -  x      y
            """);
  }

  @Test
  void givenLessRoom_whenFitted_thenTheGreatestRankGoesFirst() {
    assertThat(table.fit(30)).containsExactly("LATER");
    assertThat(table.text())
        .isEqualTo(
            """
            NAME         READ  BAD  SOONER
            shop/orders    10    0  y
            a/b             7    -  y
            """);
  }

  @Test
  void givenLittleRoom_whenFitted_thenColumnsOfZerosGoAndNoOtherNumber() {
    assertThat(table.fit(18)).containsExactly("BAD", "LATER", "SOONER");
    assertThat(table.text())
        .isEqualTo(
            """
            NAME         READ
            shop/orders    10
            a/b             7
            """);
  }

  @Test
  void givenTooLittle_whenFitted_thenLongNamesHaveALineOfTheirOwnAndStayWhole() {
    table.fit(12);

    assertThat(table.text())
        .isEqualTo(
            """
            NAME    READ
            shop/orders
                      10
            a/b        7
            """);
  }

  @Test
  void givenAWideColumn_whenFitted_thenANarrowOneBehindItStays() {
    TextTable wide = new TextTable(left("id"), left("note").ranked(1), left("ok").ranked(2));
    wide.add(List.of("1", "a long note that takes the line", "x"));

    assertThat(wide.fit(20)).containsExactly("note");
    assertThat(wide.text()).isEqualTo("id  ok\n1   x\n");
  }
}
