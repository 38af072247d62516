package io.sluice.bench;

import java.nio.file.Path;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.ReduceFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * The merge as it is usually written: rows as beans, the newest of each id by a typed reduction,
 * deleted ones filtered. Knows no ties, tombstones or counts.
 */
record TypedMerge(PlainCopy table, Path increment) {
  /** Writes the merged table into a folder that does not exist. */
  Path writeTo(Path folder) {
    Encoder<Account> encoder = Encoders.bean(Account.class);
    String[] names = Accounts.HEADER.split(",", -1);
    StructType columns = new StructType();
    Column[] selected = new Column[names.length];
    for (int i = 0; i < names.length; i++) {
      columns = columns.add(table.schema().apply(names[i]));
      selected[i] = functions.col(names[i]);
    }
    Dataset<Row> incoming =
        table.spark().read().schema(columns).option("header", true).csv(increment.toString());
    table
        .rows()
        .select(selected)
        .as(encoder)
        .union(incoming.as(encoder))
        .groupByKey((MapFunction<Account, String>) Account::getId, Encoders.STRING())
        .reduceGroups(
            (ReduceFunction<Account>)
                (one, other) -> other.getUpdatedAt().after(one.getUpdatedAt()) ? other : one)
        .map((MapFunction<Tuple2<String, Account>, Account>) Tuple2::_2, encoder)
        .filter((FilterFunction<Account>) account -> !account.getDeleted())
        .write()
        .option("compression", table.codec())
        .format(table.format())
        .save(folder.toString());
    return folder;
  }
}
