package io.sluice.read;

import io.sluice.spec.Increment;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * A file, or a part of one, and what a row has to know of it, in a form that travels to executors.
 *
 * @param location where it lies, as text
 * @param path below the raw folder
 * @param header the names of its cells; empty for JSON
 * @param from the byte at which the part begins; 0 for the start of the file
 * @param to the byte at which the next part begins; {@link Long#MAX_VALUE} for the end of the file
 * @param bytes the size of the whole file, as stored
 * @param recordsBefore how many records of the file end before the part
 * @param records how many the part holds, as they were counted; -1 where only Spark can tell
 * @param mostBytes that a record may have
 */
record SourceFile(
    String location,
    String path,
    Increment.Origin origin,
    ArrayList<String> header,
    long from,
    long to,
    long bytes,
    long recordsBefore,
    long records,
    long mostBytes)
    implements Serializable {}
