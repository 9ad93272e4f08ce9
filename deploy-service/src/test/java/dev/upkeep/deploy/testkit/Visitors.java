package dev.upkeep.deploy.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * People who go on using the system meanwhile: each sends GET and POST requests over a connection
 * that is kept open. Every request without a good answer counts, since none is sent again.
 */
public final class Visitors implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong answered = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean left;

  private Visitors(String host, int count) {
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofVirtual().start(() -> visit(host)));
    }
  }

  public static Visitors of(String host, int count) {
    return new Visitors(host, count);
  }

  /** Lets them go and answers how many requests got a good answer. */
  public long leave() {
    left = true;
    threads.forEach(
        thread -> {
          try {
            thread.join(PATIENCE);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return answered.get();
  }

  /** The requests that got no good answer. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  private void visit(String host) {
    while (!left) {
      try (Socket socket = new Socket(host, 80)) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        InputStream in = new BufferedInputStream(socket.getInputStream());
        boolean post = false;
        boolean open = true;
        while (!left && open) {
          post = !post;
          socket
              .getOutputStream()
              .write(
                  (post
                          ? "POST /post HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"
                          : "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                      .getBytes(StandardCharsets.UTF_8));
          open = answer(in);
        }
      } catch (IOException e) {
        failures.add(String.valueOf(e));
      }
    }
  }

  /**
   * Reads one answer; false where the connection is closed after it, as NGINX does now and then.
   */
  private boolean answer(InputStream in) throws IOException {
    String status = line(in);
    boolean stays = true;
    int length = 0;
    boolean chunked = false;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      stays &= !line.equalsIgnoreCase("Connection: close");
      chunked |= line.equalsIgnoreCase("Transfer-Encoding: chunked");
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    if (chunked) {
      for (int size = size(in); size > 0; size = size(in)) {
        in.skipNBytes(size + 2L);
      }
      line(in);
    } else {
      in.skipNBytes(length);
    }
    if (status.startsWith("HTTP/1.1 200")) {
      answered.incrementAndGet();
    } else {
      failures.add(status);
    }
    return stays;
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("closed after '" + line + "'");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  @Override
  public void close() {
    leave();
  }
}
