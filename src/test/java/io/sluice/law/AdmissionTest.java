package io.sluice.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases 4, 5 and 6; max_skew is two days. */
class AdmissionTest {
  private static final Instant PROCESSED = Instant.parse("2026-11-20T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "1,    2026-11-19T00:00:00Z, false, ''",
        "null, 2026-11-19T00:00:00Z, false, null-key id",
        "'',   2026-11-19T00:00:00Z, false, null-key id",
        "' ',  2026-11-19T00:00:00Z, false, ''",
        "1,    null,                 false, null-order at",
        "1,    null,                 true,  ''",
        "null, null,                 false, null-key id",
        "1,    2026-11-22T00:00:00Z, false, ''",
        "1,    2026-11-22T00:00:00.000001Z, false, future-order at 2026-11-22T00:00:00.000001Z",
        "1,    2026-11-22T00:00:01Z, true,  future-order at 2026-11-22T00:00:01Z",
      })
  void givenKeyAndInstant_whenJudged_thenRefusedByItsCase(
      String id, Instant at, boolean elseProcessedDate, String refusal) {
    JobSpec job =
        Jobs.of(Jobs.text("other"), Jobs.column("at", Simple.TIMESTAMP), Jobs.text("id"))
            .orderBy("at", elseProcessedDate)
            .job();
    Admission admission = new Admission(job.merge(), List.of("other", "at", "id"));

    assertThat(told(admission, new Object[] {null, at, id, "more"})).isEqualTo(refusal);
  }

  @ParameterizedTest
  @CsvSource({"2026-11-22, ''", "2026-11-23, future-order day 2026-11-23"})
  void givenADay_whenJudged_thenItsMidnightInUtcCounts(LocalDate day, String refusal) {
    JobSpec job =
        Jobs.of(Jobs.text("id"), Jobs.column("day", Simple.DATE)).orderBy("day", false).job();
    Admission admission = new Admission(job.merge(), List.of("id", "day"));

    assertThat(told(admission, new Object[] {"1", day})).isEqualTo(refusal);
  }

  private static String told(Admission admission, Object[] cells) {
    return admission
        .refusal(cells, PROCESSED)
        .map(r -> r.reason() + " " + r.column() + (r.value() == null ? "" : " " + r.value()))
        .orElse("");
  }
}
