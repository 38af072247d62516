package io.sluice.table.files;

import io.sluice.error.DataException;
import io.sluice.error.TemporaryException;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import io.sluice.storage.Storage.StoredFile;
import io.sluice.table.SideFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The JSON lines of a side folder, one after the other; one line at a time is held. */
final class SideLines implements Iterator<String>, AutoCloseable {
  private final Storage storage;
  private final Location place;
  private final SideFolder folder;
  private final Iterator<StoredFile> files;
  private Optional<BufferedReader> reader = Optional.empty();
  private Optional<String> next = Optional.empty();
  private long read;

  private SideLines(Storage storage, Location root, SideFolder folder) {
    this.storage = storage;
    this.place = root.append(folder.path());
    this.folder = folder;
    this.files =
        storage.list(place).stream()
            .filter(file -> file.location().name().endsWith(".json"))
            .iterator();
  }

  /**
   * The lines; to be closed.
   *
   * @throws DataException at the end, if they are not as many as there were
   */
  static Stream<String> of(Storage storage, Location root, SideFolder folder) {
    SideLines lines = new SideLines(storage, root, folder);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(lines, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(lines::close);
  }

  @Override
  public boolean hasNext() {
    try {
      while (next.isEmpty() && (reader.isPresent() || files.hasNext())) {
        if (reader.isEmpty()) {
          reader =
              Optional.of(
                  new BufferedReader(
                      new InputStreamReader(
                          storage.read(files.next().location()), StandardCharsets.UTF_8)));
        }
        next = Optional.ofNullable(reader.get().readLine());
        if (next.isEmpty()) {
          close();
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
    if (next.isEmpty() && read != folder.rows()) {
      throw new DataException(
          place
              + ": the folder has "
              + read
              + " rows against "
              + folder.rows()
              + " when it was written. Nothing was changed. sluice status names damaged files and"
              + " the ways to repair them");
    }
    return next.isPresent();
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    String line = next.orElseThrow();
    next = Optional.empty();
    read++;
    return line;
  }

  @Override
  public void close() {
    try {
      if (reader.isPresent()) {
        reader.get().close();
        reader = Optional.empty();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private TemporaryException failed(IOException e) {
    return new TemporaryException(
        place + ": reading failed, " + e.getMessage() + ". Nothing was changed. Try again", e);
  }
}
