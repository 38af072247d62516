package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeParserTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "string",
        "boolean",
        "tinyint",
        "smallint",
        "int",
        "bigint",
        "float",
        "double",
        "date",
        "timestamp",
        "binary",
        "json",
        "decimal(38,0)",
        "decimal(18,18)",
        "array<string>",
        "struct<a:string,b:array<int>>",
        "array<array<decimal(4,2)>>",
        "struct<a:struct<b:decimal(4,2),c:array<json>>,D:date>"
      })
  void givenCanonicalText_whenParsed_thenSameText(String text) {
    assertThat(TypeParser.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BYTE | tinyint",
        "short | smallint",
        "integer | int",
        "long | bigint",
        "real | float",
        "decimal | decimal(10,0)",
        "Numeric( 18 , 2 ) | decimal(18,2)",
        "decimal(5) | decimal(5,0)",
        "ARRAY< Int > | array<int>",
        "struct< a : INT , Bc: Array<String> > | struct<a:int,Bc:array<string>>"
      })
  void givenOtherSpelling_whenParsed_thenCanonical(String text, String canonical) {
    assertThat(TypeParser.parse(text).text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "decimals(18,2) | \"decimals(18,2)\" is not a type; did you mean \"decimal(18,2)\"?",
        "strng | \"strng\" is not a type; did you mean \"string\"?",
        "varchar(20) | \"varchar(20)\" is not a type; did you mean \"string\"?",
        "datetime | \"datetime\" is not a type; did you mean \"timestamp\"?",
        "decimal(39,2) | decimal(39,2) is out of bounds; precision is 1 to 38, scale 0 to precision",
        "decimal(5,6) | decimal(5,6) is out of bounds; precision is 1 to 38, scale 0 to precision",
        "arry<int> | \"arry<int>\" is not a type; did you mean \"array<int>\"?",
        "array<strng> | \"strng\" is not a type; did you mean \"string\"?",
        "struct<a> | \"struct<a>\" is not a type: a struct's fields are written name:type, found \"a\"",
        "struct<a:int,A:int> | \"struct<a:int,A:int>\" has the field \"A\" twice",
        "array<int | \"array<int\" is cut off; within braces a comma ends the value, so put the type in quotes",
      })
  void givenNoType_whenParsed_thenSaysWhatWasMeant(String text, String message) {
    assertThatThrownBy(() -> TypeParser.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void givenMap_whenParsed_thenRefusedWithTheReason() {
    assertThatThrownBy(() -> TypeParser.parse("array<map<string,int>>"))
        .hasMessage(
            "\"map<string,int>\": maps have no order, so their rows cannot be compared; use a struct or json");
  }

  @Test
  void givenNonsense_whenParsed_thenListsTypes() {
    assertThatThrownBy(() -> TypeParser.parse("geography"))
        .hasMessageStartingWith("\"geography\" is not a type; known are string, boolean, tinyint,")
        .hasMessageEndingWith("decimal(p,s), array<...>, struct<...>");
  }
}
