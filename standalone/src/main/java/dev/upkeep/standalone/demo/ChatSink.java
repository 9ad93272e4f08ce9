package dev.upkeep.standalone.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.upkeep.events.envelope.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A chat's incoming webhook on loopback that keeps what it is sent. */
final class ChatSink implements AutoCloseable {
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  ChatSink() {
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("The chat's webhook cannot listen on loopback", e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      messages.add(EventJson.mapper().readTree(body).path("text").asString());
      byte[] answer = "ok".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  String url() {
    return "http://127.0.0.1:%d/services/demo".formatted(server.getAddress().getPort());
  }

  /** The texts, in the order in which they came. */
  List<String> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
