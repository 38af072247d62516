package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.Redaction;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintableStreamTest {
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final PrintStream stream =
      PrintableStream.of(new PrintStream(terminal, true, StandardCharsets.UTF_8));

  @Test
  void givenSecretInPieces_whenPrinted_thenItIsHidden() {
    Redaction.hide("printable-stream-secret");

    stream.print("Zoë: printable-");
    stream.print("stream-secret\u001b[2J");
    stream.println();

    assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("Zoë: ***\\u001b[2J\n");
  }

  @Test
  void givenNoEndOfLine_whenFlushed_thenItIsThere() {
    stream.print("a question? ");
    stream.flush();

    assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("a question? ");
  }
}
