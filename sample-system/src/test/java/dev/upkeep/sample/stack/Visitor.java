package dev.upkeep.sample.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Someone who comes to the front door, over HTTP/1.1 connections that are kept. */
final class Visitor implements AutoCloseable {

  private final URI door;
  private final HttpClient client;

  Visitor(SampleStack stack) {
    this.door = stack.frontDoor();
    this.client =
        HttpClient.newBuilder()
            .sslContext(stack.tls())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(door.resolve(path)).timeout(Duration.ofSeconds(30));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> begin(String path) {
    return client.sendAsync(request(path).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    HttpRequest request = request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  static String colour(HttpResponse<String> answer) {
    return answer.headers().firstValue("X-Colour").orElse("none");
  }

  static String servedBy(HttpResponse<String> answer) {
    return answer.headers().firstValue("X-Served-By").orElse("none");
  }

  /** An open websocket, all that was heard on it, and how it was closed. */
  record Conversation(
      WebSocket socket, List<String> heard, CompletableFuture<Integer> closedWith) {}

  Conversation talk() {
    List<String> heard = new CopyOnWriteArrayList<>();
    CompletableFuture<Integer> closedWith = new CompletableFuture<>();
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .buildAsync(
                URI.create(door.toString().replace("https", "wss") + "/ws"),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean end) {
                    heard.add(text.toString());
                    from.request(1);
                    return CompletableFuture.completedStage(null);
                  }

                  @Override
                  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                    closedWith.complete(code);
                    return CompletableFuture.completedStage(null);
                  }

                  @Override
                  public void onError(WebSocket from, Throwable error) {
                    closedWith.completeExceptionally(error);
                  }
                })
            .join();
    return new Conversation(socket, heard, closedWith);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
