package io.sluice.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.settings.Section;
import io.sluice.spec.CsvForm.Encoding;
import io.sluice.spec.Increment.RawFile;
import io.sluice.spec.JobSpec;
import io.sluice.spec.RawSpec.RawFormat;
import io.sluice.storage.Location;
import io.sluice.storage.Sha256;
import io.sluice.storage.Storage;
import io.sluice.stream.GzipStream;
import io.sluice.stream.LongRecordException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * One file: its bytes against its manifest, its encoding, and its content as its format wants it.
 */
final class FileCheck {
  private static final int CHUNK = 1 << 16;
  private static final int MAGIC = 4;
  private static final int START = 64;

  private final Storage storage;
  private final JobSpec job;
  private final ContentCheck content;
  private final Encoding encoding;

  FileCheck(Storage storage, JobSpec job) {
    this.storage = storage;
    this.job = job;
    this.content = new ContentCheck(job);
    this.encoding = FileForm.of(job.raw()).encoding();
  }

  /** A file that is fit to be read. */
  record Checked(RawFile file, Location location, ContentCheck.Content content) {}

  /**
   * Reads the file to its end.
   *
   * @throws DataException if it cannot be used, or may not be read
   * @throws TemporaryException if it cannot be read at the moment
   */
  Checked check(Location location, RawFile file) {
    MessageDigest digest = Sha256.digest();
    ContentCheck.Content found;
    try (CountedStream stored = new CountedStream(opened(location));
        InputStream bytes = new DigestInputStream(stored, digest)) {
      try {
        found = content(location, bytes);
      } catch (DataException e) {
        drain(bytes);
        checkSize(location, file, stored.count());
        checkHash(location, file, Sha256.hex(digest.digest()));
        throw e;
      }
      drain(bytes);
      checkSize(location, file, stored.count());
    } catch (IOException e) {
      throw unreadable(location, e);
    }
    String sha256 = Sha256.hex(digest.digest());
    checkHash(location, file, sha256);
    if (found.records() >= 0 && file.rows().isPresent() && file.rows().get() != found.records()) {
      throw new DataException(
          location
              + ": the number of records differs, found "
              + found.records()
              + " against "
              + file.rows().get()
              + " announced. The increment stays pending. Export it again.");
    }
    return new Checked(
        new RawFile(file.path(), file.bytes(), file.modified(), Optional.of(sha256), file.rows()),
        location,
        found);
  }

  /** A user who may list a folder may lack the right to read its files. */
  private InputStream opened(Location location) {
    try {
      return storage.read(location);
    } catch (ConfigurationException e) {
      throw new DataException(e.getMessage() + " The increment stays pending.", e);
    }
  }

  private static RuntimeException unreadable(Location location, IOException e) {
    return e instanceof AccessDeniedException
        ? new DataException(
            location
                + ": could not be read, access is denied. The increment stays pending. Give this"
                + " user the right to read it.",
            e)
        : Digests.unreadable(location, e);
  }

  /** This check does not depend on the reader. */
  private void checkSize(Location location, RawFile file, long read) {
    if (read == file.bytes()) {
      return;
    }
    Optional<Storage.StoredFile> now = storage.find(location);
    boolean changed =
        now.isEmpty()
            || now.get().bytes() != file.bytes()
            || now.get().modified() != file.modified();
    throw new DataException(
        location
            + ": its size differs, read "
            + read
            + " bytes against "
            + file.bytes()
            + " listed. "
            + (changed
                ? "It was changed or is still being written. The increment stays pending; the next run checks it again. Write files under another name and rename them, or"
                    + " set raw.settle."
                : "The increment stays pending. Run again; if it happens again, export it again."));
  }

  private ContentCheck.Content content(Location location, InputStream bytes) throws IOException {
    return switch (job.raw().format()) {
      case AVRO -> binary(location, bytes, "Obj\u0001", "");
      case PARQUET -> binary(location, bytes, "PAR1", "PAR1");
      case CSV, JSON, JSON_DOCUMENT -> text(location, bytes);
    };
  }

