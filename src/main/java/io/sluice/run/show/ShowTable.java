package io.sluice.run.show;

import io.sluice.error.ConfigurationException;
import io.sluice.error.SluiceException;
import io.sluice.error.UsageException;
import io.sluice.run.Faults;
import io.sluice.run.Lake;
import io.sluice.settings.Nearest;
import io.sluice.spark.Names;
import io.sluice.spark.Schemas;
import io.sluice.spark.Sessions;
import io.sluice.spec.ColumnType;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows of one version of a clean table as text. */
final class ShowTable {
  private final Lake lake;
  private final JobSpec job;
  private final Sessions sessions;

  ShowTable(Lake lake, JobSpec job, Sessions sessions) {
    this.lake = lake;
    this.job = job;
    this.sessions = sessions;
  }

  /** Reads the rows, in the order of the key; the session ends with the process. */
  ShownRows rows(ShowOptions options) {
    Snapshot version = version(lake.table(job), options);
    List<StructField> fields = shown(options);
    version.requireWhole();
    Dataset<Row> rows = version.rows(sessions.sessionFor(version.bytes()), job, version.files());
    if (options.where().isPresent()) {
      rows = filtered(rows, options.where().get());
    }
    Column[] order = Names.columns(job.merge().key(), Names.PLAIN);
    if (order.length > 0) {
      rows = rows.orderBy(order);
    }
    if (options.limit() > 0) {
      rows = rows.limit((int) Math.min(Integer.MAX_VALUE, options.limit()));
    }
    List<String> names = new ArrayList<>();
    Set<String> bare = new HashSet<>();
    List<Column> cells = new ArrayList<>();
    for (StructField field : fields) {
      names.add(field.name());
      if (isBare(field)) {
        bare.add(field.name());
      }
      cells.add(text(Names.PLAIN.apply(field.name()), field.dataType()));
    }
    Dataset<Row> shown = rows.select(cells.toArray(new Column[0]));
    return new ShownRows(
        names,
        Set.copyOf(job.merge().key()),
        bare,
        () ->
            new Explaining<>(
                () -> new Cells(shown.toLocalIterator()), failure -> explained(version, failure)));
  }

  private List<StructField> shown(ShowOptions options) {
    List<StructField> all = List.of(Schemas.clean(job).fields());
    if (options.columns().isEmpty()) {
      return all.stream()
          .filter(field -> options.allColumns() || !field.name().startsWith("_"))
          .toList();
    }
    return options.columns().stream().map(name -> named(name, all)).toList();
  }

  private StructField named(String name, List<StructField> all) {
    return all.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--columns: \""
                        + name
                        + "\" is not a column of "
                        + job.dataset()
                        + Nearest.hint(name, all.stream().map(StructField::name).toList())));
  }

  private RuntimeException explained(Snapshot version, Exception failure) {
    Optional<? extends RuntimeException> damage = version.explained(failure, lake.content());
    if (damage.isPresent()) {
      return damage.get();
    }
    SluiceException known = Faults.known(job.dataset(), failure);
    return known == null ? new IllegalStateException(failure) : known;
  }

  private Snapshot version(Table table, ShowOptions options) {
    if (options.version().isPresent()) {
      long number = options.version().getAsLong();
      return table
          .at(number)
          .orElseThrow(
              () ->
                  new UsageException(
                      job.dataset()
                          + ": version "
                          + number
                          + " is not kept; the kept versions are "
                          + table.versions()));
    }
    return table
        .current()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    job.dataset()
                        + ": there is no table at "
                        + table.root()
                        + ". Run ingest first, or name the environment file of another lake by --conf"));
  }

  private Dataset<Row> filtered(Dataset<Row> rows, String condition) {
    try {
      return rows.filter(condition);
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        throw new UsageException(
            "--where: "
                + e.getMessage().lines().findFirst().orElse("")
                + "; the condition is \""
                + condition
                + "\"",
            e);
      }
      throw e;
    }
  }

  /** Whether its text is JSON; floating numbers are not, as JSON has no NaN. */
  private boolean isBare(StructField field) {
    DataType type = field.dataType();
    boolean json =
        job.columns().stream()
            .anyMatch(
                column ->
                    column.name().equals(field.name()) && column.type() == ColumnType.Simple.JSON);
    return json
        || field.name().equals(HiddenColumns.RESCUED)
        || type instanceof StructType
        || type instanceof ArrayType
        || type instanceof IntegralType
        || type instanceof DecimalType
        || type.equals(DataTypes.BooleanType);
  }

  /** Instants in ISO-8601 with a Z, decimals with their full scale, nested values as JSON. */
  private static Column text(Column value, DataType type) {
    if (type.equals(DataTypes.TimestampType)) {
      Column micros = functions.date_format(value, "yyyy-MM-dd'T'HH:mm:ss.SSSSSS");
      return functions.concat(functions.regexp_replace(micros, "\\.?0*$", ""), functions.lit("Z"));
    }
    if (type instanceof StructType || type instanceof ArrayType) {
      return functions.to_json(value);
    }
    if (type.equals(DataTypes.BinaryType)) {
      return functions.base64(value);
    }
    if (type instanceof DecimalType) {
      return functions
          .udf(
              (BigDecimal decimal) -> decimal == null ? null : decimal.toPlainString(),
              DataTypes.StringType)
          .apply(value);
    }
    return value.cast(DataTypes.StringType);
  }
}
