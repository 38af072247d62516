package io.sluice.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A wire to an HTTP server that does to some requests what wires and servers do on a bad day. */
public final class FaultyWire implements AutoCloseable {
  /** What becomes of a request. */
  @FunctionalInterface
  public interface Fault {
    void befall(Exchange exchange) throws IOException;
  }

  private record Rule(Pattern request, AtomicInteger times, Fault fault) {}

  private final int server;
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  /** To the server at this port of this machine. */
  public FaultyWire(int server) {
    this.server = server;
    try {
      this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Requests so far, such as {@code PUT /bucket/key}. */
  public List<String> seen() {
    return List.copyOf(seen);
  }

  /** Lets a fault befall the next {@code times} requests whose head holds the pattern. */
  public FaultyWire on(String request, int times, Fault fault) {
    rules.add(new Rule(Pattern.compile(request), new AtomicInteger(times), fault));
    return this;
  }

  /** From now on nothing is answered any more. */
  public FaultyWire always(Fault fault) {
    return on("", Integer.MAX_VALUE, fault);
  }

  /** From now on all goes well. */
  public void mend() {
    rules.clear();
  }

  /** The connection ends before the server hears of the request. */
  public static Fault dropped() {
    return exchange -> {};
  }

  /** The server does it, and the connection ends before it says so. */
  public static Fault answerLost() {
    return Exchange::forwarded;
  }

  /** Neither an answer nor an end. */
  public static Fault silent() {
    return exchange -> {
      try {
        Thread.sleep(600_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** The server does it, and only so many bytes of its answer arrive. */
  public static Fault cutAfter(int bytes) {
    return exchange -> {
      byte[] answer = exchange.forwarded();
      exchange.answer(java.util.Arrays.copyOf(answer, Math.min(bytes, answer.length)));
    };
  }

  /** An error of S3 that the server did not make; it never hears of the request. */
  public static Fault refused(int status, String code) {
    return exchange -> exchange.answer(error(status, code));
  }

  /** The server does it, and an error is what arrives. */
  public static Fault doneBut(int status, String code) {
    return exchange -> {
      byte[] unused = exchange.forwarded();
      exchange.answer(error(status, code));
    };
  }

  /** Success, of which the server never hears. */
  public static Fault pretended() {
    return exchange ->
        exchange.answer(
            "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                .getBytes(ISO_8859_1));
  }

  private static byte[] error(int status, String code) {
    byte[] body =
        ("<?xml version=\"1.0\"?><Error><Code>"
                + code
                + "</Code><Message>As told.</Message></Error>")
            .getBytes(UTF_8);
    byte[] start =
        ("HTTP/1.1 "
                + status
                + " Told\r\nContent-Type: application/xml\r\nContent-Length: "
                + body.length
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(ISO_8859_1);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(start);
    all.writeBytes(body);
    return all.toByteArray();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      Exchange exchange = Exchange.read(client, server);
      seen.add(exchange.line());
      Fault fault = fault(exchange.head());
      fault.befall(exchange);
    } catch (IOException e) {
      seen.add("a connection that broke: " + e.getMessage());
    }
  }

  private Fault fault(String head) {
    for (Rule rule : rules) {
      if (rule.request().matcher(head).find() && rule.times().getAndDecrement() > 0) {
        return rule.fault();
      }
    }
    return exchange -> exchange.answer(exchange.forwarded());
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One request, the only one of its connection. */
  public static final class Exchange {
    private final Socket client;
    private final int server;
    private final String head;
    private final byte[] body;

    private Exchange(Socket client, int server, String head, byte[] body) {
      this.client = client;
      this.server = server;
      this.head = head;
      this.body = body;
    }

    String head() {
      return head;
    }

    String line() {
      return head.substring(0, head.indexOf(" HTTP/"));
    }

    private static Exchange read(Socket client, int server) throws IOException {
      InputStream in = client.getInputStream();
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("no request");
        }
        head.write(next);
      }
      List<String> kept = new ArrayList<>();
      int length = 0;
      for (String line : head.toString(ISO_8859_1).split("\r\n", -1)) {
        String name = line.toLowerCase(Locale.ROOT);
        if (name.startsWith("content-length:")) {
          length = Integer.parseInt(name.substring("content-length:".length()).trim());
        }
        if (name.startsWith("expect:")) {
          client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
        } else if (!name.startsWith("connection:") && !line.isEmpty()) {
          kept.add(line);
        }
      }
      kept.add("Connection: close");
      return new Exchange(
          client, server, String.join("\r\n", kept) + "\r\n\r\n", in.readNBytes(length));
    }

    /** Has the server do it; what it answers. */
    byte[] forwarded() throws IOException {
      try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
        OutputStream out = upstream.getOutputStream();
        out.write(head.getBytes(ISO_8859_1));
        out.write(body);
        out.flush();
        return upstream.getInputStream().readAllBytes();
      }
    }

    void answer(byte[] bytes) throws IOException {
      client.getOutputStream().write(bytes);
      client.getOutputStream().flush();
    }
  }
}