  /** Only Spark reads these formats; that a file is whole shows in how it begins and ends. */
  private ContentCheck.Content binary(
      Location location, InputStream bytes, String begin, String end) throws IOException {
    byte[] chunk = new byte[CHUNK];
    byte[] start = {};
    String last = "";
    long size = 0;
    for (int count = bytes.readNBytes(chunk, 0, CHUNK);
        count > 0;
        count = bytes.readNBytes(chunk, 0, CHUNK)) {
      start = size == 0 ? Arrays.copyOf(chunk, Math.min(START, count)) : start;
      size += count;
      String text = new String(chunk, 0, count, StandardCharsets.ISO_8859_1);
      last = (last + text).substring(Math.max(0, last.length() + count - MAGIC));
    }
    if (size == 0) {
      throw new DataException(
          location
              + ": the file is empty, found 0 bytes against the job's raw.format. The increment"
              + " stays pending. Export it again; if it is not data, remove it or name it in"
              + " raw.ignore.");
    }
    boolean begins = new String(start, StandardCharsets.ISO_8859_1).startsWith(begin);
    if (!begins) {
      requireFormat(location, start);
    }
    if (!begins || !last.endsWith(end)) {
      throw new DataException(
          location
              + ": the file is cut off or of another format, found other bytes at its "
              + (begins ? "end" : "start")
              + " against those of the job's raw.format. The increment stays pending. Export it"
              + " again.");
    }
    return new ContentCheck.Content(List.of(), -1, List.of(), List.of(), FileDrift.NONE, size);
  }

  /** Throws where a file that begins so is of another format that is known. */
  private void requireFormat(Location location, byte[] start) {
    ForeignForm.ofAnyStart(start)
        .ifPresent(
            words -> {
              throw new DataException(
                  location
                      + ": is "
                      + words
                      + " against raw.format: "
                      + Section.word(job.raw().format())
                      + ". The increment stays pending. "
                      + ForeignForm.format(words)
                          .map(format -> FileForm.ofAllFiles("raw.format: " + format))
                          .orElse(ForeignForm.advice(words)));
            });
  }

  private ContentCheck.Content text(Location location, InputStream bytes) throws IOException {
    PushbackInputStream stored = TextFiles.peekable(bytes);
    byte[] start = TextFiles.start(stored);
    boolean packed = TextFiles.isPacked(location.name(), start);
    byte[] plainStart = start;
    try {
      requireText(location, ForeignForm.ofStart(start));
      PushbackInputStream unpacked = packed ? TextFiles.peekable(new GzipStream(stored)) : stored;
      if (packed) {
        requireText(location, ForeignForm.ofPackedStart(TextFiles.start(unpacked)));
      }
      plainStart = TextFiles.start(unpacked);
      requireMark(location, plainStart);
      InputStream characters = Encoded.checked(encoding, unpacked);
      CountedStream plain = new CountedStream(characters);
      ContentCheck.Content found = content.of(location, plain);
      plain.transferTo(OutputStream.nullOutputStream());
      requireNoUtf8(location, characters);
      return found.ofBytes(plain.count(), packed || encoding.isUtf16());
    } catch (ControlByteException e) {
      throw new DataException(
          location
              + ": "
              + e.getMessage()
              + ", against raw.csv.encoding: latin-1. The increment stays pending. "
              + (e.isWindows()
                  ? FileForm.ofAllFiles("raw.csv.encoding: windows-1252")
                  : "Export it again in one of the encodings of raw.csv.encoding."),
          e);
    } catch (BrokenTextException e) {
      throw new DataException(
          location
              + ": not "
              + encodingName()
              + ", found another byte at offset "
              + e.offset()
              + (packed ? " of the unpacked file" : "")
              + (e.isUtf8() ? "; up to there it is UTF-8" : "")
              + ". The increment stays pending. "
              + (job.raw().format() != RawFormat.CSV
                  ? "Export it as " + encodingName() + "."
                  : FileForm.ofAllFiles(
                      e.isUtf8()
                          ? "raw.csv.encoding: utf-8"
                          : "raw.csv.encoding, such as latin-1 or windows-1252")),
          e);
    } catch (JsonProcessingException e) {
      throw new DataException(
          location
              + ": no valid JSON document, at line "
              + (e.getLocation() == null ? 0 : e.getLocation().getLineNr())
              + ", column "
              + (e.getLocation() == null ? 0 : e.getLocation().getColumnNr())
              + ": "
              + e.getOriginalMessage()
              + ". The increment stays pending. "
              + ForeignForm.insteadOfJson(plainStart),
          e);
    } catch (LongRecordException e) {
      throw new DataException(
          location
              + ": "
              + e.getMessage()
              + (encoding.isUtf16() ? " as UTF-8" : "")
              + " against raw.max_record. The increment stays pending. See whether a quote or a"
              + " line end is missing there; if the record is right, raise raw.max_record and the"
              + " memory.",
          e);
    } catch (ZipException e) {
      throw new DataException(
          location
              + ": the gzip file is cut off or broken: "
              + e.getMessage()
              + ". The increment stays pending. Export it again.",
          e);
    }
  }

