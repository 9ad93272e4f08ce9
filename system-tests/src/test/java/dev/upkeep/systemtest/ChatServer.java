package dev.upkeep.systemtest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A chat's incoming webhook on loopback that keeps what it is sent. */
final class ChatServer implements AutoCloseable {
  private final List<String> posts = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  ChatServer() {
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("the chat cannot listen on loopback", e);
    }
    server.createContext("/services/" + Planted.WEBHOOK_PATH, this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      posts.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      byte[] answer = "ok".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  String webhook() {
    return "http://127.0.0.1:%d/services/%s"
        .formatted(server.getAddress().getPort(), Planted.WEBHOOK_PATH);
  }

  /** The bodies, in the order in which they came. */
  List<String> posts() {
    return List.copyOf(posts);
  }

  /**
   * How many of them said that a runbook completed; messages about others may still come in when a
   * test begins.
   */
  int completionsOf(String runbook) {
    String said = "Runbook %s completed".formatted(runbook);
    return (int) posts.stream().filter(post -> post.contains(said)).count();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
