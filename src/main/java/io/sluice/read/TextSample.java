package io.sluice.read;

import io.sluice.spec.CsvForm.Encoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A local text file that is looked into before there is a job for it. */
public final class TextSample {
  private final Path file;

  /** A file, packed by gzip or not. */
  public TextSample(Path file) {
    this.file = file;
  }

  /**
   * The format in which no run could read the file, in words that follow "is"; nothing where it may
   * be text, or Avro or Parquet as it is stored.
   */
  public Optional<String> foreignForm() throws IOException {
    try (PushbackInputStream stored = TextFiles.peekable(Files.newInputStream(file))) {
      byte[] start = TextFiles.start(stored);
      if (!TextFiles.isPacked(name(), start)) {
        return ForeignForm.ofStart(start)
            .filter(words -> !words.startsWith(ForeignForm.UTF_16) && !words.endsWith(" file"))
            .or(() -> ForeignForm.ofName(name()));
      }
    }
    try (PushbackInputStream unpacked = TextFiles.peekable(bytes())) {
      return ForeignForm.ofPackedStart(TextFiles.start(unpacked))
          .filter(words -> !words.startsWith(ForeignForm.UTF_16));
    }
  }

  /** The bytes of the file, unpacked. */
  public InputStream bytes() throws IOException {
    return TextFiles.unpacked(name(), Files.newInputStream(file));
  }

  /** The text of the file as parsers take it. */
  public InputStream text(Encoding encoding) throws IOException {
    return Encoded.text(encoding, bytes());
  }

  private String name() {
    return String.valueOf(file.getFileName());
  }
}
