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
  private final boolean keeping;
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger upgrades = new AtomicInteger();

  /** To the server at this port of this machine; each answer closes its connection, and says so. */
  public FaultyWire(int server) {
    this(server, false);
  }

  private FaultyWire(int server, boolean keeping) {
    this.server = server;
    this.keeping = keeping;
    try {
      this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** The same, whose connections stay open for further requests. */
  public static FaultyWire keepingConnections(int server) {
    return new FaultyWire(server, true);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Requests so far, such as {@code PUT /bucket/key}. */
  public List<String> seen() {
    return List.copyOf(seen);
  }

  /** How many requests asked first whether their body may be sent. */
  public int asked() {
    return asked.get();
  }

  /** How many requests offered to go on with another protocol. */
  public int upgrades() {
    return upgrades.get();
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

  /** All goes well, and then the connection ends, of which the answer said nothing. */
  public static Fault goneAfterwards() {
    return exchange -> {
      exchange.answer(exchange.forwarded());
      exchange.end();
    };
  }

  /** As a proxy that knows HTTP/1.0 alone answers: where the connection ends, the body ends. */
  public static Fault ofHttp10() {
    return exchange -> {
      byte[] answer = exchange.forwarded();
      String head = Answers.head(answer).replaceFirst("^HTTP/1.1", "HTTP/1.0");
      String lost =
          exchange.head().startsWith("HEAD ")
              ? "connection"
              : "content-length|transfer-encoding|connection";
      exchange.answerAsItIs(
          Answers.of(head.replaceAll("(?im)^(" + lost + "):.*\r\n", ""), Answers.body(answer)));
      exchange.end();
    };
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
      Exchange exchange;
      do {
        exchange = Exchange.read(client, server, keeping);
        seen.add(exchange.line());
        asked.addAndGet(exchange.asked ? 1 : 0);
        upgrades.addAndGet(exchange.head().contains("\r\nUpgrade:") ? 1 : 0);
        fault(exchange.head()).befall(exchange);
      } while (exchange.isKept());
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

  /** One request. */
  public static final class Exchange {
    private final Socket client;
    private final int server;
    private final boolean keeping;
    private final String head;
    private final byte[] body;
    private final boolean asked;
    private boolean kept;

    private record Wire(Socket client, int server, boolean keeping) {}

    private Exchange(Wire wire, String head, byte[] body, boolean asked) {
      this.client = wire.client();
      this.server = wire.server();
      this.keeping = wire.keeping();
      this.head = head;
      this.asked = asked;
      this.body = body;
    }

    String head() {
      return head;
    }

    String line() {
      return head.substring(0, head.indexOf(" HTTP/"));
    }

    private static Exchange read(Socket client, int server, boolean keeping) throws IOException {
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
      boolean asked = false;
      for (String line : head.toString(ISO_8859_1).split("\r\n", -1)) {
        String name = line.toLowerCase(Locale.ROOT);
        if (name.startsWith("content-length:")) {
          length = Integer.parseInt(name.substring("content-length:".length()).trim());
        }
        if (name.startsWith("expect:")) {
          asked = true;
          client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
        } else if (!name.startsWith("connection:") && !line.isEmpty()) {
          kept.add(line);
        }
      }
      kept.add("Connection: close");
      return new Exchange(
          new Wire(client, server, keeping),
          String.join("\r\n", kept) + "\r\n\r\n",
          in.readNBytes(length),
          asked);
    }

    /** Has the server do it; what it answers. */
    byte[] forwarded() throws IOException {
      try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
        OutputStream out = upstream.getOutputStream();
        // What a proxy is told names the server too.
        out.write(head.replaceFirst("^(\\S+) http://[^/ ]+", "$1 ").getBytes(ISO_8859_1));
        out.write(body);
        out.flush();
        return upstream.getInputStream().readAllBytes();
      }
    }

    void answer(byte[] bytes) throws IOException {
      kept = keeping;
      answerAsItIs(keeping ? Answers.keeping(bytes, head.startsWith("HEAD ")) : bytes);
    }

    void answerAsItIs(byte[] bytes) throws IOException {
      client.getOutputStream().write(bytes);
      client.getOutputStream().flush();
    }

    /** No further request is read from its connection. */
    void end() {
      kept = false;
    }

    private boolean isKept() {
      return kept;
    }
  }
}
