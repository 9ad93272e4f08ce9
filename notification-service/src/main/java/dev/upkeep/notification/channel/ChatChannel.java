package dev.upkeep.notification.channel;

import dev.upkeep.chassis.observability.Masking;
import dev.upkeep.notification.channel.Answer.NotNow;
import dev.upkeep.notification.channel.Answer.Refused;
import dev.upkeep.notification.message.ChatMessage;
import dev.upkeep.system.Subscription;
import dev.upkeep.system.secret.ResolvedSecret;
import dev.upkeep.system.secret.Secret;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.secret.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/** The chat, by a Slack-compatible incoming webhook. */
final class ChatChannel implements Channel, AutoCloseable {
  private static final int MOST_ANSWER = 2048;

  private final ChatSettings settings;
  private final Secrets secrets;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient http;

  ChatChannel(ChatSettings settings, Secrets secrets, Clock clock) {
    this.settings = settings;
    this.secrets = secrets;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  @Override
  public Subscription.Channel kind() {
    return Subscription.Channel.CHAT;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  @Override
  public Answer send(Letter letter) {
    Optional<SecretReference> own = settings.own(letter.address());
    Optional<SecretReference> reference = own.or(settings::shared);
    if (reference.isEmpty()) {
      return new Refused(
          "no webhook is set for the chat '%s'".formatted(letter.address()),
          "Set upkeep.chat.webhook, or upkeep.chat.webhooks.NAME for this chat alone, and start the"
              + " service again");
    }
    return switch (secrets.resolve(reference.get())) {
      case ResolvedSecret.NotFound(String why, String remedy) ->
          new NotNow("the chat's webhook: " + why, remedy, Optional.empty(), false);
      case ResolvedSecret.Found(Secret webhook) -> {
        Masking.register(webhook.reveal());
        yield switch (Webhook.checked(webhook, settings.allowedHosts())) {
          case Webhook.Usable(URI at) -> post(at, body(letter, own.isEmpty()));
          case Webhook.Unusable(String why, String remedy) -> new Refused(why, remedy);
        };
      }
    };
  }

  /** A webhook that serves several chats is told which; one made for a chat knows it. */
  private byte[] body(Letter letter, boolean shared) {
    Map<String, Object> body = new LinkedHashMap<>(ChatMessage.of(letter.message()));
    if (shared) {
      body.put("channel", letter.address());
    }
    return json.writeValueAsBytes(body);
  }

  private Answer post(URI webhook, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(webhook)
            .timeout(settings.timeout())
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "Upkeep")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream answer = response.body()) {
        return new HttpAnswers(clock)
            .judged(
                webhook.getHost(),
                response.statusCode(),
                response.headers().firstValue("Retry-After"),
                () -> new String(answer.readNBytes(MOST_ANSWER), StandardCharsets.UTF_8));
      }
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return broken(webhook, "no connection", false);
    } catch (IOException e) {
      // The text of the exception may hold the address, which is a secret.
      return broken(webhook, "no answer (" + e.getClass().getSimpleName() + ")", true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return broken(webhook, "interrupted while waiting for the answer", true);
    }
  }

  private static NotNow broken(URI webhook, String what, boolean uncertain) {
    return new NotNow(
        "the chat at %s: %s".formatted(webhook.getHost(), what),
        "Nothing needs to be done if the chat comes back by itself",
        Optional.empty(),
        uncertain);
  }
}
