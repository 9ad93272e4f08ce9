package dev.upkeep.notification;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real HTTP server in this JVM that takes what an incoming webhook takes. */
public final class ChatServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<JsonNode> posts = new CopyOnWriteArrayList<>();
  private volatile Answering answering = exchange -> answer(exchange, 200, "ok");

  public ChatServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  /** What the server says. */
  public interface Answering {
    void answer(HttpExchange exchange) throws IOException;
  }

  public String webhook(String secretPath) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/services/" + secretPath;
  }

  public List<JsonNode> posts() {
    return posts;
  }

  public void answering(Answering other) {
    this.answering = other;
  }

  public static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void take(HttpExchange exchange) throws IOException {
    posts.add(JsonMapper.builder().build().readTree(exchange.getRequestBody().readAllBytes()));
    answering.answer(exchange);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
