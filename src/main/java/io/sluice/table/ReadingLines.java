package io.sluice.table;

import io.sluice.spark.Schemas;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.DatasetName;
import io.sluice.storage.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The lines by which other engines read the version of a table that is current when they run. They
 * are those of docs/reading.md, with the folder, columns and format of the table in the place of
 * those of the example there.
 */
public final class ReadingLines {
  private static final Pattern BLOCK =
      Pattern.compile(
          "<!-- read-with: ([a-z ]+); ([a-z ]+) -->\n```([a-z]+)\n(.*?)```\n", Pattern.DOTALL);

  /** A line with this word is left out where the table has none. */
  private static final String PARTITION = "partition";

  private static final String BUCKET = "s3://acme-lake/";
  private static final List<String> TABLE =
      List.of("/data/lake/clean/shop/orders", BUCKET + "clean/shop/orders");
  private static final String COLUMNS = "`id` bigint, `amount` decimal(18,2)";
  private static final List<Block> BLOCKS = blocks();

  private final DatasetName dataset;
  private final Location root;
  private final Snapshot version;

  private record Block(List<String> engines, List<String> formats, String language, String text) {}

  /** For this version of a dataset's table in this folder. */
  public ReadingLines(DatasetName dataset, Location root, Snapshot version) {
    this.dataset = dataset;
    this.root = root;
    this.version = version;
  }

  /**
   * The lines for an engine; nothing where it cannot read the format, or not from where the table
   * is.
   *
   * @param headline lines above them, as comments
   */
  public Optional<String> of(ReadingEngine engine, String headline) {
    List<Block> blocks = blocksOf(engine, version.format());
    if (blocks.isEmpty() || !engine.reaches(root)) {
      return Optional.empty();
    }
    String sign = blocks.get(0).language().equals("sql") ? "-- " : "# ";
    return Optional.of(
        headline.lines().map(line -> sign + line + "\n").collect(Collectors.joining())
            + blocks.stream().map(block -> text(block, engine)).collect(Collectors.joining("\n")));
  }

  /** The engines that there are lines for. */
  public List<ReadingEngine> engines() {
    return Stream.of(ReadingEngine.values()).filter(engine -> of(engine, "").isPresent()).toList();
  }

  private static List<Block> blocksOf(ReadingEngine engine, CleanFormat format) {
    return BLOCKS.stream()
        .filter(block -> block.engines().contains(engine.word()))
        .filter(block -> block.formats().contains(format.text()))
        .toList();
  }

  private String text(Block block, ReadingEngine engine) {
    String name = dataset.toString();
    String text =
        block
            .text()
            .replace(BUCKET + "links/shop/orders", bucket() + "links/" + name)
            .replace("gs://acme-copy/shop/orders", "gs://acme-copy/" + name)
            .replace(" shop.orders", " " + name.replace('-', '_').replace('/', '.'));
    if (version.format() != CleanFormat.PARQUET) {
      String format = version.format().text();
      text =
          text.replace("\"parquet\"", '"' + format + '"')
              .replace("'PARQUET'", "'" + format.toUpperCase(Locale.ROOT) + "'")
              .replace("parquet.serde.ParquetHiveSerDe", "orc.OrcSerde");
    }
    if (text.contains(COLUMNS)) {
      text = text.replace(COLUMNS, columns());
    }
    text =
        version.partitionBy().isEmpty()
            ? text.lines()
                .filter(line -> !line.toLowerCase(Locale.ROOT).contains(PARTITION))
                .collect(Collectors.joining("\n", "", "\n"))
            : text.replace(engine.declared("country", "string"), partitions(engine));
    for (String table : TABLE) {
      text = text.replace(table, quoted(engine.address(root), block.language()));
    }
    return text;
  }

  private String partitions(ReadingEngine engine) {
    return version.partitionBy().stream()
        .map(column -> engine.declared(column, version.state().columns().get(column)))
        .collect(Collectors.joining(", "));
  }

  /** Those in the files, as Hive declares them. */
  private String columns() {
    Stream<String> stored =
        version.state().columns().entrySet().stream()
            .filter(column -> !version.partitionBy().contains(column.getKey()))
            .map(column -> declared(column.getKey(), Schemas.withoutJson(column.getValue())));
    Stream<String> hidden =
        Stream.of(Schemas.withHidden(new StructType()).fields())
            .map((StructField field) -> declared(field.name(), field.dataType().simpleString()));
    return Stream.concat(stored, hidden).collect(Collectors.joining(",\n  "));
  }

  private static String declared(String column, String type) {
    return ReadingEngine.ATHENA.declared(column, type);
  }

  private String bucket() {
    String text = ReadingEngine.ATHENA.address(root);
    int end = text.indexOf('/', text.indexOf("//") + 2);
    return root.isOnS3() && end > 0 ? text.substring(0, end + 1) : BUCKET;
  }

  /** As it stands between the quotes that the lines have: " in Python, ' in SQL and in shells. */
  private static String quoted(String text, String language) {
    Function<String, String> quotes =
        switch (language) {
          case "python" -> plain -> plain.replace("\\", "\\\\").replace("\"", "\\\"");
          case "sql" -> plain -> plain.replace("'", "''");
          default -> plain -> plain.replace("'", "'\\''");
        };
    return quotes.apply(text);
  }

  private static List<Block> blocks() {
    try (InputStream page = ReadingLines.class.getResourceAsStream("/docs/reading.md")) {
      String text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
      Matcher found = BLOCK.matcher(text);
      List<Block> blocks = new ArrayList<>();
      while (found.find()) {
        blocks.add(
            new Block(
                List.of(found.group(1).split(" ", -1)),
                List.of(found.group(2).split(" ", -1)),
                found.group(3),
                found.group(4)));
      }
      return List.copyOf(blocks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
