package io.sluice.merge;

import io.sluice.law.Verdict;
import io.sluice.spark.Schemas;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.JobSpec;
import io.sluice.spec.WorkingColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What was decided in memory in the form that {@link Merge#decide} gives it, to compare the two.
 */
final class DecidedRows {
  private final JobSpec job;
  private final List<ColumnSpec> partitionColumns;

  DecidedRows(JobSpec job) {
    this.job = job;
    this.partitionColumns = job.merge().partitionBy().stream().map(job::column).toList();
  }

  List<Row> of(LocalDecisions decisions) {
    return decisions.all().stream().map(this::row).toList();
  }

  StructType schema() {
    StructType schema = Schemas.clean(job);
    for (String name :
        List.of(
            MergeColumns.DUPLICATE,
            MergeColumns.SUPERSEDED,
            MergeColumns.TIES,
            MergeColumns.KEY_COLLISIONS)) {
      schema = schema.add(name, DataTypes.LongType);
    }
    schema =
        schema
            .add(MergeColumns.CLASS, DataTypes.StringType)
            .add(WorkingColumns.DATA_FILE, DataTypes.StringType)
            .add(MergeColumns.LIVE, DataTypes.BooleanType)
            .add(MergeColumns.DEAD, DataTypes.BooleanType)
            .add(MergeColumns.REPLACES, DataTypes.BooleanType);
    return partitionColumns.isEmpty()
        ? schema
        : schema.add(MergeColumns.OLD_PARTITION, Schemas.contract(partitionColumns));
  }

  private Row row(Verdict<LocalRow> one) {
    Row clean = LocalMerge.clean(one.winner());
    List<Object> cells = new ArrayList<>();
    for (int i = 0; i < clean.size(); i++) {
      cells.add(clean.get(i));
    }
    Verdict.Beaten beaten = one.beaten();
    cells.addAll(
        Arrays.asList(
            beaten.duplicate(), beaten.superseded(), beaten.ties(), beaten.keyCollisions()));
    cells.addAll(
        Arrays.asList(
            one.mergeClass().text(),
            one.leaving().flatMap(LocalRow::dataFile).orElse(null),
            one.live(),
            one.dead(),
            one.replaces()));
    if (!partitionColumns.isEmpty()) {
      cells.add(one.leaving().map(this::partition).orElse(null));
    }
    return RowFactory.create(cells.toArray());
  }

  private Row partition(LocalRow stored) {
    return RowFactory.create(
        partitionColumns.stream()
            .map(column -> stored.values().get(job.storedColumns().indexOf(column)))
            .toArray());
  }
}
