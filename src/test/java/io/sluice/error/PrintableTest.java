package io.sluice.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void givenWhatTerminalsObey_whenShown_thenItIsEscaped() {
    assertThat(Printable.lines("a\u001b[2Jb\u009b1mc\u202Ed\u2028e\u0000f\rg\u007fh\ufeffi"))
        .isEqualTo("a\\u001b[2Jb\\u009b1mc\\u202ed\\u2028e\\u0000f\\rg\\u007fh\\ufeffi");
    assertThat(Printable.lines("lone \ud800 half, \udb40\udc01 tag"))
        .isEqualTo("lone \\ud800 half, \\udb40\\udc01 tag");
  }

  @Test
  void givenTextOfAnyScript_whenShown_thenItStays() {
    String text = "Zoë 北京 שלום می\u200cخواهم 👩\u200d💻";

    assertThat(Printable.line(text)).isSameAs(text);
  }

  @Test
  void givenLineBreaks_whenShown_thenOnlyOursBreakLines() {
    assertThat(Printable.lines("one\ntwo")).isEqualTo("one\ntwo");
    assertThat(Printable.line("one\nproblem: two\r\n\tx"))
        .isEqualTo("one\\nproblem: two\\r\\n\\tx");
  }

  @Test
  void givenFailureWithOutsideText_whenItIsMade_thenItsMessageIsOneLine() {
    Redaction.hide("printable-test-secret");

    assertThat(new DataException("x: \"a\nproblem: b\u001b[2J\" printable-test-secret"))
        .hasMessage("x: \"a\\nproblem: b\\u001b[2J\" ***");
    assertThat(new ConfigurationException(List.of("1 problem", "  a\nb")))
        .hasMessage("1 problem\n  a\\nb");
  }

  @Test
  void givenCauses_whenTraced_thenNoMessageHasASecretOrALineOfItsOwn() {
    Redaction.hide("printable-test-secret");
    IOException cause = new IOException("cause\nat printable-test-secret");
    IllegalStateException failure = new IllegalStateException("top\u001b[2J", cause);
    failure.addSuppressed(new IOException("beside printable-test-secret"));
    cause.addSuppressed(failure);
    StringWriter trace = new StringWriter();

    Printable.trace(failure).printStackTrace(new PrintWriter(trace));

    assertThat(trace.toString())
        .startsWith(
            "java.lang.IllegalStateException: top\\u001b[2J\n\tat io.sluice.error.Printable")
        .contains("Caused by: java.io.IOException: cause\\nat ***\n")
        .contains("Suppressed: java.io.IOException: beside ***\n")
        .doesNotContain("printable-test-secret");
  }
}
