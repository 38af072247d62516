package io.sluice.table.files;

/**
 * A file with entries of a long list, which versions share.
 *
 * @param path below the table's folder
 * @param entries how many of the list it has
 * @param sha256 of the file, in lower-case hex
 */
record Part(String path, int entries, String sha256) {}
