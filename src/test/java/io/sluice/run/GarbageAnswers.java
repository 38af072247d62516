package io.sluice.run;

import io.sluice.demo.Fault;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What no source should answer. */
public final class GarbageAnswers {
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "1e300",
          "-1e300",
          "1e999999999",
          "99999999999999999999999999",
          "0.5",
          "\"\"",
          "\"1e300\"",
          "\"NaN\"",
          "\"9999-99-99 99:99:99\"",
          "\"+999999999-12-31T00:00:00Z\"",
          "\"\\u0000\\u001b[2J\\nproblem: forged\\u202e\\ud800\"",
          "\"../../x?y#z\"",
          "[]",
          "{}",
          "[[{\"a\":1}]]",
          "[".repeat(2000) + "]".repeat(2000),
          "{\"a\":".repeat(100_000));

  private GarbageAnswers() {}

  /** Answers with any status, or such as the given ones with one value changed. */
  public static Arbitrary<Fault> faults(List<String> answers) {
    return Arbitraries.oneOf(bodies(answers).map(Fault.Garbage::new), statuses());
  }

  private static Arbitrary<Fault> statuses() {
    // Longer pauses than half an hour are not waited for, and no pause is none.
    Arbitrary<Map<String, String>> headers =
        Arbitraries.of(
                "0",
                "-1",
                "1e300",
                "99999999999999999999",
                "NaN",
                "Wed, 21 Oct 9999 07:28:00 GMT",
                "Thu, 01 Jan 1970 00:00:00 GMT")
            .map(text -> Map.of("Retry-After", text, "Location", "\u001b[2J"));
    return Combinators.combine(
            Arbitraries.of(
                200, 201, 203, 206, 299, 300, 302, 307, 400, 401, 403, 404, 408, 418, 422, 425, 429,
                500, 503, 599),
            headers,
            Arbitraries.strings().ofMaxLength(40))
        .as(Fault.Status::new);
  }

  private static Arbitrary<String> bodies(List<String> answers) {
    Arbitrary<String> changed =
        Combinators.combine(
                Arbitraries.of(answers),
                Arbitraries.integers().between(0, 20),
                Arbitraries.of(VALUES))
            .as(GarbageAnswers::changed);
    Arbitrary<String> cut =
        Combinators.combine(Arbitraries.of(answers), Arbitraries.integers().between(0, 200))
            .as((answer, end) -> answer.substring(0, Math.min(end, answer.length())));
    return Arbitraries.oneOf(
        changed, changed, cut, Arbitraries.of(VALUES), Arbitraries.strings().ofMaxLength(60));
  }

  /** The answer with another value behind the n-th of its colons. */
  private static String changed(String answer, int n, String value) {
    String[] parts = answer.split("(?<=\":)", -1);
    int at = 1 + n % (parts.length - 1);
    String rest = parts[at].replaceFirst("^(\"[^\"]*\"|[^,}\\]\"]+)", "");
    parts[at] = value + (rest.equals(parts[at]) ? "," + rest : rest);
    return String.join("", parts);
  }
}
