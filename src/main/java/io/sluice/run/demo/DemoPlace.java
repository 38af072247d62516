package io.sluice.run.demo;

import java.nio.file.Path;

/**
 * A demo's folder. Commands typed in it take its files without further options.
 *
 * @param folder of all of it
 * @param conf the environment file
 * @param jobs the folder of job files
 * @param lake the folder of the zones
 */
public record DemoPlace(Path folder, Path conf, Path jobs, Path lake) {}
