package io.sluice.run.extract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A wire that is cut: passes connections on, and resets each as long as there are resets left,
 * after so many bytes of the answer. A reset is TCP's, which a server of HTTP cannot be made to
 * send.
 */
final class ResettingProxy implements AutoCloseable {
  private final ServerSocket door;
  private final URI to;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private int resetsLeft;
  private int afterBytes;

  ResettingProxy(URI to) {
    this.to = to;
    try {
      this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  synchronized void reset(int connections, int bytes) {
    resetsLeft = connections;
    afterBytes = bytes;
  }

  synchronized int resetsLeft() {
    return resetsLeft;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Socket server = new Socket(to.getHost(), to.getPort());
        threads.execute(() -> pass(client, server, false));
        threads.execute(() -> pass(server, client, true));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void pass(Socket from, Socket to, boolean answer) {
    byte[] chunk = new byte[64];
    int passed = 0;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        if (answer && cuts(passed)) {
          to.setSoLinger(true, 0);
          return;
        }
        out.write(chunk, 0, count);
        passed += count;
      }
    } catch (IOException e) {
      // The other direction has ended the connection.
      return;
    }
  }

  private synchronized boolean cuts(int passed) {
    if (resetsLeft == 0 || passed < afterBytes) {
      return false;
    }
    resetsLeft--;
    return true;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
