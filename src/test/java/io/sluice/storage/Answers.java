package io.sluice.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/** Whole answers of an HTTP server, as bytes that ended with their connection. */
final class Answers {
  private static final String END_OF_HEAD = "\r\n\r\n";

  private Answers() {}

  /** The status line and the headers, each with its line end. */
  static String head(byte[] answer) {
    String text = new String(answer, ISO_8859_1);
    return text.substring(0, text.indexOf(END_OF_HEAD) + 2);
  }

  /** What follows the head, out of its chunks. */
  static byte[] body(byte[] answer) {
    String head = head(answer);
    byte[] body = Arrays.copyOfRange(answer, head.length() + 2, answer.length);
    return has(head, "transfer-encoding: chunked") ? unchunked(body) : body;
  }

  static byte[] of(String head, byte[] body) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes((head + "\r\n").getBytes(ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }

  /** The same answer, after which the connection can be used again. */
  static byte[] keeping(byte[] answer, boolean toHead) {
    byte[] body = body(answer);
    String head = head(answer).replaceAll("(?im)^(transfer-encoding|connection):.*\r\n", "");
    boolean measured = toHead || has(head, "content-length:") || has(head, " 204 ");
    return of(head + (measured ? "" : "Content-Length: " + body.length + "\r\n"), body);
  }

  private static boolean has(String head, String text) {
    return head.toLowerCase(Locale.ROOT).contains(text);
  }

  private static byte[] unchunked(byte[] body) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    String text = new String(body, ISO_8859_1);
    int at = 0;
    while (true) {
      int line = text.indexOf("\r\n", at);
      int length = Integer.parseInt(text.substring(at, line).replaceFirst(";.*", "").trim(), 16);
      if (length == 0) {
        return all.toByteArray();
      }
      all.write(body, line + 2, length);
      at = line + 2 + length + 2;
    }
  }
}
