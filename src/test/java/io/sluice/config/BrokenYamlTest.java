package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people write who do not know YAML, and the line and the mend that they are told. */
class BrokenYamlTest {
  @TempDir Path root;
  private JobFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = new JobFolder(root);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a: b\\nraw:\\n\\tformat: csv\\n|line 3: broken YAML: a tab at line 3; YAML is indented by blanks alone",
        "a: b\\nc:\\td\\n  e:\\tf\\n|line 2: broken YAML: a tab at line 2; write a blank between a key and its value",
        "a: b\\nraw: {format: csv\\n|line 2: broken YAML: the { of this line is not closed before line 3",
        "a: b\\nc: {decimal: ,, type: x}\\n|line 2: broken YAML: a comma is a value in this line; write it in quotes: \",\"",
        "a: b\\nkey: [id\\n|line 2: broken YAML: the [ of this line is not closed before line 3",
        "a: b\\nc: \"d\\n|line 2: broken YAML: a quote that opens in this line is not closed",
        "a: b\\nc: @daily\\n|line 2: broken YAML: a value cannot begin with @; put the value in quotes",
        "a: b\\nc: d: e\\n|line 2: broken YAML: a second \": \" in a line, or a line that is indented deeper",
        "a: b\\nc: \"\\\\d\"\\n|line 2: broken YAML: a \\ in double quotes begins an escape",
        "a: b\\nraw\\nc: d\\n|line 2: broken YAML: this line is no key with a value",
        "a:\\n  b: c\\n d: e\\n|line 3: broken YAML: this line does not fit the indentation",
        "a: b\\nc: *.csv\\n|line 2: broken YAML: a value cannot begin with * or &; put the value in quotes",
        "dataset shop/orders\\nraw:\\n  format: csv\\n|line 1: broken YAML: a colon is missing; write dataset: shop/orders",
        "raw\\n  format: csv\\n|line 1: broken YAML: a colon is missing at the end; write raw:",
        "a: b\\nc:\\n  id string\\n\\n  # names\\n  name: string\\n|line 3: broken YAML: a colon is missing; write id: string",
        "a: b\\nmode upsert\\nc: d\\n|line 2: broken YAML: a colon is missing; write mode: upsert",
        "a: b\\nmode:upsert\\nc: d\\n|line 2: broken YAML: a blank is missing behind the colon; write mode: upsert",
        "a: one\\n  two three\\n  b: c\\n|line 3: broken YAML: a second \": \" in a line",
        "a: b\\nc: \"d\" = 'e'\\n|line 2: broken YAML: text follows a closing quote, which ends a value of YAML; put the whole value in quotes",
        "a: b\\nc: BELL\\n|line 2: broken YAML: the character U+0007 is in this line; remove it",
        "a: b\\nc: !d\\n|line 2: c: a value cannot begin with !, which is a tag of YAML; put the value in quotes",
        "a: b\\nc: !d = e\\n|line 2: c: a value cannot begin with !, which is a tag of YAML",
        "a: b\\nc: d\\na: e\\n|line 3: a: the key occurs twice, first at line 1; remove one",
      })
  void givenBrokenYaml_whenLoaded_thenTheLineAndTheMend(String content, String message) {
    folder.job(content.translateEscapes().replace("BELL", "\u0007"));

    assertThat(folder.failureWithLines()).contains("\n  " + message);
  }

  @ParameterizedTest
  @CsvSource({
    "bool,boolean",
    "int32,int",
    "int64,bigint",
    "varchar(20),string",
    "datetime,timestamp",
    "text,string",
    "number,'decimal(18,2)'",
    "'number(10,3)','decimal(10,3)'",
    "number(10),'decimal(10,0)'",
    "float64,double",
    "double precision,double",
    "int(11),int",
    "decimal(18.2),'decimal(18,2)'",
    "'decimals(18,2)','decimal(18,2)'",
    "string(20),string",
    "string[],array<string>",
    "list<int64>,array<bigint>",
    "timestamp with time zone,timestamp",
    "bytes,binary",
    "object,json",
  })
  void givenATypeOfAnotherLanguage_whenLoaded_thenOursIsOffered(String type, String meant) {
    folder.job(JobFolder.MINIMAL.replace("  status: string", "  status: '" + type + "'"));

    assertThat(folder.failureWithLines())
        .contains(
            "line 5: columns.status: \""
                + type
                + "\" is not a type; did you mean \""
                + meant
                + "\"?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "61 * * * *|: Value 61 not in range [0, 59]",
        "0 25 * * *|: Value 25 not in range [0, 23]",
        "0 30 0 * * *|: it has 6 fields; did you mean \"30 0 * * *\"?",
        "0 0 * *|: it has 4 fields",
        "daily|; did you mean \"@daily\"?",
        "0 6 * * MOON|: \"MOON\" is no day of the week; did you mean \"0 6 * * MON\"?",
        "0 6 * * 1-FRYDAY|: \"FRYDAY\" is no day of the week; they are SUN, MON, TUE, WED, THU, FRI, SAT",
        "0 6 1 june *|: \"june\" is no month; did you mean \"0 6 1 JUN *\"?",
        "0 six * * *|: \"six\" is no hour, which is a number",
        "every day at noon x|: \"every\" is no minute, which is a number",
        "0 0 31-1 * *|: ",
      })
  void givenNoCron_whenLoaded_thenTheFieldIsNamed(String cron, String why) {
    folder.job(JobFolder.MINIMAL + "schedule: \"" + cron + "\"\n");

    assertThat(folder.failureWithLines())
        .contains(
            "line 8: schedule: \""
                + cron
                + "\" is not a cron expression of five fields, such as 30 0 * * *"
                + why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 0 * * *",
        "*/15 8-18 * * 1-5",
        "0 6 1,15 * *",
        "0 0 * * SUN",
        "@daily",
        "0 0 1 JAN *"
      })
  void givenCron_whenLoaded_thenTaken(String cron) {
    folder.job(JobFolder.MINIMAL + "schedule: \"" + cron + "\"\n");

    assertThat(folder.only().schedule()).contains(cron);
  }
}
