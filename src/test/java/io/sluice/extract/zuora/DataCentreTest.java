package io.sluice.extract.zuora;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataCentreTest {
  private final DataCentre pacific = new DataCentre(ZoneId.of("America/Los_Angeles"));

  @ParameterizedTest
  @CsvSource({
    "rest.zuora.com,America/Los_Angeles",
    "rest.sandbox.na.zuora.com,America/Los_Angeles",
    "REST.ZUORA.COM,America/Los_Angeles",
    "rest.eu.zuora.com,Z",
    "rest.sandbox.eu.zuora.com,Z",
    "127.0.0.1,Z",
    "notzuora.com,Z"
  })
  void givenHost_whenItsZoneIsAsked_thenUnknownOnesHaveUtc(String host, String zone) {
    assertThat(DataCentre.of(host).zone()).isEqualTo(ZoneId.of(zone));
  }

  @Test
  void givenSummerAndWinter_whenWindowStarts_thenTheWallClockIsSent() {
    assertThat(pacific.windowStart(Instant.parse("2022-10-01T00:00:00Z")))
        .isEqualTo("2022-09-30 17:00:00");
    assertThat(pacific.windowStart(Instant.parse("2022-12-01T00:00:00.999Z")))
        .isEqualTo("2022-11-30 16:00:00");
    assertThat(new DataCentre(ZoneOffset.UTC).windowStart(Instant.EPOCH))
        .isEqualTo("1970-01-01 00:00:00");
  }

  @ParameterizedTest
  @CsvSource({"2022-11-06T08:30:00Z", "2022-11-06T09:30:00Z"})
  void givenHourThatComesTwice_whenWindowStarts_thenItIsLeftToItsBeginning(Instant from) {
    assertThat(pacific.windowStart(from)).isEqualTo("2022-11-06 00:59:59");
  }

  @Test
  void givenHourThatComesTwice_whenRead_thenTheInstantNearestToTheQuestionIsMeant() {
    assertThat(pacific.instant("2022-11-06 01:30:00", Instant.parse("2022-11-06T08:29:00Z")))
        .contains(Instant.parse("2022-11-06T08:30:00Z"));
    assertThat(pacific.instant("2022-11-06 01:30:00", Instant.parse("2022-11-06T09:29:00Z")))
        .contains(Instant.parse("2022-11-06T09:30:00Z"));
    assertThat(pacific.instant("soon", Instant.EPOCH)).isEmpty();
  }
}
