package io.sluice.table.files;

import io.sluice.error.SluiceException;
import io.sluice.storage.Sha256;
import io.sluice.table.ReadingEngine;
import io.sluice.table.ReadingLines;
import io.sluice.table.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code _README}: says to whoever finds the table's folder what to read in it. It changes with the
 * table's format and partitions only, so that a usual commit does not write it. No table depends on
 * it.
 */
final class ReadmeFile {
  private static final Logger LOG = LoggerFactory.getLogger(ReadmeFile.class);
  private static final List<ReadingEngine> SHOWN =
      List.of(ReadingEngine.DUCKDB, ReadingEngine.PANDAS, ReadingEngine.SPARK);

  private final FilesTable table;

  /** The hash of what lies there, as far as it is known. */
  private volatile String there = "";

  ReadmeFile(FilesTable table) {
    this.table = table;
  }

  /** Tells what an earlier call of {@link #follow} has returned, maybe that of another process. */
  void found(String hash) {
    there = hash;
  }

  /** Whether what lies there is right for this version, as far as it is known. */
  boolean isRight(Snapshot version) {
    return there.equals(hash(content(version)));
  }

  /**
   * Writes the file, if another one or none is known to be there; a failure is logged alone.
   *
   * @return what lies there now, for {@link #found}
   */
  String follow(Snapshot version) {
    byte[] content = content(version);
    String hash = hash(content);
    if (!there.equals(hash)) {
      try {
        table.storage().put(table.root().append("_README"), content);
        there = hash;
      } catch (SluiceException e) {
        LOG.warn("{}: _README was not written; {}", table.root(), e.getMessage());
      }
    }
    return there;
  }

  private byte[] content(Snapshot version) {
    ReadingLines lines = new ReadingLines(table.dataset(), table.root(), version);
    String blocks =
        SHOWN.stream()
            .flatMap(engine -> lines.of(engine, engine.word()).stream())
            .map(block -> "\n" + block)
            .collect(Collectors.joining());
    return """
    This folder is the table %s, made by Sluice.

    _manifest   names the data files of the current version, one URI a line. Read these files,
                and no others. Read _manifest again for each query: old files are deleted
                some days after a newer version is there.
    _data       holds the files of several versions. Do not read it whole: a pattern such as
                _data/**/*.%s gives rows that are outdated or deleted, and rows twice.
    _versions   says what each version is made of.

    Change nothing here: Sluice compares the files with what it wrote. For other engines:

        sluice describe %s --read-with %s
    %s\
    """
        .formatted(
            table.dataset(),
            version.format().text(),
            table.dataset(),
            String.join("|", ReadingEngine.words()),
            blocks)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String hash(byte[] content) {
    return Sha256.of(content).substring(0, 16);
  }
}
