package io.sluice.run.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.Configuration;
import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.UsageException;
import io.sluice.read.ColumnText;
import io.sluice.settings.Yaml;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.DatasetName;
import io.sluice.spec.JobSpec;
import io.sluice.spec.TextForm.NumberSigns;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitVerbTest {
  @TempDir Path folder;

  @Test
  void givenACsvFile_whenInit_thenAJobFileWithAReasonForEachGuess() {
    write(
        "orders-2026-11-20.csv",
        """
        Order No.,Customer ID,orderedOn,Total,zip,Paid,updated_at,is_deleted,note
        7,000123,20/11/2026,1.5,01234,yes,2026-11-20T10:00:00Z,false,
        8,000123,01/12/2026,12.25,99999,no,2026-11-20 11:00:00,true,
        """);

    InitReport report = init("orders-2026-11-20.csv");

    assertThat(text())
        .isEqualTo(
            """
            # Made by "sluice init" from orders-2026-11-20.csv, 2 rows.
            # Each guess has its reason behind it or above it. Read them, and correct what is wrong.
            dataset: shop/orders
            # description: what a row is

            raw:           # files of this form are increments
              format: csv  # by the content of the samples
              zone: UTC    # of times that are written without a zone; name theirs
              processed_date: {from: name, pattern: "'orders-'yyyy-MM-dd"}  # the names of the samples are dates

            columns:
              order_no: {from: "Order No.", type: bigint}  # whole numbers of up to 1 digit
              customer_id: {from: "Customer ID", type: string}  # text
              # all values are written dd/MM/yyyy:
              ordered_on: {from: "orderedOn", type: date, formats: ["dd/MM/yyyy"]}
              total: "decimal(18,2)"  # numbers of up to 2 digits before the point and 2 digits behind it
              zip: string             # text
              paid: boolean           # all values are no or yes
              updated_at: timestamp   # timestamps
              is_deleted: boolean     # all values are false or true
              note: string            # empty in all rows

            key: [order_no]          # by its name; unique and never empty in 2 rows
            order_by: [updated_at]   # by its name, when the row changed
            delete_when: is_deleted  # a flag by its name: rows that have it are deleted

            clean:
              format: parquet  # or orc, avro
            """);
    assertThat(report.notes())
        .containsExactly(
            "9 columns, from 2 rows in 1 file",
            "Times of updated_at have no zone, and UTC is assumed: name theirs in raw.zone of the job file");
    assertThat(report.rawFolder()).contains("file:/lake/raw/shop/orders");
    JobSpec job = job();
    assertThat(job.merge().deleteFlag()).contains("is_deleted");
    assertThat(job.raw().namePattern()).contains("'orders-'yyyy-MM-dd");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x|7 -12 0|bigint",
        "x|007 8|string",
        "x|+7 8|string",
        "x|1234567890123456789 1|decimal(38,0)",
        "x|123456789012345678901234567890123456789|string",
        "x|1.5 2|decimal(18,2)",
        "x|.5 2.123|decimal(18,4)",
        "x|12345678901234567890.1234|decimal(28,4)",
        "x|1e5 2|double",
        "x|1.2345678901234567e5|string",
        "x|59.699999999999996 1|double",
        "x|0.30000000000000004 5e3|double",
        "x|-29,849999999999998 1,5|double ,",
        "x|1234567890123.45|decimal(19,2)",
        "x|12345678.1234567|decimal(20,8)",
        "x|48.20817439999999|decimal(20,14)",
        "x|1.000000000000000001|decimal(23,18)",
        "x|0.30000000000000004 12345678901234567890.12|decimal(38,18)",
        "x|true FALSE|boolean",
        "x|ja Nein|boolean",
        "x|nein nein|string",
        "storniert|nein nein|boolean",
        "geloescht|nein nein|boolean",
        "x|Y n|boolean",
        "x|n n|string",
        "has_lines|n n|boolean",
        "x|1 0|bigint",
        "is_paid|1 0|boolean",
        "x|true maybe|string",
        "x|2026-11-20 2024-02-29|date",
        "x|2026-02-30|string",
        "x|2026-11-20 2026-11-20T10:00:00.123+01:00|timestamp",
        "x|20.11.2026 01.12.2026|date [dd.MM.yyyy]",
        "x|1.2.2026 20.11.2026|date [d.M.yyyy]",
        "x|11/20/2026 12/01/2026|date [MM/dd/yyyy]",
        "x|01/02/2026 03/04/2026|string",
        "x|20/11/2026_10:30 01/12/2026_23:59|timestamp [dd/MM/yyyy HH:mm]",
        "created_at|1764000000 1764000001|timestamp s",
        "created|1764000000000|timestamp ms",
        "amount|1764000000|bigint",
        "order_date|20261120 20261201|date [yyyyMMdd]",
        "x|1.200,50 -7|decimal(18,2) , .",
        "x|1200,5 7|decimal(18,2) ,",
        "x|1,200.50 7|decimal(18,2) . ,",
        "x|1_200,50 7|decimal(18,2) , _",
        "x|1'200.50 7|decimal(18,2) . '",
        "x|1,200,300 7|bigint . ,",
        "x|1.200.300 7|bigint . .",
        "x|1,200 3,400|string",
        "x|0,200 3,400|decimal(18,4) ,",
        "x|1.200 3.400|decimal(18,4)",
        "x|123_456_789 987_654_321|string",
        "x|1.5 NULL|decimal(18,2) nulls [, NULL]",
        "x|\\N 2026-11-20 n/a|date nulls [, \\N, n/a]",
        "x|01.11.2026 -|date [dd.MM.yyyy] nulls [, -]",
        "x|- NULL|string",
        "x|a NULL|string",
        "x|_7 8|bigint trim",
        "x|20261120|bigint",
        "x|_|string",
      })
  void givenValues_whenInit_thenTheNarrowestTypeThatLosesNothing(
      String column, String values, String type) {
    String cells =
        Stream.of(values.split(" "))
            .map(value -> '"' + value.replace('_', ' ') + '"')
            .collect(Collectors.joining("\n"));
    write("a.csv", column + "\n" + cells + "\n");

    init("a.csv");

    assertThat(described(withKey().column(column))).isEqualTo(type);
  }

  @Test
  void givenAnyCells_whenInit_thenARunTakesEachOfThem() {
    Random random = new Random(7);
    List<String> pool =
        List.of(
            "1",
            "0",
            "-5",
            "007",
            "1.50",
            "1e3",
            ".5",
            "",
            "true",
            "no",
            "Y",
            "2026-11-20",
            "20.11.2026",
            "2026-11-20 10:00",
            "11/20/2026 1:05 PM",
            "1764000000",
            "a,b",
            "x\ny",
            "20261120",
            " 7",
            "12345678901234567890",
            "NaN",
            "1,5",
            "1,200",
            "1.200,50",
            "\\N",
            "-",
            "äöü");
    for (int round = 0; round < 60; round++) {
      List<String> few =
          IntStream.range(0, 1 + random.nextInt(3))
              .mapToObj(i -> pool.get(random.nextInt(pool.size())))
              .toList();
      List<String> names = List.of("id", "created_at", "is_new", "Grösse (cm)", "value");
      List<List<String>> rows = new ArrayList<>();
      for (int row = 0; row < 5; row++) {
        rows.add(names.stream().map(name -> few.get(random.nextInt(few.size()))).toList());
      }
      String name = "r" + round + ".csv";
      write(name, csv(names) + rows.stream().map(InitVerbTest::csv).collect(Collectors.joining()));
      delete("jobs/shop/orders.yaml");

      init(name);

      JobSpec job = withKey();
      for (List<String> row : rows) {
        for (int i = 0; i < row.size(); i++) {
          ColumnSpec column = job.columns().get(i);
          String cell = row.get(i);
          String bare = column.normalise().isEmpty() ? cell : cell.strip();
          boolean isNull = bare.isEmpty() || column.form().nullValues().contains(bare);
          assertThat(isNull || ColumnText.isValue(column, bare)).as(column + ": " + cell).isTrue();
        }
      }
    }
  }

  private static String csv(List<String> cells) {
    return cells.stream().map(cell -> '"' + cell + '"').collect(Collectors.joining(",")) + "\n";
  }

  @Test
  void givenJsonLines_whenInit_thenStructsArraysAndWhatHasNoTypeIsJson() {
    write(
        "a.json",
        """
        {"id":"a1","lines":[{"sku":"x","price":1.5,"n":1}],"ship":{"city":"Wien","geo":{"lat":48.2}},"mixed":1,"tags":[],"modified":null}
        {"id":"a2","lines":[{"sku":"y","price":2,"n":12345678901234567890,"on":"2026-11-20"}],"mixed":{"a":1},"price":"1.50","odd":{"a b":1},"modified":"2026-11-20T10:00:00Z","big":1e400}
        """);

    init("a.json");

    JobSpec job = job();
    assertThat(job.raw().format().name()).isEqualTo("JSON");
    assertThat(job.columns().stream().map(column -> column.name() + " " + column.type().text()))
        .containsExactly(
            "id string",
            "lines array<struct<sku:string,price:decimal(18,2),n:decimal(38,0),on:date>>",
            "ship struct<city:string,geo:struct<lat:decimal(18,2)>>",
            "mixed json",
            "tags json",
            "modified timestamp",
            "price decimal(18,2)",
            "odd json",
            "big string");
    assertThat(job.merge().key()).containsExactly("id");
    assertThat(job.merge().orderBy().get(0).elseProcessedDate()).isTrue();
  }

  @Test
  void givenBinaryFractionsInJson_whenInit_thenDoubleWithTheReasonAndWhatElseToDo() {
    write(
        "a.json",
        """
        {"id":1,"total":59.699999999999996,"price":1.25,"lines":[{"price":29.849999999999998}],"rates":[0.1,0.30000000000000004]}
        """);

    init("a.json");

    assertThat(job().columns().stream().map(column -> column.name() + " " + column.type().text()))
        .containsExactly(
            "id bigint",
            "total double",
            "price decimal(18,2)",
            "lines array<struct<price:double>>",
            "rates array<double>");
    String advice = Pattern.quote("if it is money, ask the source for texts or fewer digits");
    assertThat(unwrapped(text()))
        .containsPattern("numbers, and some look like binary fractions.*" + advice + ".*\n  total")
        .containsPattern("arrays; of the numbers in it, some look.*" + advice + ".*\n  lines")
        .containsPattern(advice + ".*\n  rates");
  }

  @Test
  void givenADocument_whenInit_thenJsonDocument() {
    write("a.json", "[\n {\"id\": 1},\n {\"id\": 2}\n]\n");

    init("a.json");

    assertThat(job().raw().format().name()).isEqualTo("JSON_DOCUMENT");
    delete("jobs/shop/orders.yaml");
    write("b.json", "{\n \"id\": 1\n}\n");

    init("b.json");

    assertThat(job().raw().format().name()).isEqualTo("JSON_DOCUMENT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "{\"data\":{\"items\":[{\"id\":1}]},\"next\":null}!data.items",
        "{~\"orders\":[{\"id\":1}],\"tags\":[{\"t\":1}]}!orders",
        "{~\"a\":[{\"id\":1},{\"id\":2}],\"b\":[1]}!a",
        "{~\"a\":[{\"id\":1}]}!",
        "{~\"id\":7,\"items\":[{\"n\":1},{\"n\":2}]}!",
        "{~\"a\":[{\"id\":1},2]}!",
        "[{\"id\":7,\"data\":[{\"n\":1}]}]!",
        "{~\"code\":200,\"request_id\":\"x\",\"data\":[{\"id\":1}]}!data",
        "{~\"number\":0,\"content\":[{\"id\":1}]}!content",
        "{~\"order_no\":7,\"items\":[{\"n\":1},{\"n\":2}]}!"
      })
  void givenADocument_whenInit_thenTheRecordsOfItsEnvelope(String document, String path) {
    write("a.json", document.replace("~", "\n"));

    init("a.json");

    assertThat(withKey().raw().format().name()).isEqualTo("JSON_DOCUMENT");
    assertThat(String.join(".", job().raw().records())).isEqualTo(path == null ? "" : path);
    assertThat(path == null || job().columns().get(0).name().equals("id")).isTrue();
  }

  @Test
  void givenNoHeader_whenInit_thenNamesAreMadeUpAndTheFirstLineIsARow() {
    write("a.csv", "7,Ada,2026-11-20\n8,Ben,\n");
    write("b.csv", "9,Cem,2026-11-21\n");

    init("a.csv", "b.csv");

    assertThat(withKey().raw().csv().names()).containsExactly("column_1", "column_2", "column_3");
    assertThat(job().columns().stream().map(column -> column.name() + " " + described(column)))
        .containsExactly("column_1 bigint", "column_2 string", "column_3 date");
    assertThat(text()).contains("from a.csv, b.csv, 3 rows");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {"id,name/Ada,Ben", "2025,2026/7,8", "id/7", "id,2026/Ada,7", "a,b/1,2"})
  void givenNames_whenInit_thenTheyAreTheHeader(String lines) {
    write("a.csv", lines.replace("/", "\n") + "\n");

    init("a.csv");

    assertThat(withKey().raw().csv().hasHeader()).isTrue();
  }

  @Test
  void givenFilesOfAsciiAndOfLatin1_whenInit_thenOneEncodingForBoth() throws IOException {
    write("a.csv", "id,name\n1,a\n");
    Files.write(folder.resolve("b.csv"), "id,name\n2,Käse\n".getBytes(StandardCharsets.ISO_8859_1));

    init("a.csv", "b.csv");

    assertThat(job().raw().csv().encoding().name()).isEqualTo("LATIN_1");
  }

  @Test
  void givenNumbersThatMayMeanTwo_whenInit_thenOtherColumnsTell() {
    write("a.csv", "id;count;total\n1;1.200;1,50\n2;3.400;2,50\n");
    write("b.csv", "id,count,total\n1,\"1,200\",1.50\n2,\"3,400\",2.50\n");
    write("c.csv", "id;count\n1;1.200\n2;3.400\n");

    init("a.csv");

    assertThat(described(job().column("count"))).isEqualTo("bigint . .");
    delete("jobs/shop/orders.yaml");
    init("b.csv");
    assertThat(described(job().column("count"))).isEqualTo("bigint . ,");
    delete("jobs/shop/orders.yaml");
    init("c.csv");
    assertThat(described(job().column("count"))).isEqualTo("string");
    assertThat(text()).contains("may stand before fractions or between thousands");
  }

  @ParameterizedTest
  @CsvSource({
    "shop/products, SKU",
    "shop/products, product_sku",
    "shop/countries, code",
    "shop/countries, Country Code",
    "shop/addresses, addressNo",
    "shop/addresses, addressid",
    "shop/contacts, contactno",
    "shop/contacts, No.",
    "shop/contacts, Nr",
    "shop/contacts, NUMBER",
    "shop/contacts, UUID",
    "shop/contacts, reference",
    "shop/books, isbn",
  })
  void givenTheNameOfAKeyAndDistinctValues_whenInit_thenItIsTheKeyAndTheReasonCountsRows(
      String dataset, String name) {
    write("a.csv", "title," + name + "\nx,A1\ny,A2\nz,A3\n");
    write("b.csv", "title," + name + "\nx,A1\ny,A2\n");

    InitReport report = init(DatasetName.of(dataset), "a.csv", "b.csv");

    assertThat(report.needsKey()).isFalse();
    assertThat(job().merge().key()).containsExactly(Names.words(name));
    assertThat(text(dataset))
        .containsPattern("key: .*# by its name; unique in each sample and never empty, in 5 rows");
  }

  @ParameterizedTest
  @CsvSource({"Kundennr", "Kundennummer", "customerno", "depotid", "pricecode", "sortkey"})
  void givenAFirstColumnThatEndsLikeAKey_whenInit_thenItIsTheKeyOfAnyTable(String name) {
    write("a.csv", name + ",title\n7,x\n8,y\n");

    InitReport report = init(DatasetName.of("shop/things"), "a.csv");

    assertThat(report.needsKey()).isFalse();
    assertThat(job().merge().key()).containsExactly(Names.words(name));
    assertThat(unwrapped(text("shop/things")))
        .contains(
            "by the end of its name, and as it is the first; unique and never empty in 2 rows");
  }

  @ParameterizedTest
  @CsvSource({
    "'Kundennr,shop_id,x', kundennr, shop_id", // the first one of names that fit any table
    "'shop_id,Kundennr,x', shop_id, kundennr",
    "'Kundennr,customer_id,x', customer_id, kundennr", // a name that says what it identifies
    "'invoice_id,x,account_no', invoice_id, account_no",
  })
  void givenSeveralUniqueColumns_whenInit_thenTheOthersAreNamed(
      String header, String key, String other) {
    write("a.csv", header + "\n1,4,7\n2,5,8\n");

    init(DatasetName.of("shop/customers"), "a.csv");

    assertThat(job().merge().key()).containsExactly(key);
    assertThat(unwrapped(text("shop/customers"))).contains("; others that are so: " + other);
  }

  @ParameterizedTest
  @CsvSource({"'x,Kundennr\\na,1\\nb,2', true", "'Kundennr,x\\n1,a\\n1,b', false"})
  void givenAnEndOfAKeyThatIsNotSure_whenInit_thenItIsNoKeyAndNamedIfItIsUnique(
      String rows, boolean named) {
    write("a.csv", rows.replace("\\n", "\n") + "\n");

    assertThat(init("a.csv").needsKey()).isTrue();
    assertThat(unwrapped(text()).contains("Unique and never empty: kundennr.")).isEqualTo(named);
  }

  @Test
  void givenAFlagThatEndsLikeAKey_whenInit_thenItIsNoKey() {
    write("a.csv", "paid,x\ntrue,a\nfalse,b\n");

    assertThat(init("a.csv").needsKey()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "updated_at",
        "modified",
        "Changed",
        "lastChanged",
        "Geändert am",
        "geaendert_am",
        "Letzte Änderung",
        "Änderungsdatum",
        "zuletzt aktualisiert",
        "Modifié",
        "modifié le",
        "mis à jour",
        "date de modification",
      })
  void givenATimeOfChange_whenInit_thenTheOrder(String name) {
    write("a.csv", "id," + name + "\n1,2026-11-20T10:00:00Z\n");
    write("b.csv", "id," + name + "\n1,2026-11-20\n");

    init("a.csv");

    String column = Names.words(name);
    assertThat(job().merge().orderBy().get(0).column()).isEqualTo(column);
    delete("jobs/shop/orders.yaml");
    init("b.csv");
    assertThat(job().merge().orderBy()).isEmpty();
    write("jobs/shop/orders.yaml", text().replace("\n# order_by:", "\norder_by:"));
    assertThat(job().merge().orderBy().get(0).column()).isEqualTo(column);
  }

  @ParameterizedTest
  @ValueSource(strings = {"created_at", "angelegt am", "exchange", "Verändertes"})
  void givenAnotherTime_whenInit_thenNoOrder(String name) {
    write("a.csv", "id," + name + "\n1,2026-11-20\n");

    init("a.csv");

    assertThat(text()).doesNotContain("order_by");
  }

  @ParameterizedTest
  @CsvSource({
    "zip code",
    "currency_code",
    "status",
    "notes",
    "amount",
    "country",
  })
  void givenAnotherName_whenInit_thenDistinctValuesMakeNoKey(String name) {
    write("a.csv", "title," + name + "\nx,A1\nx,A2\n");

    assertThat(init("a.csv").needsKey()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "E-mail, Email, email",
    "Customer Name, customerName, customer_name",
    "Adress, Address, address",
    "OrderNo., Order No, order_no",
  })
  void givenANameThatWasRespelt_whenInit_thenOneColumnOfBothNames(
      String older, String newer, String name) {
    write("a.csv", "id,x," + older + "\n1,a,\n2,b,u@x.com\n");
    write("b.csv", "id,x," + older + "\n3,a,v@x.com\n");
    write("c.csv", "id,x," + newer + "\n4,a,w@x.com\n");

    InitReport report = init("a.csv", "b.csv", "c.csv");

    assertThat(job().columns().stream().map(ColumnSpec::name)).containsExactly("id", "x", name);
    assertThat(job().column(name).from()).containsExactly(newer, older);
    assertThat(job().column(name).optional()).isFalse();
    assertThat(text()).contains("no sample has both names");
    assertThat(report.notes())
        .contains(
            "\"%s\" and \"%s\" are taken for one column, %s, as no sample has both"
                .formatted(newer, older, name));
  }

  @Test
  void givenAKeyThatWasRespelt_whenInit_thenItIsTheKeyAllTheSame() {
    write("a.csv", "OrderNo,x\n1,a\n2,b\n");
    write("b.csv", "Order No.,x\n3,a\n");

    init("a.csv", "b.csv");

    assertThat(job().merge().key()).containsExactly("order_no");
  }

  @Test
  void givenARespeltNameWithoutValues_whenInit_thenTheTypeIsThatOfTheOther() {
    write("a.csv", "id,Balance due\n1,1.50\n");
    write("b.csv", "id,balance-due\n2,\n");

    init("a.csv", "b.csv");

    assertThat(described(job().column("balance_due"))).isEqualTo("decimal(18,2)");
  }

  @ParameterizedTest
  @CsvSource({
    "customer, client, ann, ben", // nothing but that one is gone and one is there
    "E-mail, Email, 7, x@x.com", // of different types
    "first_name, last_name, ann, berg", // near, and yet another thing
    "tax_1, tax_2, 1.5, 2.5",
  })
  void givenWhatMayBeARename_whenInit_thenTwoColumnsAndHowToJoinThem(
      String older, String newer, String value, String newValue) {
    write("a.csv", "id," + older + "\n1," + value + "\n");
    write("b.csv", "id," + newer + "\n2," + newValue + "\n");

    InitReport report = init("a.csv", "b.csv");

    assertThat(job().columns()).hasSize(3);
    String list = Yaml.texts(List.of(newer, older));
    assertThat(unwrapped(text()))
        .contains(
            "if it is the new name of \""
                + older
                + "\", take that line out and write from: "
                + list
                + " here");
    assertThat(report.notes())
        .contains(
            "\"%s\" and \"%s\" may be one column that was renamed; the job file says how to write it"
                .formatted(older, newer));
  }

  @ParameterizedTest
  @CsvSource({
    "'id,E-mail,Email\\n1,a,b\\n', 'id,E-mail\\n2,c\\n'", // one sample has both
    "'id,town,hue\\n1,x,y\\n', 'id,street,shade\\n2,x,y\\n'", // nobody can tell which is which
    "'id,price\\n1,x\\n', 'id,price,email\\n2,x,y\\n'", // a new column
  })
  void givenColumnsThatWereNotRenamed_whenInit_thenNoWordOfIt(String one, String other) {
    write("a.csv", one.replace("\\n", "\n"));
    write("b.csv", other.replace("\\n", "\n"));

    InitReport report = init("a.csv", "b.csv");

    assertThat(unwrapped(text())).doesNotContain("new name", "both names");
    assertThat(report.notes()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "sales-2026-10.csv, sales-2026-11.csv, month, 2026-11",
    "2026_10 (all).csv, 2026_11 (all).csv, month, 2026_11",
    "s.20261001.csv, s.20261002.csv, day, 20261002",
    "2026-10/sales.csv, 2026-11/sales.csv, month, 2026-11",
    "cohort_name=a/items.csv, cohort_name=b c/items.csv, cohort_name, b c",
    "a/items.csv, b/items.csv, folder, b",
  })
  void givenSamplesThatMayBeWhole_whenInit_thenTheLinesThatMakeThemPartitions(
      String one, String other, String column, String value) {
    write(one, "id,amount\n1,1.5\n2,2\n");
    write(other, "id,amount\n3,1.5\n4,2\n");

    InitReport report = init(one, other);

    assertThat(job().merge().mode().name()).isEqualTo("UPSERT");
    assertThat(report.notes())
        .contains(
            "Each sample may have all rows of a " + column + "; the job file says how to write it");
    write("jobs/shop/orders.yaml", asAdvised(text()));
    JobSpec job = job();
    assertThat(job.merge().mode().name()).isEqualTo("PARTITION");
    assertThat(job.merge().key()).containsExactly(column, "id");
    assertThat(job.merge().partitionBy()).containsExactly(column);
    assertThat(job.raw().pathPattern().orElseThrow().match(other).orElseThrow())
        .containsEntry(column, value);
  }

  /** With the lines that the comment offers, and without those that it says to remove. */
  private static String asAdvised(String text) {
    String begin = "before each of these lines away:\n";
    int from = unwrappedEnd(text, begin);
    int to = text.indexOf("\n\n", from);
    String removed = "(?m)^(raw|key|clean):.*\n(  .*\n)*";
    return text.substring(0, from).replaceAll(removed, "")
        + text.substring(from, to).replaceAll("(?m)^# ", "")
        + "\n"
        + text.substring(to).replaceAll(removed, "");
  }

  /** Behind words of a comment, which may go over lines. */
  private static int unwrappedEnd(String text, String words) {
    Matcher found = Pattern.compile(words.replace(" ", "(?: |\n# )")).matcher(text);
    assertThat(found.find()).isTrue();
    return found.end();
  }

  @ParameterizedTest
  @CsvSource({
    "s-2026-10.csv, s-2026-11.csv, 'id,x\\n1,a\\n', 'id,x\\n1,a\\n'", // a row comes again
    "s-2026-10.csv, s-2026-11.csv, 'id,updated_at\\n1,2026-10-01T00:00:00Z\\n', 'id,updated_at\\n2,2026-10-01T00:00:00Z\\n'",
    "s-2026-10.csv, s-2026-11.csv, 'id,changed\\n1,2026-10-01\\n', 'id,changed\\n2,2026-11-01\\n'",
    "s-2026-10.csv, s-2026-11.csv, 'id,deleted\\n1,false\\n', 'id,deleted\\n2,true\\n'",
    "s-2026-10.csv, s-2026-11.csv, 'x\\na\\na\\n', 'x\\nb\\nb\\n'", // no key
    "s-2026-10-01T10-00-00.csv, s-2026-10-01T11-00-00.csv, 'id\\n1\\n', 'id\\n2\\n'",
    "a.csv, b.csv, 'id\\n1\\n', 'id\\n2\\n'",
  })
  void givenSamplesThatMayBeChanges_whenInit_thenNoWordOfPartitions(
      String one, String other, String rows, String others) {
    write(one, rows.replace("\\n", "\n"));
    write(other, others.replace("\\n", "\n"));

    init(one, other);

    assertThat(text()).doesNotContain("partition");
  }

  @Test
  void givenAColumnOfTheNameOfThePart_whenInit_thenThePartHasAnother() {
    write("s-2026-10.csv", "id,month\n1,10\n");
    write("s-2026-11.csv", "id,month\n2,11\n");

    init("s-2026-10.csv", "s-2026-11.csv");

    write("jobs/shop/orders.yaml", asAdvised(text()));
    assertThat(job().merge().key()).containsExactly("file_month", "id");
  }

  @Test
  void givenSamplesThatShareMostKeys_whenInit_thenTheyMayBeWholeTables() {
    write("stores-2026-11-01.csv", "store_id,city\n1,Bern\n2,Wien\n3,Graz\n4,Linz\n");
    write("stores-2026-11-02.csv", "store_id,city\n1,Bern\n2,Wien\n4,Linz\n5,Ulm\n6,Rom\n");

    InitReport report =
        init(DatasetName.of("shop/stores"), "stores-2026-11-01.csv", "stores-2026-11-02.csv");

    String counts =
        "Of 4 keys in stores-2026-11-01.csv, 3 are in stores-2026-11-02.csv too and 1 is missing"
            + " there";
    assertThat(report.notes())
        .contains(counts + ": each file may be the whole table; the job file says how to write it");
    String text = text("shop/stores");
    assertThat(unwrapped(text)).contains(counts, "rows that a newer file lacks stay in the table");
    assertThat(job().merge().mode().name()).isEqualTo("UPSERT");
    write("jobs/shop/stores.yaml", text.replace("\n# mode: full\n", "\nmode: full\n"));
    assertThat(job().merge().mode().name()).isEqualTo("FULL");
  }

  @ParameterizedTest
  @CsvSource({
    "'id,updated_at\\n1,2026-10-01T00:00:00Z\\n', 'id,updated_at\\n1,2026-10-02T00:00:00Z\\n', 1",
    "'id,changed\\n1,2026-10-01\\n', 'id,changed\\n1,2026-10-02\\n', 1",
    "'id,deleted\\n1,false\\n', 'id,deleted\\n1,true\\n', 0",
    "'id\\n1\\n2\\n3\\n', 'id\\n3\\n4\\n5\\n', 0",
    "'id\\n1\\n', 'id\\n2\\n', 0",
    "'x\\na\\na\\n', 'x\\na\\n', 1",
  })
  void givenSamplesThatHaveWhatChanged_whenInit_thenNoOfferOfWholeTables(
      String rows, String others, int lines) {
    write("a.csv", rows.replace("\\n", "\n"));
    write("b.csv", others.replace("\\n", "\n"));

    InitReport report = init("a.csv", "b.csv");

    assertThat(report.notes()).hasSize(1);
    assertThat(text()).doesNotContain("\n# mode: full");
    assertThat(text().split("If each file is the whole table: mode: full", -1)).hasSize(lines + 1);
  }

  @Test
  void givenThreeSamples_whenInit_thenEachHasToShareKeysWithTheNext() {
    write("a.csv", "id\n1\n2\n");
    write("b.csv", "id\n1\n2\n");
    write("c.csv", "id\n2\n3\n");
    write("d.csv", "id\n1\n4\n");

    init("a.csv", "b.csv", "c.csv");

    assertThat(unwrapped(text()))
        .contains("Of 2 keys in a.csv, 2 are in b.csv too and 0 are missing");
    delete("jobs/shop/orders.yaml");
    init("a.csv", "b.csv", "c.csv", "d.csv");
    assertThat(text()).doesNotContain("mode: full");
  }

  @Test
  void givenOneSample_whenInit_thenALineSaysWhatIsTakenForTheMode() {
    write("a.csv", "id\n1\n");

    assertThat(init("a.csv").notes()).hasSize(1);
    assertThat(text())
        .contains(
            "\n# mode: upsert, each file has what changed. If each file is the whole table: mode:"
                + " full\n");
    assertThat(job().merge().mode().name()).isEqualTo("UPSERT");
  }

  @Test
  void givenFilesOfWhichTheBeginningIsRead_whenInit_thenTheCountOfKeysSaysSo() {
    String rows =
        IntStream.rangeClosed(1, 100_001)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining("\n"));
    write("a.csv", "id\n" + rows + "\n");
    write("b.csv", "id\n" + rows + "\n");

    init("a.csv", "b.csv");

    assertThat(unwrapped(text()))
        .contains("and 0 are missing there, as far as the files were read, and no column");
  }

  /** A comment above a line, as one line. */
  private static String unwrapped(String text) {
    return text.replaceAll("\n *# ", " ");
  }

  @Test
  void givenLongReasonsAndNames_whenInit_thenNoLineOfCommentIsWiderThan100() {
    String wide = "Amount in the currency of the account as it was on the day of the invoice";
    write(
        "the-first-of-a-number-of-files-with-quite-long-names.csv",
        "id;" + wide + ";x\n1; 1.200,50;1,2\n2;NULL;\n");
    write(
        "the-second-of-a-number-of-files-with-quite-long-names.csv",
        "id;" + wide + "\n1;7\n2;n/a\n3;7\n4;7\n5;7\n6;7;surplus\n");

    init(
        "the-first-of-a-number-of-files-with-quite-long-names.csv",
        "the-second-of-a-number-of-files-with-quite-long-names.csv");

    assertThat(text().lines().filter(line -> line.contains("#")))
        .allMatch(line -> line.length() <= 100)
        .anyMatch(line -> line.strip().startsWith("# numbers of up to"));
  }

  @Test
  void givenAKeyThatSomeRowsWriteAsNull_whenInit_thenItIsNoKey() {
    write("a.csv", "id,x\n1,a\nNULL,b\n");

    assertThat(init("a.csv").needsKey()).isTrue();
  }

  @Test
  void givenAParquetFile_whenInit_thenTheTypesOfItsFooter() throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { required int64 id; optional binary name (UTF8);"
                + " optional int64 changed_at (TIMESTAMP(NANOS,true));"
                + " optional group lines (LIST) { repeated group list { optional group element {"
                + " optional int32 n; } } } }");
    org.apache.hadoop.fs.Path path =
        new org.apache.hadoop.fs.Path(folder.resolve("a.parquet").toUri());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(path).withType(schema).build()) {
      writer.write(new SimpleGroupFactory(schema).newGroup().append("id", 1L));
      writer.write(new SimpleGroupFactory(schema).newGroup().append("id", 2L).append("name", "b"));
    }

    init("a.parquet");

    assertThat(job().columns().stream().map(column -> column.name() + " " + column.type().text()))
        .containsExactly(
            "id bigint", "name string", "changed_at timestamp", "lines array<struct<n:int>>");
    assertThat(job().merge().key()).containsExactly("id");
    assertThat(text()).contains("order_by: [{column: changed_at, else: processed_date}]");
  }

  @Test
  void givenAnAvroFile_whenInit_thenTheTypesOfItsSchema() throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"OrderId\",\"type\":\"string\"},"
                    + "{\"name\":\"attributes\",\"type\":{\"type\":\"map\",\"values\":\"int\"}}]}");
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.create(schema, folder.resolve("a.avro").toFile());
      GenericRecord row = new GenericData.Record(schema);
      row.put("OrderId", "7");
      row.put("attributes", java.util.Map.of("a", 1));
      writer.append(row);
    }

    init("a.avro");

    assertThat(job().columns().stream().map(InitVerbTest::described))
        .containsExactly("string", "json");
    assertThat(job().merge().key()).containsExactly("order_id");
  }

  @Test
  void givenARowThatComesAgainInTheNextFile_whenInit_thenTheKeyStaysAndOtherColumnsAreOptional() {
    write("a.csv", "id,x\n1,a\n2,b\n");
    write("b.csv", "id,X,y\n2,c,d\n");

    init("a.csv", "b.csv");

    assertThat(job().merge().key()).containsExactly("id");
    assertThat(job().column("x").optional()).isFalse();
    assertThat(job().column("y").optional()).isTrue();
  }

  @Test
  void givenNoKey_whenInit_thenCheckRefusesTheFileWithWords() {
    write("a.csv", "id,x\n1,a\n1,b\n");

    InitReport report = init("a.csv");

    assertThat(report.needsKey()).isTrue();
    assertThatThrownBy(this::job)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("key: is empty; mode upsert needs the columns that identify a row");
  }

  @Test
  void givenOddNames_whenInit_thenNamesThatEveryTableTakes() {
    write("a.csv", "_id,2026,Größe (cm),a b,a-b,no,\"x\"\"y\",path:z,\n1,2,3,4,5,6,7,8,9\n");

    InitReport report = init("a.csv");

    assertThat(job().columns().stream().map(ColumnSpec::name))
        .containsExactly("id", "column_2026", "größe_cm", "a_b", "a_b_2", "no", "x_y");
    assertThat(job().column("x_y").from()).containsExactly("x\"y");
    assertThat(report.notes())
        .contains(
            "a.csv: column 9 has no name; its values are kept in _rescued",
            "\"path:z\" is left out: a column's from cannot name it");
  }

  @Test
  void givenAHeaderAlone_whenInit_thenTextAndNoKey() {
    write("a.csv", "id,x\n");

    assertThat(init("a.csv").needsKey()).isTrue();
    assertThat(withKey().columns().stream().map(InitVerbTest::described))
        .containsExactly("string", "string");
  }

  @Test
  void givenManyColumnsAndGzip_whenInit_thenAllOfThem() throws IOException {
    String header =
        IntStream.range(0, 600).mapToObj(i -> "Col " + i).collect(Collectors.joining(","));
    String row = IntStream.range(0, 600).mapToObj(i -> "" + i).collect(Collectors.joining(","));
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.csv.gz")))) {
      out.write((header + "\n" + row + "\n").getBytes(StandardCharsets.UTF_8));
    }

    init("a.csv.gz");

    assertThat(withKey().columns()).hasSize(600);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "id;name/1;Käse!ISO-8859-1!delimiter: \";\", encoding: latin-1",
        "id\tname/1\tKäse!UTF-8!delimiter: tab",
        "id,name/1,5 €!windows-1252!encoding: windows-1252",
        "id;name/1;Käse!UTF-16!delimiter: \";\", encoding: utf-16",
        "id|name/1|Käse!UTF-16LE!delimiter: \"|\", encoding: utf-16le",
        "id,name/1,Käse!UTF-16BE!encoding: utf-16be",
        "id;name/1;'a;b'/2;'c'!UTF-8!delimiter: \";\", quote: \"'\"",
        "id;name/'1';'a'/'2';'c'!UTF-8!delimiter: \";\", quote: \"'\"",
        "id;name/1;\"5 inch/2;c!UTF-8!delimiter: \";\", quote: none",
        "id,name/1,\"a\\\",b\"/2,c!UTF-8!escape: \"\\\\\"",
        "# of today/id,name/# more/1,c!UTF-8!comment: \"#\"",
        "Report, of today//id;name/1;1,5 c!UTF-8!delimiter: \";\", skip_lines: 2",
        "sep=;/id;name/1;c!UTF-8!delimiter: \";\", skip_lines: 1"
      })
  void givenAnotherDialect_whenInit_thenItIsWrittenAndAValidJob(
      String lines, String encoding, String options) throws IOException {
    Files.write(
        folder.resolve("a.csv"),
        (lines.replace("\\t", "\t").replace("/", "\n") + "\n").getBytes(Charset.forName(encoding)));

    init("a.csv");

    String written =
        Stream.of(options.split(", (?=[a-z])"))
            .map(option -> "    " + option)
            .collect(Collectors.joining("\n"));
    assertThat(text().replaceAll(" +# .*", ""))
        .contains("  csv:\n" + written + "\n  processed_date");
    assertThat(job().columns().stream().map(InitVerbTest::described))
        .containsExactly("bigint", "string");
  }

  @Test
  void givenWhatNoRunCouldRead_whenInit_thenRefusedAndNothingWritten() throws IOException {
    write("twice.csv", "id,ID\n1,2\n");
    write("semicolon.csv", "id;name\n1;a\n");
    Files.write(folder.resolve("utf16.csv"), "id\n\uD83D\n".getBytes(StandardCharsets.UTF_16LE));
    Files.write(folder.resolve("latin.csv"), "id\nKäse\n".getBytes(StandardCharsets.ISO_8859_1));
    write("utf8.csv", "id\nKäse\n");
    write("a.zip", "PK\u0003\u0004");
    write("empty.csv", "");
    write("broken.json", "{\"id\":1}\n{\"id\":\n");
    write("quote.csv", "id\n\"1\n");
    write("a.csv", "id\n1\n");
    write("a.json", "{\"id\":1}\n");
    write("bad.parquet", "PAR1 and no more");

    refused("the header names \"ID\" twice, but for case", "twice.csv");
    refused(
        "is written in another form than the files before it, {delimiter=\";\"} against"
            + " {delimiter=\",\"}",
        "a.csv",
        "semicolon.csv");
    refused("has another encoding than the files before it", "utf8.csv", "latin.csv");
    refused("is a zip archive, which no run can read", "a.zip");
    refused("is empty; a header or a row is needed", "empty.csv");
    refused("is broken JSON at line", "broken.json");
    refused("a quote opens at line 2 and is never closed", "quote.csv");
    refused("is json, the files before it are csv", "a.csv", "a.json");
    refused("cannot be read as Parquet", "bad.parquet");
    assertThatThrownBy(() -> init("missing.csv"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("missing.csv: there is no such file. Nothing was written.");
    assertThat(folder.resolve("jobs")).doesNotExist();
  }

  private void refused(String message, String... files) {
    assertThatThrownBy(() -> init(files))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("Nothing was written.");
  }

  @Test
  void givenAJobFile_whenInit_thenItStaysAsItIs() {
    write("a.csv", "id\n1\n");
    write("jobs/shop/orders.yaml", "mine");

    assertThatThrownBy(() -> init("a.csv"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("orders.yaml: exists already. Nothing was written.");
    assertThat(text()).isEqualTo("mine");
  }

  @ParameterizedTest
  @CsvSource({"zuora", "zendesk", "price-migration"})
  void givenAShippedSource_whenInitFrom_thenItsJobFilesPassCheck(String source) {
    InitReport report = new InitVerb(folder.resolve("jobs")).fromTemplate(source);

    assertThat(report.written()).contains(folder.resolve("jobs/" + source + "/_source.yaml"));
    assertThat(load()).hasSize(report.datasets().size());
  }

  @Test
  void givenWhatTheSourceShares_whenInitFrom_thenItIsKept() {
    write("jobs/zuora/_source.yaml", "owner: me\n");

    InitReport report = new InitVerb(folder.resolve("jobs")).fromTemplate("zuora/account");

    assertThat(report.written()).containsExactly(folder.resolve("jobs/zuora/account.yaml"));
    assertThat(report.kept()).containsExactly(folder.resolve("jobs/zuora/_source.yaml"));
    assertThatThrownBy(() -> new InitVerb(folder.resolve("jobs")).fromTemplate("zuora/acount"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "\"zuora/acount\" is no job that Sluice ships; did you mean \"zuora/account\"?"
                + " Nothing was written.");
  }

  @Test
  void givenAFolder_whenInit_thenThePatternOfItsFiles() {
    write("exports/a.json", "{}");
    write("exports/b.json", "{}");
    write("exports/notes.txt", "");
    write("empty/.keep", "");

    assertThatThrownBy(() -> init("exports"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            folder.resolve("exports")
                + ": is a folder; name the files in it, such as "
                + folder.resolve("exports/*.json")
                + ". Nothing was written.");
    assertThatThrownBy(() -> init("empty"))
        .hasMessageContaining("is a folder, and no file is in it; name a file.");
    assertThatThrownBy(() -> init("none.csv")).hasMessageContaining("there is no such file.");
  }

  private InitReport init(String... files) {
    return init(DatasetName.of("shop/orders"), files);
  }

  private InitReport init(DatasetName dataset, String... files) {
    write("conf.yaml", "lake: /lake\n");
    return new InitVerb(folder.resolve("jobs"))
        .fromSamples(
            Stream.of(files).map(folder::resolve).toList(), dataset, folder.resolve("conf.yaml"));
  }

  /** The job, where the samples may have no key. */
  private JobSpec withKey() {
    String text = text().replaceAll("(?m)^(key|order_by|delete_when): .*$", "");
    write("jobs/shop/orders.yaml", text + "mode: append\n");
    return job();
  }

  private JobSpec job() {
    return load().get(0);
  }

  private List<JobSpec> load() {
    write("conf.yaml", "lake: /lake\n");
    return Configuration.load(folder.resolve("jobs"), folder.resolve("conf.yaml"), List.of())
        .jobs();
  }

  private static String described(ColumnSpec column) {
    String epoch =
        switch ((int) column.form().epochUnitsPerSecond()) {
          case 1 -> " s";
          case 1000 -> " ms";
          default -> "";
        };
    String formats = column.form().formats().isEmpty() ? "" : " " + column.form().formats();
    NumberSigns signs = column.form().numbers();
    String numbers =
        signs.equals(NumberSigns.USUAL)
            ? ""
            : " "
                + (signs.decimal() + " " + signs.grouping()).replace(" \0", "").replace("  ", " _");
    String nulls =
        column.form().nullValues().isEmpty() ? "" : " nulls " + column.form().nullValues();
    String trim = column.normalise().isEmpty() ? "" : " trim";
    return column.type().text() + epoch + formats + numbers + nulls + trim;
  }

  private String text() {
    return text("shop/orders");
  }

  private String text(String dataset) {
    try {
      return Files.readString(folder.resolve("jobs/" + dataset + ".yaml"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void delete(String file) {
    try {
      Files.deleteIfExists(folder.resolve(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void write(String file, String content) {
    try {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.writeString(folder.resolve(file), content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
