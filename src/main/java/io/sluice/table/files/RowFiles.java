package io.sluice.table.files;

import static org.apache.spark.sql.functions.col;

import io.sluice.spark.LiteralPaths;
import io.sluice.spark.Names;
import io.sluice.spark.Schemas;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.HistoryColumns;
import io.sluice.spec.JobSpec;
import io.sluice.spec.WorkingColumns;
import io.sluice.storage.Location;
import io.sluice.table.DataFile;
import io.sluice.table.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads data files and side folders of a table in the shape of its job's contract. */
final class RowFiles {
  /** Of Parquet: a bit that a disk turned is found, and not taken for a value. */
  private static final String VERIFY_PAGES = "parquet.page.verify-checksum.enabled";

  /** Columns that files have beside those of the contract. */
  private static final Set<String> ADDED =
      Stream.concat(HiddenColumns.ALL.stream(), Stream.of(HistoryColumns.OPERATION))
          .collect(Collectors.toUnmodifiableSet());

  private final SparkSession spark;
  private final Location root;
  private final JobSpec job;

  RowFiles(SparkSession spark, Location root, JobSpec job) {
    this.spark = spark;
    this.root = root;
    this.job = job;
  }

  /** As {@link Snapshot#rows}. */
  Dataset<Row> rows(TableVersion version, Collection<DataFile> files) {
    if (files.isEmpty()) {
      return spark.createDataFrame(
          List.of(), Schemas.clean(job).add(WorkingColumns.DATA_FILE, DataTypes.StringType));
    }
    StructType wanted = Schemas.clean(job);
    Map<String, List<String>> byFolder = new TreeMap<>();
    for (DataFile file : files) {
      byFolder
          .computeIfAbsent(file.folder(), folder -> new ArrayList<>())
          .add(uri(root.append(file.path())));
    }
    Dataset<Row> all = null;
    for (Map.Entry<String, List<String>> folder : byFolder.entrySet()) {
      Dataset<Row> part =
          spark
              .read()
              .schema(stored(version))
              .option("basePath", uri(root.append(folder.getKey())))
              .option(VERIFY_PAGES, true)
              .format(version.layout().format().text())
              .load(LiteralPaths.of(folder.getValue()))
              .select(withFile(shape(version, wanted)));
      all = all == null ? part : all.union(part);
    }
    return all;
  }

  /** As {@link Snapshot#historyRows}. */
  Dataset<Row> history(TableVersion version) {
    List<DataFile> files = version.layout().history().files();
    StructType wanted = Schemas.history(job);
    if (files.isEmpty()) {
      return spark.createDataFrame(List.of(), wanted);
    }
    return spark
        .read()
        .schema(stored(version).add(HistoryColumns.OPERATION, DataTypes.StringType))
        .option(VERIFY_PAGES, true)
        .format(version.layout().format().text())
        .load(LiteralPaths.of(files.stream().map(file -> uri(root.append(file.path()))).toList()))
        .select(shape(version, wanted).values().toArray(Column[]::new));
  }

  /** As {@link Snapshot#tombstones}. */
  Dataset<Row> tombstones(TableVersion version) {
    StructType schema = Schemas.tombstones(job);
    Map<String, String> renamed = renamed(version);
    StructType stored = new StructType();
    List<Column> shape = new ArrayList<>();
    for (StructField field : schema.fields()) {
      String name = renamed.getOrDefault(field.name(), field.name());
      String type = version.state().columns().get(name);
      stored =
          stored.add(
              DataTypes.createStructField(
                  name, type == null ? field.dataType() : typeOf(type), true));
      shape.add(Names.PLAIN.apply(name).cast(field.dataType()).as(field.name()));
    }
    StructType before = stored;
    return version
        .layout()
        .tombstones()
        .map(
            folder ->
                spark
                    .read()
                    .schema(before)
                    .option(VERIFY_PAGES, true)
                    .parquet(LiteralPaths.of(uri(root.append(folder.path()))))
                    .select(shape.toArray(Column[]::new)))
        .orElseGet(() -> spark.createDataFrame(List.of(), schema));
  }

  /** The version's names of columns that the job has under other ones, by the job's. */
  private Map<String, String> renamed(TableVersion version) {
    return job.renamed(version.state().columns().keySet());
  }

  /** The path below the table's folder of a file as {@link WorkingColumns#DATA_FILE} names it. */
  static String relativePath(Location root, String dataFile) {
    return root.relativize(Location.ofEncoded(dataFile));
  }

  private StructType stored(TableVersion version) {
    StructType columns = new StructType();
    for (Map.Entry<String, String> column : version.state().columns().entrySet()) {
      DataType type = typeOf(column.getValue());
      columns =
          columns.add(
              DataTypes.createStructField(
                  column.getKey(),
                  version.layout().format() == CleanFormat.AVRO ? inAvro(type) : type,
                  true));
    }
    return Schemas.withHidden(columns);
  }

  private static DataType typeOf(String text) {
    return StructType.fromDDL("c " + Schemas.withoutJson(text)).apply(0).dataType();
  }

  /** Avro has no whole numbers shorter than int, and Spark does not make them such again. */
  private static DataType inAvro(DataType type) {
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(inAvro(array.elementType()), array.containsNull());
    }
    if (type instanceof StructType struct) {
      List<StructField> fields = new ArrayList<>();
      for (StructField field : struct.fields()) {
        fields.add(
            DataTypes.createStructField(field.name(), inAvro(field.dataType()), field.nullable()));
      }
      return DataTypes.createStructType(fields);
    }
    return type instanceof ByteType || type instanceof ShortType ? DataTypes.IntegerType : type;
  }

  private Map<String, Column> shape(TableVersion version, StructType wanted) {
    Map<String, Column> columns = new LinkedHashMap<>();
    Map<String, String> renamed = renamed(version);
    for (StructField field : wanted.fields()) {
      String name = renamed.getOrDefault(field.name(), field.name());
      boolean there = version.state().columns().containsKey(name) || ADDED.contains(name);
      Column value = there ? Names.PLAIN.apply(name) : functions.lit(null);
      columns.put(field.name(), value.cast(field.dataType()).as(field.name()));
    }
    return columns;
  }

  private static Column[] withFile(Map<String, Column> columns) {
    columns.put(WorkingColumns.DATA_FILE, col("_metadata.file_path").as(WorkingColumns.DATA_FILE));
    return columns.values().toArray(Column[]::new);
  }

  private static String uri(Location location) {
    return location.text();
  }
}
