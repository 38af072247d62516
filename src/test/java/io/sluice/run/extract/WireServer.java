package io.sluice.run.extract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** Answers every request with the same bytes, whatever they are, and hangs up. */
final class WireServer implements AutoCloseable {
  private final ServerSocket server;

  WireServer(byte[] answer) {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(() -> serve(answer), "wire server");
    thread.setDaemon(true);
    thread.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void serve(byte[] answer) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        InputStream in = socket.getInputStream();
        int unused = in.read(new byte[1 << 16]);
        socket.getOutputStream().write(answer);
        socket.shutdownOutput();
        socket.setSoTimeout(20);
        while (in.read() >= 0) {
          // The rest of the request, so that the end is no reset.
        }
      } catch (IOException e) {
        // Closed, or the client has gone.
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
