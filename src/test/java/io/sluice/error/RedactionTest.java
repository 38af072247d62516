package io.sluice.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final String SECRET = "Zq7/+ \"ä\\&<x>'k%9";

  @ParameterizedTest
  @ValueSource(
      strings = {
        SECRET,
        "Zq7%2F%2B%20%22%C3%A4%5C%26%3Cx%3E%27k%259",
        "Zq7%2f%2b%20%22%c3%a4%5c%26%3cx%3e%27k%259",
        "Zq7/%2B%20%22%C3%A4%5C&%3Cx%3E'k%259",
        "Zq7/+ \\\"ä\\\\&<x>'k%9",
        "Zq7\\/+ \\\"\\u00e4\\\\&<x>'k%9",
        "Zq7/+ &quot;ä\\&amp;&lt;x&gt;&#39;k%9"
      })
  void givenSecret_whenItIsToldInAnEncoding_thenItIsHidden(String told) {
    Redaction.hide(SECRET);

    assertThat(Redaction.of("status 500: [" + told + "] again [" + told + "]"))
        .isEqualTo("status 500: [***] again [***]");
    assertThat(Redaction.of("form=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8) + "&x=1"))
        .isEqualTo("form=***&x=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "client-id", "somebody@example.com/token"})
  void givenSecret_whenItIsWithinBasicCredentials_thenAllOfThemAreHidden(String user) {
    String secret = "9f8e7d6c5b4a-mother";
    Redaction.hide(secret);
    byte[] pair = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
    String told = Base64.getEncoder().encodeToString(pair);

    assertThat(Redaction.of("echo {" + told + "}")).isEqualTo("echo {***}");
    assertThat(Redaction.of("echo {" + Base64.getUrlEncoder().encodeToString(pair) + "}"))
        .isEqualTo("echo {***}");
    assertThat(
            Redaction.of(
                "echo {"
                    + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8))
                    + "}"))
        .isEqualTo("echo {***}");
  }

  @Test
  void givenSecretWithinAnother_whenHidden_thenNothingIsLeftOfTheLonger() {
    Redaction.hide("inner-part-of-it");
    Redaction.hide("before-inner-part-of-it-behind");

    assertThat(Redaction.of("x before-inner-part-of-it-behind y inner-part-of-it"))
        .isEqualTo("x *** y ***");
  }

  @Test
  void givenShortSecret_whenHidden_thenWordsStayReadable() {
    Redaction.hide("moat");
    Redaction.hide("zq");

    assertThat(Redaction.of("moats of demoat: moat, \"moat\" and zq"))
        .isEqualTo("moats of demoat: ***, \"***\" and zq");
  }

  @Test
  void givenNothing_whenHidden_thenTextStaysAsItIs() {
    Redaction.hide("");
    Redaction.hide(" \n");

    assertThat(Redaction.of("a text: with = and ://")).isEqualTo("a text: with = and ://");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "https://ann:pw@host/p https://***@host/p",
        "http://ann:p@w#1?@proxy:8080 http://***@proxy:8080",
        "s3://KEY:geheim@bucket/x s3://***@bucket/x",
        "https://host/x?a=1&X-Amz-Signature=0af3&b=2 https://host/x?a=1&X-Amz-Signature=***&b=2",
        "https://host/x?X-Amz-Credential=AK%2F2026&X-Amz-Security-Token=Fwo%2B https://host/x?X-Amz-Credential=***&X-Amz-Security-Token=***",
        "https://host/x?client_id=ann&access_token=t https://host/x?client_id=***&access_token=***",
        "https://host/x?page=2&sig=AbC https://host/x?page=2&sig=***",
        "https://host:8080/a@b/c https://host:8080/a@b/c",
        "AKIAIOSFODNN7EXAMPLE ***"
      })
  void givenAddress_whenShown_thenWithoutWhatLetsSomebodyIn(String address, String shown) {
    assertThat(Redaction.of(address)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer abc.def",
        "authorization: Basic YTpi",
        "Authorization=[Bearer abc.def]",
        "\"Authorization\":\"Bearer abc.def\"",
        "Authorization: AWS4-HMAC-SHA256 Credential=AK/2026/x, Signature=abc.def"
      })
  void givenHeader_whenShown_thenWithoutItsValue(String header) {
    assertThat(Redaction.of(header)).contains("***").doesNotContain("abc.def", "YTpi", "AK/2026");
  }
}
