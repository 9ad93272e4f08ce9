package dev.upkeep.notification.channel;

import dev.upkeep.system.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a webhook may be called: an outgoing request goes to configured hosts and nowhere else.
 * What is said about one never repeats its path, which is the secret.
 */
sealed interface Webhook {
  Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /** It may. */
  record Usable(URI at) implements Webhook {
    @Override
    public String toString() {
      return "webhook at " + at.getHost();
    }
  }

  /** It may not. */
  record Unusable(String why, String remedy) implements Webhook {}

  static Webhook checked(Secret written, Set<String> allowedHosts) {
    URI uri;
    try {
      uri = new URI(written.reveal().strip());
    } catch (URISyntaxException e) {
      return new Unusable(
          "the chat's webhook is not a URL", "Write it as the chat shows it: https://…");
    }
    String host = uri.getHost();
    if (host == null || uri.getRawUserInfo() != null) {
      return new Unusable(
          "the chat's webhook names no host, or a user",
          "Write it as the chat shows it: https://…");
    }
    String lower = host.toLowerCase(Locale.ROOT);
    if (!allowedHosts.contains(lower)) {
      return new Unusable(
          "the chat's webhook points to '%s', which is not an allowed host".formatted(lower),
          "Add the host to upkeep.chat.allowed-hosts if it is meant");
    }
    boolean encrypted = "https".equalsIgnoreCase(uri.getScheme());
    boolean local = "http".equalsIgnoreCase(uri.getScheme()) && THIS_MACHINE.contains(lower);
    if (!encrypted && !local) {
      return new Unusable(
          "the chat's webhook at '%s' is not encrypted".formatted(lower), "Write https://");
    }
    return new Usable(uri);
  }
}
