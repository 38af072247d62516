package io.sluice.extract.zuora;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.settings.Finding;
import io.sluice.settings.Section;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AquaQueryTest {
  private static final Optional<YearMonth> MAY = Optional.of(YearMonth.of(2026, 5));
  private static final Optional<YearMonth> JUNE = Optional.of(YearMonth.of(2026, 6));

  @Test
  void givenQueryOverSeveralLines_whenRead_thenItsObjectNamesIt() {
    AquaQuery query = query("select Id,\n  Name\nfrom  Account");

    assertThat(query.name()).isEqualTo("Account");
    assertThat(query.query()).isEqualTo("select Id, Name from Account");
  }

  @Test
  void givenMonths_whenAskedBetweenThem_thenEachRowIsInOneOfThem() {
    AquaQuery query = query("SELECT Id FROM Account");

    assertThat(query.between(Optional.empty(), MAY))
        .isEqualTo("SELECT Id FROM Account WHERE CreatedDate < '2026-05-01T00:00:00'");
    assertThat(query.between(MAY, JUNE))
        .isEqualTo(
            "SELECT Id FROM Account WHERE CreatedDate >= '2026-05-01T00:00:00'"
                + " AND CreatedDate < '2026-06-01T00:00:00'");
  }

  @Test
  void givenQueryWithCondition_whenAskedForAMonth_thenBothHold() {
    assertThat(query("SELECT Id FROM A WHERE x = 1 or y = 2").between(JUNE, Optional.empty()))
        .isEqualTo(
            "SELECT Id FROM A WHERE (x = 1 or y = 2) AND CreatedDate >= '2026-06-01T00:00:00'");
  }

  @Test
  void givenTextThatIsNoQuery_whenRead_thenItIsAProblem() {
    Section settings = Section.of("extract", Map.of("query", "Account"), Map.of());

    AquaQuery.of(settings);

    assertThat(settings.problems().all())
        .extracting(Finding::text)
        .containsExactly("extract.query: is not of the form SELECT fields FROM object");
  }

  private static AquaQuery query(String text) {
    return AquaQuery.of(Section.of("extract", Map.of("query", text), Map.of()));
  }
}
