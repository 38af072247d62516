/** Tables of data files in Parquet, ORC or Avro, and version files (docs/format.md). */
package io.sluice.table.files;
