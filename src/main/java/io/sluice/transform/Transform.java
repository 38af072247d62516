package io.sluice.transform;

import io.sluice.spark.Rows;
import org.apache.spark.sql.SparkSession;

/**
 * Changes rows between reading and judging: the columns of the files become those of the table.
 * Each row is changed for itself and in the same way each time, so that the law of the merge holds.
 */
public interface Transform {
  /**
   * The changed rows, in the same place. The hidden columns and those of a run stay with their
   * rows; rows with a reason go to quarantine and are left as they are.
   */
  Rows of(SparkSession spark, Rows rows);
}
