package io.sluice.read;

import io.sluice.spec.Increment;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * What a row has to know of its file, in a form that travels to executors.
 *
 * @param location where it lies, as text
 * @param path below the raw folder
 * @param header the names of its cells; empty for JSON
 */
record SourceFile(String location, String path, Increment.Origin origin, ArrayList<String> header)
    implements Serializable {}