  private void requireMark(Location location, byte[] start) {
    Encoded.fault(encoding, start)
        .ifPresent(
            fault -> {
              throw new DataException(
                  location
                      + ": is not encoded as the job says, "
                      + fault
                      + ", against "
                      + encodingName()
                      + ". The increment stays pending. "
                      + FileForm.ofAllFiles("raw.csv.encoding to what they are"));
            });
  }

  /** Each byte is a character to these encodings, so nothing else would tell. */
  private void requireNoUtf8(Location location, InputStream characters) {
    if (characters instanceof EightBitStream eightBit && eightBit.isUtf8()) {
      throw new DataException(
          location
              + ": is encoded in UTF-8, as every character outside ASCII shows, first in line "
              + eightBit.line()
              + ", against raw.csv.encoding: "
              + Section.word(encoding)
              + ". The increment stays pending. "
              + FileForm.ofAllFiles("raw.csv.encoding: utf-8"));
    }
  }

  private void requireText(Location location, Optional<String> ofContent) {
    Optional<String> form =
        ofContent
            .filter(words -> !encoding.isUtf16() || !words.startsWith(ForeignForm.UTF_16))
            .or(() -> ForeignForm.ofName(location.name()));
    if (form.isPresent()) {
      throw new DataException(
          location
              + ": is "
              + form.get()
              + " against text in "
              + encodingName()
              + ", plain or compressed by gzip. The increment stays pending. "
              + setting(form.get())
                  .map(FileForm::ofAllFiles)
                  .orElse(ForeignForm.advice(form.get())));
    }
  }

  /** The key with which files of this form are read. */
  private Optional<String> setting(String form) {
    if (!form.startsWith(ForeignForm.UTF_16)) {
      return ForeignForm.format(form).map(format -> "raw.format: " + format);
    }
    return Optional.of(
            form.startsWith(ForeignForm.UTF_16LE)
                ? "utf-16le"
                : form.startsWith(ForeignForm.UTF_16BE) ? "utf-16be" : "utf-16")
        .filter(name -> job.raw().format() == RawFormat.CSV)
        .map(name -> "raw.csv.encoding: " + name);
  }

  private String encodingName() {
    return encoding.name().replace('_', '-');
  }

  private static void drain(InputStream bytes) throws IOException {
    byte[] chunk = new byte[CHUNK];
    while (bytes.read(chunk) >= 0) {
      // The digest takes every byte, those behind the last record among them.
    }
  }

  private static void checkHash(Location location, RawFile file, String sha256) {
    if (file.sha256().isPresent() && !file.sha256().get().equals(sha256)) {
      throw new DataException(
          location
              + ": its content differs from the manifest, found SHA-256 "
              + sha256
              + " against "
              + file.sha256().get()
              + ". The increment stays pending. Put the right file there, or write the manifest again.");
    }
  }
}
