/**
 * Streams of bytes below any format: what gzip files hold, checked up to their last byte, and what
 * readers of records share ({@link io.sluice.stream.RecordReader}). Uses the JDK only.
 */
package io.sluice.stream;
