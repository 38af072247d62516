package io.sluice.table.files;

import io.sluice.error.TemporaryException;
import io.sluice.storage.Location;
import io.sluice.table.SideFolder;
import io.sluice.table.files.TableVersion.Layout;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Takes rows out of open quarantine: they are written to a folder of dismissed rows, and what stays
 * of their folders to one of open rows. Lines of rows that stay are copied as they are.
 */
final class Dismissal {
  private static final String FILE = "/part-00000.json";

  private final FilesTable table;
  private final String folder;

  /** In a version's new folder. */
  Dismissal(FilesTable table, String folder) {
    this.table = table;
    this.folder = folder;
  }

  /**
   * Writes both folders.
   *
   * @param dismissed of a line the one to keep on record, or nothing where the row stays open
   */
  Layout of(Layout before, Function<String, Optional<String>> dismissed) {
    List<SideFolder> open = new ArrayList<>();
    List<SideFolder> touched = new ArrayList<>();
    for (SideFolder one : before.quarantine()) {
      (holds(one, dismissed) ? touched : open).add(one);
    }
    Lines rest = new Lines(folder + FolderWriter.QUARANTINE);
    Lines taken = new Lines(folder + "/_dismissed");
    try (rest;
        taken) {
      for (SideFolder one : touched) {
        try (Stream<String> lines = lines(one)) {
          lines.forEach(
              line -> dismissed.apply(line).ifPresentOrElse(taken::write, () -> rest.write(line)));
        }
      }
    }
    rest.written().ifPresent(open::add);
    List<SideFolder> record = new ArrayList<>(before.dismissed());
    taken.written().ifPresent(record::add);
    return new Layout(
        before.format(),
        before.partitionBy(),
        before.dataFiles(),
        before.tombstones(),
        open,
        record,
        before.history());
  }

  private boolean holds(SideFolder one, Function<String, Optional<String>> dismissed) {
    try (Stream<String> lines = lines(one)) {
      return lines.anyMatch(line -> dismissed.apply(line).isPresent());
    }
  }

  private Stream<String> lines(SideFolder one) {
    return SideLines.of(table.storage(), table.root(), one);
  }

  /** A folder that is made with its first line. */
  private final class Lines implements AutoCloseable {
    private final String path;
    private Optional<OutputStream> out = Optional.empty();
    private long rows;
    private long bytes;

    Lines(String path) {
      this.path = path;
    }

    void write(String line) {
      byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
      if (out.isEmpty()) {
        out = Optional.of(new BufferedOutputStream(table.storage().write(file())));
      }
      try {
        out.get().write(text);
      } catch (IOException e) {
        throw failed(e);
      }
      rows++;
      bytes += text.length;
    }

    Optional<SideFolder> written() {
      return rows == 0
          ? Optional.empty()
          : Optional.of(new SideFolder(path, rows, OptionalLong.of(bytes)));
    }

    @Override
    public void close() {
      try {
        if (out.isPresent()) {
          out.get().close();
        }
      } catch (IOException e) {
        throw failed(e);
      }
    }

    private Location file() {
      return table.root().append(path + FILE);
    }

    private TemporaryException failed(IOException e) {
      return new TemporaryException(
          file() + ": writing failed, " + e.getMessage() + ". Nothing was committed. Try again", e);
    }
  }
}
