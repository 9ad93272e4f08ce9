package dev.upkeep.benchmarks.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An application with 200 transactions a second, whatever the server does: each reads a document,
 * counts that it was seen, and inserts into the audit table. What is late counts from when it was
 * due. A process of its own, so that it shares no garbage collector with what is measured.
 */
final class Application implements AutoCloseable {
  private static final long EVERY_NANOS = 5_000_000;
  private static final int CONNECTIONS = 8;
  private static final String READY = "ready";
  private static final String WORD = "BENCHMARK_PASSWORD";

  private final Process process;
  private final BufferedReader out;
  private final Writer in;
  private final long began;

  private Application(Process process, BufferedReader out) {
    this.process = process;
    this.out = out;
    this.in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII);
    this.began = System.nanoTime();
  }

  /** Starts it; its transactions have begun. */
  static Application start(AuditServer server) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            Application.class.getName(),
            server.url());
    builder.environment().put(WORD, AuditServer.PASSWORD);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    if (!READY.equals(out.readLine())) {
      process.destroyForcibly();
      throw new IOException("the application did not start");
    }
    return new Application(process, out);
  }

  /**
   * What it has felt: for each transaction when it was due, since the start, and how long it took.
   */
  record Felt(double second, double millis) {}

  /** Seconds since it was ready. */
  double now() {
    return (System.nanoTime() - began) / 1e9;
  }

  /** Ends it, and answers all that it felt. */
  List<Felt> end() throws IOException {
    in.write("end\n");
    in.flush();
    List<Felt> felt = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      String[] two = line.split(" ", 2);
      felt.add(new Felt(Double.parseDouble(two[0]), Double.parseDouble(two[1])));
    }
    if (felt.isEmpty()) {
      throw new IOException("the application failed; see above");
    }
    return felt;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Works until a line comes in. */
  public static void main(String[] arguments) throws Exception {
    String password = String.valueOf(System.getenv(WORD));
    var felt = new ConcurrentLinkedQueue<String>();
    try (ScheduledExecutorService beats = Executors.newScheduledThreadPool(CONNECTIONS);
        var incoming =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      List<One> connections = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        var one = new One(arguments[0], password);
        for (int warm = 0; warm < 200; warm++) {
          one.transaction(warm);
        }
        connections.add(one);
      }
      long start = System.nanoTime();
      System.out.println(READY);
      for (int i = 0; i < CONNECTIONS; i++) {
        One one = connections.get(i);
        long[] due = {start + i * EVERY_NANOS};
        var _ =
            beats.scheduleAtFixedRate(
                () -> {
                  try {
                    one.transaction(due[0]);
                  } catch (RuntimeException e) {
                    // An application that stands still would feel nothing.
                    System.err.println("The application's transaction failed: " + e);
                    Runtime.getRuntime().halt(1);
                  }
                  felt.add(
                      String.format(
                          Locale.ROOT,
                          "%.4f %.4f",
                          (due[0] - start) / 1e9,
                          (System.nanoTime() - due[0]) / 1e6));
                  due[0] += CONNECTIONS * EVERY_NANOS;
                },
                due[0] - System.nanoTime(),
                CONNECTIONS * EVERY_NANOS,
                TimeUnit.NANOSECONDS);
      }
      incoming.readLine();
      beats.shutdownNow();
      if (!beats.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a transaction did not end within 10 s");
      }
      felt.forEach(System.out::println);
    }
  }

  /** One of its connections. */
  private static final class One {
    private final Connection connection;
    private final PreparedStatement read;
    private final PreparedStatement count;
    private final PreparedStatement insert;

    One(String url, String password) throws SQLException {
      connection = DriverManager.getConnection(url, AuditServer.USER, password);
      connection.setAutoCommit(false);
      read = connection.prepareStatement("SELECT title FROM documents WHERE id = ?");
      count = connection.prepareStatement("UPDATE documents SET seen = seen + 1 WHERE id = ?");
      insert =
          connection.prepareStatement(
              """
              INSERT INTO audit (user_id, action, entity_id, summary, changes, created_at)
              VALUES (?, 'VIEW', ?, 'เปิดดูเอกสาร', '{"status": "SEEN"}', UTC_TIMESTAMP())
              """);
    }

    void transaction(long number) {
      int document = (int) (1 + Math.floorMod(number / 1000 * 7919, 20_000L));
      try {
        read.setInt(1, document);
        read.executeQuery().close();
        count.setInt(1, document);
        count.executeUpdate();
        insert.setInt(1, document % 500);
        insert.setInt(2, document);
        insert.executeUpdate();
        connection.commit();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
