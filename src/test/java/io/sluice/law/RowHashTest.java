package io.sluice.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowHashTest {

  @Test
  void givenNamesInAnyOrder_whenWritten_thenSortedAndNullsLeftOut() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("b", "2");
    values.put("none", null);
    values.put("a", 1);

    assertThat(RowHash.canonical(values)).isEqualTo("a=1\nb=2\n");
  }

  @Test
  void givenARow_whenHashed_thenItIsSha256InLowerCaseHex() {
    assertThat(RowHash.of(Map.of("a", "b")))
        .isEqualTo("77e7ce77c707a8147bb65a710ac1af3fca02c8dd2be36762ec9611d90fb5c041")
        .hasSize(64);
  }

  @Test
  void givenTextThatLooksLikeAnotherRow_whenHashed_thenTheHashesDiffer() {
    assertThat(RowHash.canonical(Map.of("a", "1\nb=2"))).isEqualTo("a=1\\nb\\=2\n");
    assertThat(RowHash.of(Map.of("a", "1\nb=2")))
        .isNotEqualTo(RowHash.of(Map.of("a", "1", "b", "2")));
    assertThat(RowHash.of(Map.of("a", "\\n"))).isNotEqualTo(RowHash.of(Map.of("a", "\n")));
    assertThat(RowHash.of(Map.of("a=b", "c"))).isNotEqualTo(RowHash.of(Map.of("a", "b=c")));
  }

  @Test
  void givenEmptyTextAndNull_whenHashed_thenTheHashesDiffer() {
    Map<String, Object> none = new HashMap<>();
    none.put("a", null);

    assertThat(RowHash.of(Map.of("a", ""))).isNotEqualTo(RowHash.of(none));
  }

  @Test
  void givenNumbersInSeveralForms_whenWritten_thenOneForm() {
    assertThat(text(new BigDecimal("1.50"))).isEqualTo("1.5");
    assertThat(text(new BigDecimal("100"))).isEqualTo("100");
    assertThat(text(new BigDecimal("1E+3"))).isEqualTo("1000");
    assertThat(text(new BigDecimal("0.000"))).isEqualTo("0");
    assertThat(text(-0.0)).isEqualTo(text(0.0)).isEqualTo("0x0.0p0");
    assertThat(text(Float.NaN)).isEqualTo(text(Double.NaN)).isEqualTo("NaN");
    assertThat(text(0.1)).isEqualTo("0x1.999999999999ap-4");
    assertThat(text(1.5f)).isEqualTo("0x1.8p0");
  }

  @Test
  void givenTimesOfBothLibraries_whenWritten_thenIsoInUtc() {
    Instant instant = Instant.parse("2026-11-21T00:30:00.120Z");

    assertThat(text(instant)).isEqualTo("2026-11-21T00:30:00.120Z");
    assertThat(text(Timestamp.from(instant))).isEqualTo("2026-11-21T00:30:00.120Z");
    assertThat(text(LocalDate.of(2026, 2, 3))).isEqualTo("2026-02-03");
    assertThat(text(Date.valueOf("2026-02-03"))).isEqualTo("2026-02-03");
  }

  @Test
  void givenNestedValues_whenWritten_thenJsonWithSortedFieldsAndWithoutNulls() {
    Map<String, Object> struct = new LinkedHashMap<>();
    struct.put("z", new BigDecimal("1.10"));
    struct.put("none", null);
    struct.put("a", Arrays.asList("q\"\\\t", null, true));

    assertThat(RowHash.canonical(Map.of("s", struct)))
        .isEqualTo("s={\"a\":[\"q\\\\\"\\\\\\\\\\\\u0009\",null,true],\"z\":1.1}\n");
    assertThat(RowHash.canonical(Map.of("s", List.of()))).isEqualTo("s=[]\n");
    assertThat(RowHash.canonical(Map.of("s", Map.of()))).isEqualTo("s={}\n");
  }

  @Test
  void givenValuesOfOneType_whenCompared_thenTheSameWhereTheirTextIs() {
    assertThat(RowHash.same(new BigDecimal("1.50"), new BigDecimal("1.5"))).isTrue();
    assertThat(RowHash.same(-0.0, 0.0)).isTrue();
    assertThat(RowHash.same(new byte[] {1}, new byte[] {1})).isTrue();
    assertThat(RowHash.same(null, null)).isTrue();
    assertThat(RowHash.same(null, "")).isFalse();
    assertThat(RowHash.same("a", "b")).isFalse();
  }

  private static String text(Object value) {
    String line = RowHash.canonical(Map.of("v", value));
    return line.substring(2, line.length() - 1);
  }
}
