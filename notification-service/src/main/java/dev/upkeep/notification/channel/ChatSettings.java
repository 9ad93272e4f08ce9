package dev.upkeep.notification.channel;

import dev.upkeep.system.secret.SecretReference;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the chat is reached. A webhook's address is a secret: whoever has it can post.
 *
 * @param webhook where the address of the incoming webhook is kept: {@code file:/absolute/path} or
 *     {@code env:NAME}; it serves every chat channel without one of its own
 * @param webhooks the same for one chat channel each, by its name without {@code #}: with Slack's
 *     own apps a webhook posts to the one channel it was made for
 * @param allowedHosts the hosts a webhook may point to
 * @param timeout for connecting and for the answer
 */
@ConfigurationProperties("upkeep.chat")
public record ChatSettings(
    @DefaultValue("") String webhook,
    @DefaultValue Map<String, String> webhooks,
    @DefaultValue("hooks.slack.com") Set<String> allowedHosts,
    @DefaultValue("10s") Duration timeout) {

  public ChatSettings {
    webhooks =
        webhooks.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(entry -> plain(entry.getKey()), Map.Entry::getValue));
    allowedHosts =
        allowedHosts.stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    checkReference("webhook", webhook);
    webhooks.forEach((name, reference) -> checkReference("webhooks." + name, reference));
    if (!timeout.isPositive() || timeout.compareTo(Duration.ofMinutes(2)) > 0) {
      throw new IllegalArgumentException(
          "upkeep.chat.timeout is '%s'. Write at most 2m.".formatted(timeout));
    }
  }

  /** The webhook made for this chat channel. */
  Optional<SecretReference> own(String chat) {
    return Optional.ofNullable(webhooks.get(plain(chat))).flatMap(SettingsSecrets::parse);
  }

  /** The webhook for all others. */
  Optional<SecretReference> shared() {
    return SettingsSecrets.parse(webhook);
  }

  private static String plain(String chat) {
    return (chat.startsWith("#") ? chat.substring(1) : chat).toLowerCase(Locale.ROOT);
  }

  /** The message must not repeat what was written: it may be the webhook itself. */
  private static void checkReference(String name, String reference) {
    if (!reference.isEmpty() && SettingsSecrets.parse(reference).isEmpty()) {
      throw new IllegalArgumentException(
          "upkeep.chat.%s is not a reference. %s.".formatted(name, SettingsSecrets.REMEDY));
    }
  }
}
